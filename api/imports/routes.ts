import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuseTooMany } from '../../db/import/recognise.ts';
import { writeSchema } from '../../db/import/schema.ts';
import { UnreadableFile } from '../../db/import/unreadable.ts';
import { audit } from '../../db/queries/audit.ts';
import { beginImport } from '../../db/queries/imports.ts';
import { DomainError } from '../../domain/errors.ts';
import { clipped } from '../../domain/import/cells.ts';
import { mayAct } from '../../domain/rights.ts';
import { contextOf } from '../context.ts';
import { isolated, turnstile } from '../isolated.ts';
import type { RequestContext, Services } from '../trpc.ts';
import { exported, exportFormats } from './export.ts';
import type { ImportInspection } from './inspect-import.ts';

const SCRIPT = fileURLToPath(new URL('./inspect-import.ts', import.meta.url));
/** What a packed or plain upload may weigh; unpacked it may hold three times that. */
const MAX_BYTES = 64 * 1024 * 1024;
const BOUNDS = { milliseconds: 30_000, megabytes: 512 };
const atOnce = turnstile(1);

/** Who takes master data in and out: employees who administrate the whole company. Throws when it is somebody else. */
export function importer({ viewer }: Pick<RequestContext, 'viewer'>): string {
  if (viewer.kind === 'nobody') throw new DomainError('signInNeeded');
  if (viewer.kind !== 'employee' || !mayAct(viewer, 'settings')) throw new DomainError('forbidden');
  return viewer.personId;
}

/**
 * `POST /api/imports/:id` takes the files of a run (multipart) and says what they are; `GET /api/master-data.:ending`
 * gives everything out again, as CSV in a ZIP, as XML, OpenImmo or a workbook to read; `.xsd` is the schema of the XML.
 */
export async function importRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  await scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 20, fields: 0, fileSize: MAX_BYTES, headerPairs: 50 },
  });

  scope.post('/api/imports/:id', { bodyLimit: MAX_BYTES + 256 * 1024 }, async (request, reply) => {
    const { id } = z.object({ id: z.uuid() }).catch({ id: '' }).parse(request.params);
    if (id === '') throw new DomainError('notFound');
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    const personId = importer(ctx);
    await services.limits.count(ctx.workspace, 'travelPerPerson', personId);
    if (!request.isMultipart()) throw new DomainError('badInput');
    const folder = await mkdtemp(join(tmpdir(), 'procsm-import-'));
    try {
      const files: Parameters<typeof beginImport>[1]['files'][number][] = [];
      let n = 0;
      for await (const part of request.files()) {
        n += 1;
        // A part may be a file without a name, whatever its type says.
        const name = part.filename ?? '';
        const path = join(folder, `upload-${n}`);
        await pipeline(part.file, createWriteStream(path, { flags: 'wx' }));
        if (part.file.truncated) throw new DomainError('fileTooLarge', { megabytes: MAX_BYTES / 1024 / 1024 });
        const found = await inspected(path, name, await mkdtemp(join(folder, 'files-')));
        if (!found.ok) return reply.status(422).send({ unreadable: found });
        for (const [at, file] of found.files.entries())
          files.push({ ...file, bytes: await readFile(join(found.folder, String(at))) });
        try {
          refuseTooMany(name, files);
        } catch (error) {
          if (!(error instanceof UnreadableFile)) throw error;
          const { code, file, line, details } = error;
          return reply.status(422).send({ unreadable: { ok: false, code, file, line, details } });
        }
      }
      if (files.length === 0) throw new DomainError('badInput');
      await ctx.workspace.transaction((q) => beginImport(q, { id, personId, files }));
      return reply.status(201).send({ id });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  scope.get('/api/master-data.xsd', async (request, reply) => {
    importer(await contextOf(services, request, reply, { entrance: 'management' }));
    return reply
      .type('application/xml')
      .header('content-disposition', 'attachment; filename="stammdaten.xsd"')
      .send(writeSchema());
  });

  scope.get('/api/master-data.:ending', async (request, reply) => {
    const asked = z.object({ ending: z.enum(exportFormats) }).safeParse(request.params);
    if (!asked.success) throw new DomainError('notFound');
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    const personId = importer(ctx);
    await services.limits.count(ctx.workspace, 'dossierPerPerson', personId);
    const { ending } = asked.data;
    const actor = { kind: 'employee', id: personId };
    await audit(ctx.workspace.query.bind(ctx.workspace), { actor, what: 'masterData.export', after: { ending } });
    const { type, name, body } = await exported(ctx.workspace, ending, new Date());
    return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(body);
  });
}

async function inspected(path: string, name: string, folder: string): Promise<ImportInspection & { folder: string }> {
  const printed = await atOnce(() => isolated(SCRIPT, [path, clipped(name, 200) || 'datei', folder], BOUNDS));
  try {
    return { ...(JSON.parse(printed) as ImportInspection), folder };
  } catch {
    // Killed, it says nothing: the file was too much.
    return { ok: false, code: 'tooLarge', file: name, line: 1, details: {}, folder };
  }
}
