import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { campaignFacts, orderFacts, type StoredFile, storedFile, ticketFacts } from '../db/access.ts';
import type { Uploader } from '../db/files.ts';
import { askedAbout, noteRead, readableFile } from '../db/queries/document-readers.ts';
import { documentFacts } from '../db/queries/documents.ts';
import { mailOf } from '../db/queries/inbox.ts';
import { projectFacts } from '../db/queries/projects.ts';
import { PRINTED, PRINTED_WIDTH, storageKey } from '../db/storage.ts';
import type { Workspace } from '../db/workspaces.ts';
import { DomainError } from '../domain/errors.ts';
import type { Audience } from '../domain/lifecycle/outcome.ts';
import { campaignAudiences } from '../domain/rights/campaign.ts';
import { seesDocument } from '../domain/rights/document.ts';
import { maySeeFile } from '../domain/rights/file.ts';
import { orderAudiences } from '../domain/rights/order.ts';
import { projectAudiences } from '../domain/rights/project.ts';
import { ticketAudiences } from '../domain/rights/ticket.ts';
import { actorFor, actorOf, mayAct } from '../domain/rights.ts';
import { propertiesFor } from '../domain/roles.ts';
import { contextOf } from './context.ts';
import { inspected, printed, thumbnailed } from './inspection.ts';
import type { RequestContext, Services } from './trpc.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const WIDTHS = [200, 400, 800, 1_600];

const download = z.object({
  w: z.coerce
    .number()
    .refine((width) => WIDTHS.includes(width))
    .optional(),
  entrance: z.string().optional(),
  link: z.string().optional(),
  upload: z.string().optional(),
});

/** For which firm a file is sent, by whom belongs to several. */
const upload = z.object({ firm: z.uuid().optional() });

/** `POST /api/files` takes one file (multipart), `GET /api/files/:id` gives one to whoever has a right to it. */
export async function fileRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  await scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 4, fileSize: MAX_BYTES, fieldSize: 1_000, headerPairs: 50 },
  });

  scope.post('/api/files', { bodyLimit: MAX_BYTES + 64 * 1024 }, async (request, reply) => {
    const ctx = await contextOf(services, request, reply, null);
    const query = upload.safeParse(request.query);
    if (!query.success) throw new DomainError('badInput');
    const uploader = uploaderOf(ctx, query.data.firm);
    if (ctx.viewer.kind !== 'employee') await services.limits.count(ctx.workspace, 'uploadPerAddress', ctx.address);
    return reply.status(201).send(await take(services, ctx.workspace, uploader, request));
  });

  scope.get('/api/files/:id', async (request, reply) => {
    const { id } = z.object({ id: z.uuid() }).catch({ id: '' }).parse(request.params);
    const query = download.safeParse(request.query);
    if (id === '' || !query.success) throw new DomainError('notFound');
    const ctx = await contextOf(services, request, reply, query.data as Record<string, string | undefined>);
    const file = await storedFile(ctx.workspace, id);
    // The same answer for what is not there and for what is not theirs.
    if (file === undefined || !(await maySee(ctx, file))) throw new DomainError(ctx.refusal ?? 'notFound');
    if (file.noun === 'document' && file.subjectId && ctx.viewer.kind === 'person' && query.data.w === undefined) {
      const read = { documentId: file.subjectId, fileId: file.id, personId: ctx.viewer.personId };
      const version = await readableFile(ctx.workspace, read);
      if (version !== undefined) await noteRead(ctx.workspace, { ...read, version });
    }
    return give(services, ctx.workspace, file, query.data.w, reply);
  });
}

/**
 * The uploader as recorded; throws `signInNeeded` for nobody known without a token of the report form, `notFound` for a
 * firm that is not theirs.
 */
function uploaderOf({ viewer, uploadId, refusal }: RequestContext, firm: string | undefined): Uploader {
  const known = actorOf(viewer);
  const actor = known === undefined || firm === undefined ? known : actorFor(viewer, firm);
  if (actor !== undefined) return actor;
  if (known !== undefined) throw new DomainError('notFound');
  if (uploadId !== undefined) return { kind: 'upload', id: uploadId };
  throw new DomainError(refusal ?? 'signInNeeded');
}

async function take(services: Services, workspace: Workspace, uploader: Uploader, request: FastifyRequest) {
  if (!request.isMultipart()) throw new DomainError('badInput');
  const [raw, kept] = await Promise.all([services.files.scratch(), services.files.scratch()]);
  try {
    const part = await request.file();
    if (part === undefined) throw new DomainError('badInput');
    await pipeline(part.file, createWriteStream(raw, { flags: 'wx' }));
    if (part.file.truncated) throw new DomainError('fileTooLarge', { megabytes: MAX_BYTES / 1024 / 1024 });
    return await keep(services, workspace, uploader, { raw, kept, name: nameOf(part) });
  } finally {
    await Promise.all([rm(raw, { force: true }), rm(kept, { force: true })]);
  }
}

/** The name that a file came with; a part may be a file without one, whatever its type says. */
const nameOf = ({ filename }: { filename: string | undefined }) => filename ?? '';

/** A file as it is kept. */
export interface KeptFile {
  id: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

/**
 * Inspects a file from outside (at the path `raw`) and keeps it under its hash, as this uploader's, attached to nothing
 * yet. `kept` is a path on the same disk for what is left of it. Throws what `inspected` refuses.
 */
export async function keep(
  services: Pick<Services, 'files'>,
  workspace: Workspace,
  uploader: Uploader,
  { raw, kept, name }: { raw: string; kept: string; name: string },
): Promise<KeptFile> {
  const { mediaType, width, height } = await inspected(raw, kept);
  const hash = createHash('sha256');
  await pipeline(createReadStream(kept), hash);
  const sha256 = hash.digest('hex');
  const { size } = await stat(kept);
  await services.files.put(storageKey(workspace.id, sha256), kept);
  const [row] = await workspace.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, width, height, name, uploaded_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [sha256, mediaType, size, width, height, cleanName(name, mediaType), JSON.stringify(uploader)],
  );
  return { id: row!.id, mediaType, bytes: size, width, height };
}

async function maySee(ctx: RequestContext, file: StoredFile): Promise<boolean> {
  if (file.noun === 'document' && file.subjectId !== null) return maySeePaper(ctx, file.id, file.subjectId);
  return maySeeFile(ctx.viewer, ctx.uploadId, file, await audiencesOf(ctx, file));
}

/**
 * A document's file: the office by its rights, a reader only while they may read the version that holds it, and whoever is
 * asked about that very version.
 */
async function maySeePaper(
  { workspace, viewer }: RequestContext,
  fileId: string,
  documentId: string,
): Promise<boolean> {
  if (viewer.kind === 'employee') {
    const facts = await documentFacts(workspace, documentId);
    return facts !== undefined && seesDocument(viewer, facts);
  }
  if (viewer.kind !== 'person' && viewer.kind !== 'campaignLink') return false;
  const campaignId = viewer.kind === 'campaignLink' ? viewer.campaignId : null;
  if (await askedAbout(workspace, { fileId, personId: viewer.personId, campaignId })) return true;
  if (viewer.kind === 'campaignLink') return false;
  return (await readableFile(workspace, { documentId, fileId, personId: viewer.personId })) !== undefined;
}

async function audiencesOf({ workspace, viewer }: RequestContext, file: StoredFile): Promise<Audience[]> {
  if (file.subjectId === null) {
    // What a mail brought that waits in the tray is for those who may see the mail.
    if (file.uploadedBy.kind !== 'mail' || viewer.kind !== 'employee' || !mayAct(viewer, 'triage')) return [];
    const mail = await mailOf(workspace, propertiesFor(viewer.rights, 'triage'), file.uploadedBy.id);
    return mail ? ['management'] : [];
  }
  if (file.noun === 'ticket') {
    const facts = await ticketFacts(workspace, file.subjectId);
    return facts === undefined ? [] : ticketAudiences(viewer, facts);
  }
  if (file.noun === 'project') {
    const facts = await projectFacts(workspace, file.subjectId);
    return facts === undefined ? [] : projectAudiences(viewer, facts);
  }
  if (file.noun === 'campaign') {
    const facts = await campaignFacts(workspace, file.subjectId, 'personId' in viewer ? viewer.personId : null);
    return facts === undefined ? [] : campaignAudiences(viewer, facts);
  }
  if (file.noun !== 'workOrder') return [];
  const order = await orderFacts(workspace, file.subjectId);
  const found = order === undefined ? [] : orderAudiences(viewer, order);
  for (const id of file.ticketIds) {
    const facts = await ticketFacts(workspace, id);
    if (facts !== undefined) found.push(...ticketAudiences(viewer, facts));
  }
  return found;
}

async function give(
  services: Services,
  workspace: Workspace,
  file: StoredFile,
  width: number | undefined,
  reply: FastifyReply,
) {
  const picture = file.mediaType.startsWith('image/');
  const original = storageKey(workspace.id, file.sha256);
  if (!(await services.files.has(original))) throw new DomainError('notFound');
  let key = original;
  if (picture && width !== undefined) {
    key = storageKey(workspace.id, file.sha256, `w${width}`);
    if (!(await services.files.has(key)))
      await derive(services, original, key, (from, to) => thumbnailed(from, to, width));
  }
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return reply
    .headers({
      'content-type': key === original ? file.mediaType : 'image/webp',
      // A PDF is never shown within our origin: its viewer would not run in the sandbox anyway.
      'content-disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
      vary: 'cookie, x-link, x-upload, x-entrance',
    })
    .send(services.files.stream(key));
}

/** A kept picture as a JPEG that fits a page; rejects when its bytes are gone or it is no picture. */
export async function printable(
  services: Pick<Services, 'files'>,
  workspace: Workspace,
  sha256: string,
): Promise<Buffer> {
  const key = storageKey(workspace.id, sha256, PRINTED);
  if (!(await services.files.has(key))) {
    await derive(services, storageKey(workspace.id, sha256), key, (from, to) => printed(from, to, PRINTED_WIDTH));
  }
  return services.files.read(key);
}

/** A picture that the caller has just sent, as a JPEG that fits a page; throws `notFound` for anything else. */
export async function ownPicture(ctx: RequestContext, id: string): Promise<Buffer> {
  const file = await storedFile(ctx.workspace, id);
  const actor = actorOf(ctx.viewer);
  const own =
    actor && file?.uploadedBy.kind === actor.kind && 'id' in file.uploadedBy && file.uploadedBy.id === actor.id;
  if (!file || !own || !file.mediaType.startsWith('image/')) throw new DomainError('notFound');
  return printable(ctx.services, ctx.workspace, file.sha256);
}

async function derive(
  services: Pick<Services, 'files'>,
  original: string,
  key: string,
  make: (from: string, to: string) => Promise<unknown>,
): Promise<void> {
  const [from, to] = await Promise.all([services.files.scratch(), services.files.scratch()]);
  try {
    await writeFile(from, await services.files.read(original));
    await make(from, to);
    await services.files.put(key, to);
  } finally {
    await Promise.all([rm(from, { force: true }), rm(to, { force: true })]);
  }
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
};

/** A file's name without paths, control and direction characters, with the ending of what it really is. */
function cleanName(given: string, mediaType: string): string {
  const base = given
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{C}<>:"|?*]/gu, '')
    .replace(/\.[^.]{1,8}$/, '')
    .trim()
    .slice(0, 120);
  return `${base === '' ? 'file' : base}${ENDINGS[mediaType] ?? ''}`;
}
