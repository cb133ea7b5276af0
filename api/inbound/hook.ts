import { createHash, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { storeMail, unreadMails } from '../../db/queries/inbound.ts';
import { readReplyAddress } from '../../db/reply-tags.ts';
import { RAW_MAIL, storageKey } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { goRound } from '../commands/rounds.ts';
import type { Services } from '../trpc.ts';
import { takeMail } from './take.ts';

const MAX_BYTES = 25 * 1024 * 1024;
/** As much of a message as is searched for the mailbox it is for. */
const HEAD_BYTES = 64 * 1024;
const SWEEP_MS = 15_000;

/**
 * `POST /hooks/mail` takes one raw message (RFC 5322) from our own mail server, which shows MAIL_HOOK_SECRET as
 * `Authorization: Bearer …` and may say in `X-Envelope-To` which mailbox it took it for. Answers 202 when the message is
 * safely kept, whatever becomes of it; 404 for a mailbox of nobody here, 413 over 25 MB, 503 to be asked again later.
 */
export async function mailHook(scope: FastifyInstance, services: Services): Promise<void> {
  scope.removeAllContentTypeParsers();
  // Whatever the server calls it: the body is a message, and it is read as it comes.
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  scope.route({
    method: 'POST',
    url: '/hooks/mail',
    config: { signed: true },
    bodyLimit: MAX_BYTES,
    handler: async (request, reply) => {
      const secret = services.config.MAIL_HOOK_SECRET;
      // Without a secret there is no such door.
      if (!secret) throw new DomainError('notFound');
      if (!isSecret(request.headers.authorization, secret)) throw new DomainError('forbidden');
      const { workspace, id } = await orLater(request, () => take(services, request));
      await takeMail(services, workspace, id).catch((error: unknown) =>
        request.log.error({ mail: id, reason: error instanceof Error ? error.name : 'unknown' }, 'a mail was not read'),
      );
      return reply.code(202).send();
    },
  });
}

/** What fails before a message is kept is asked for again: the mail server has it still. */
async function orLater<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    request.log.error({ err: error }, 'a mail could not be kept');
    throw new DomainError('unavailable');
  }
}

function isSecret(given: string | undefined, secret: string): boolean {
  const hashed = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashed(given ?? ''), hashed(`Bearer ${secret}`));
}

/** Keeps the message under its hash, then writes it down. */
async function take(services: Services, request: FastifyRequest): Promise<{ workspace: Workspace; id: string }> {
  const { files } = services;
  const path = await files.scratch();
  try {
    const { sha256, bytes } = await received(request.body as Readable | undefined, path);
    const header = request.headers['x-envelope-to'];
    const envelope = (Array.isArray(header) ? header[0] : header)?.trim().replace(/^<|>$/g, '').slice(0, 254) ?? '';
    const workspace = await workspaceFor(services, request, envelope, path);
    await files.put(storageKey(workspace.id, sha256, RAW_MAIL), path);
    return { workspace, id: await storeMail(workspace, { sha256, bytes, envelope }) };
  } finally {
    await rm(path, { force: true });
  }
}

async function received(body: Readable | undefined, path: string): Promise<{ sha256: string; bytes: number }> {
  if (!body) throw new DomainError('badInput');
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) return done(new DomainError('fileTooLarge', { megabytes: MAX_BYTES / 1024 / 1024 }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(body, counted, createWriteStream(path, { flags: 'wx' }));
  if (bytes === 0) throw new DomainError('badInput');
  return { sha256: hash.digest('hex'), bytes };
}

/** Whose mailbox it is: as the mail server says, else as the headers do, else the company whose host was called. */
async function workspaceFor(
  { config, workspaces }: Services,
  request: FastifyRequest,
  envelope: string,
  path: string,
): Promise<Workspace> {
  const domain = config.REPLY_DOMAIN;
  const named = envelope === '' ? await addressesIn(path) : [envelope];
  const all = domain ? await workspaces.all() : [];
  for (const address of named) {
    const name = domain && readReplyAddress(address, domain)?.name;
    const found = name && all.find(({ slug, id }) => slug === name || id === name);
    if (found) return found;
    // A mailbox at the reply domain that is nobody's must not end in another company's tray.
    if (name && address === envelope) throw new DomainError('workspaceUnknown');
  }
  const host = await workspaces.byHost(request.hostname);
  if (!host) throw new DomainError('workspaceUnknown');
  return host;
}

async function addressesIn(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const [head = ''] = buffer.toString('latin1', 0, bytesRead).split(/\r?\n\r?\n/, 1);
    return head.match(/[\w.+=-]{1,64}@[\w.-]{1,200}/g) ?? [];
  } finally {
    await file.close();
  }
}

/** Reads again what a lost process left unread. Runs until the returned function is called. */
export function sweepMails(services: Services, log: FastifyBaseLogger): () => Promise<void> {
  return goRound(services.workspaces, log, {
    everyMs: SWEEP_MS,
    what: 'mails',
    async visit(workspace, stopped) {
      for (const id of await unreadMails(workspace, 20)) {
        if (stopped()) return;
        await takeMail(services, workspace, id);
      }
    },
  });
}
