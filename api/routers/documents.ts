import { z } from 'zod';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { receiptsLeft } from '../../db/queries/document-campaigns.ts';
import { failedMails, mailDocument, mailProgress, retryMails } from '../../db/queries/document-mails.ts';
import { publishVersion, setValidUntil, withdrawDocument } from '../../db/queries/document-publish.ts';
import { noteRead, ownDocuments, readableVersion } from '../../db/queries/document-readers.ts';
import { documentRows } from '../../db/queries/document-rows.ts';
import { discardDraft, documentRecord, namedBy, saveDraft, versionsOf } from '../../db/queries/documents.ts';
import {
  addressing,
  addressingProblem,
  documentKinds,
  documentPhases,
  versionText,
} from '../../domain/document/document.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayPublish } from '../../domain/rights/document.ts';
import { employee, owner, resident, type Viewer } from '../../domain/rights.ts';
import { endReceipts, storeReceiptEnds } from '../campaigns/closing.ts';
import { readFiles } from '../documents/reading.ts';
import { publisherOf, reachOf } from '../documents/rights.ts';
import { employeeIn } from '../employee.ts';
import { tellOffice } from '../master-data.ts';
import { procedure, router } from '../trpc.ts';
import { audienceView, documentView } from '../views/document.ts';

const one = z.object({ id: z.uuid() });
const searched = z.string().trim().max(100).nullable().default(null);
const publishers = employee('publish');

/** The person who reads at their own entrance. */
function readerIn(viewer: Viewer): string {
  if (viewer.kind !== 'person') throw new DomainError('forbidden');
  return viewer.personId;
}

export const documentsRouter = router({
  /** The documents of the caller's properties, newest first; by kind, phase, property, and words anywhere in them. */
  list: procedure(employee())
    .input(
      z.object({
        text: searched,
        kind: z.enum(documentKinds).nullable().default(null),
        phase: z.enum(documentPhases).nullable().default(null),
        propertyId: z.uuid().nullable().default(null),
      }),
    )
    .query(({ ctx, input }) => documentRows(ctx.workspace, reachOf(ctx.viewer), input, 200)),

  /** One document as the office sees it, with its versions, its history, and who opened it. */
  get: procedure(employee())
    .input(one)
    .query(({ ctx, input }) => documentView(ctx.workspace, ctx.viewer, input.id)),

  /** Exactly who reads it and who does not, with the reasons: for who publishes it, because it names people. */
  audience: procedure(publishers)
    .input(one)
    .query(async ({ ctx, input }) => {
      await publisherOf(ctx.workspace, ctx.viewer, input.id);
      return audienceView(ctx.workspace, input.id);
    }),

  /** Keeps a draft: a new document under the caller's id (revision 0), or the next version of one. */
  save: procedure(publishers)
    .input(versionText.extend({ id: z.uuid(), revision: z.int().min(0), ...addressing.shape }))
    .mutation(async ({ ctx, input }) => {
      const { id, revision, title, source, files, ...address } = input;
      const viewer = employeeIn(ctx);
      const problem = addressingProblem(address);
      if (problem) throw new DomainError(problem);
      if (revision > 0) await publisherOf(ctx.workspace, ctx.viewer, id);
      const named = await namedBy(ctx.workspace.query.bind(ctx.workspace), address.addressees);
      // The same answer for what is not there and for what is not theirs.
      if (named.unknown || !mayPublish(ctx.viewer, named)) throw new DomainError('notFound');
      const by = viewer.personId;
      await saveDraft(ctx.workspace, { id, revision, addressing: address, text: { title, source, files }, by });
      await readFiles(ctx.services, ctx.workspace, files);
      await ctx.workspace.query('select refresh_document_search($1)', [id]);
      await tellOffice(ctx, id);
      return documentView(ctx.workspace, ctx.viewer, id);
    }),

  /** Throws a draft away: the document, or the version that was not published yet. */
  discard: procedure(publishers)
    .input(one.extend({ revision: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      await discardDraft(ctx.workspace, input.id, input.revision, by);
      await tellOffice(ctx, input.id);
    }),

  /**
   * Publishes a version: its readers see it from its first day on; `tell`: they get a message. Published before, nothing
   * changes.
   */
  publish: procedure(publishers)
    .input(one.extend({ version: z.int().min(1), revision: z.int(), tell: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      const { id, version, revision, tell } = input;
      const published = await publishVersion(ctx.workspace, { id, n: version, revision, tell, by });
      if (published.written > 0) ctx.services.wakeMailroom(ctx.workspace);
      await tellOffice(ctx, id);
      return published;
    }),

  /** Sends the newest version to those to whom it is addressed and who got no message of it yet. */
  mail: procedure(publishers)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      const done = await mailDocument(ctx.workspace, input.id, by);
      ctx.services.wakeMailroom(ctx.workspace);
      await tellOffice(ctx, input.id);
      return done;
    }),

  /** How the messages stand, and which did not arrive. */
  delivery: procedure(publishers)
    .input(one)
    .query(async ({ ctx, input }) => {
      await publisherOf(ctx.workspace, ctx.viewer, input.id);
      const [progress, failed] = await Promise.all([
        mailProgress(ctx.workspace, input.id),
        failedMails(ctx.workspace, input.id),
      ]);
      return { progress, failed };
    }),

  /** Has messages that reached nobody tried again. */
  retry: procedure(publishers)
    .input(one.extend({ messageIds: z.array(z.uuid()).max(1_000) }))
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      const done = await retryMails(ctx.workspace, { ...input, by });
      ctx.services.wakeMailroom(ctx.workspace);
      return done;
    }),

  /**
   * Withdraws a published document: only the office reads it from now on, and messages that have not gone out stay.
   * `tell`: those who had one get another. Read receipts about it end; votes go on.
   */
  withdraw: procedure(publishers)
    .input(one.extend({ reason: z.string().trim().min(3).max(500), tell: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      let ends: StoredCommand[] = [];
      const done = await withdrawDocument(ctx.workspace, { ...input, by }, async (q) => {
        const left = await receiptsLeft(q, input.id);
        ends = await storeReceiptEnds(q, left, { actor: { kind: 'employee', id: by }, tell: input.tell });
      });
      endReceipts(ctx.services, ctx.workspace, ends);
      if (done.told > 0) ctx.services.wakeMailroom(ctx.workspace);
      await tellOffice(ctx, input.id);
      return done;
    }),

  /** Says until when a published document is to be read. */
  validUntil: procedure(publishers)
    .input(one.extend({ validUntil: z.iso.date().nullable() }))
    .mutation(async ({ ctx, input }) => {
      const by = await publisherOf(ctx.workspace, ctx.viewer, input.id);
      await setValidUntil(ctx.workspace, { ...input, by });
      await tellOffice(ctx, input.id);
    }),

  /** What whoever is signed in may read today, newest first: their own papers, and what hangs in their houses. */
  mine: procedure(resident, owner)
    .input(z.object({ text: searched }))
    .query(({ ctx, input }) => ownDocuments(ctx.workspace, readerIn(ctx.viewer), { ...input, most: 200 })),

  /** One document as its reader sees it: the newest version, as far as they may read it at this moment. */
  read: procedure(resident, owner)
    .input(one)
    .query(async ({ ctx, input }) => {
      const n = await readableVersion(ctx.workspace, input.id, readerIn(ctx.viewer));
      if (n === undefined) throw new DomainError('notFound');
      const [record, [version]] = await Promise.all([
        documentRecord(ctx.workspace, input.id),
        versionsOf(ctx.workspace, input.id, n),
      ]);
      if (!record || !version) throw new DomainError('notFound');
      const { id, number, kind, visibility, validUntil, publishedAt } = record;
      const { title, body, files } = version;
      return {
        ...{ id, number, kind, visibility, validUntil, publishedAt, title, body, version: n },
        changedAt: version.publishedAt,
        files: files.map(({ id: file, name, mediaType, bytes, pages }) => ({
          id: file,
          name,
          mediaType,
          bytes,
          pages,
        })),
      };
    }),

  /** Notes that somebody who is signed in has it before them. */
  opened: procedure(resident, owner)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      const personId = readerIn(ctx.viewer);
      const version = await readableVersion(ctx.workspace, input.id, personId);
      if (version === undefined) throw new DomainError('notFound');
      await noteRead(ctx.workspace, { documentId: input.id, version, personId, fileId: null });
    }),
});
