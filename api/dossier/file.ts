import { attachedFiles, type ChainEntry, chainOf, messagesOfFile } from '../../db/queries/dossier.ts';
import { namesOf } from '../../db/queries/names.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';

/** What a dossier calls itself; `scripts/verify-dossier.mjs` reads this shape and no other. */
export const FORMAT = 'procsm-dossier/1';

/** `whole` holds everything; `outside` leaves the words of internal entries out. Both check against the same chain. */
export type Scope = 'whole' | 'outside';

/**
 * What proves the history of a ticket or project, of one moment: what happened, with everything that its hashes are made
 * of, its messages, and the files that its entries brought.
 */
export async function fileOf(workspace: Workspace, fileId: string, scope: Scope) {
  const [chain, messages] = await Promise.all([chainOf(workspace, fileId), messagesOfFile(workspace, fileId)]);
  const shown = chain.entries.map((entry) => ({ entry, withheld: scope === 'outside' && isInternal(entry) }));
  const files = await attachedFiles(
    workspace,
    shown.flatMap(({ entry, withheld }) => (withheld ? [] : (entry.body?.files ?? []))),
  );
  const names = await namesOf(workspace, [
    ...chain.entries.flatMap(({ actor }) => ('id' in actor ? [{ kind: actor.kind, id: actor.id }] : [])),
    ...messages.map(({ recipientKind, recipientId }) => ({ kind: recipientKind, id: recipientId })),
  ]);
  return {
    entries: shown.map(({ entry, withheld }) => entryOf(entry, withheld, names)),
    head: chain.head,
    messages: messages.map(({ recipientKind, recipientId, ...message }) => ({
      ...message,
      recipient: { kind: recipientKind, id: recipientId, name: names.get(recipientId) ?? null },
    })),
    files,
  };
}

export type FileProof = Awaited<ReturnType<typeof fileOf>>;
export type DossierEntry = FileProof['entries'][number];

/** An entry of a chain with everything that its hash is made of, but for a body that is withheld. */
export function entryOf(entry: ChainEntry, withheld: boolean, names: ReadonlyMap<string, string>) {
  return {
    seq: entry.seq,
    at: entry.at,
    kind: entry.kind,
    noun: entry.noun,
    subject: entry.subjectId,
    revision: entry.revision,
    command: entry.commandId,
    actor: entry.actorText,
    actorName: 'id' in entry.actor ? (names.get(entry.actor.id) ?? null) : null,
    audience: entry.audience,
    /** Why there is no body: it was erased, or it is internal and this is the dossier for others. */
    missing: withheld ? ('withheld' as const) : entry.bodyText === null ? ('erased' as const) : null,
    body: withheld ? null : entry.bodyText,
    salt: withheld || entry.bodyText === null ? null : entry.salt,
    bodyHash: entry.bodyHash,
    prevHash: entry.prevHash,
    hash: entry.hash,
  };
}

/** Whether only the management reads an entry. */
export function isInternal({ audience }: Pick<ChainEntry, 'audience'>): boolean {
  return audience.every((who) => who === 'management');
}

/** What a dossier is called as a file: what it is about, and its day. */
export function fileName(number: string, exportedAt: Instant, ending: 'pdf' | 'json'): string {
  return `Akte-${number.replace(/[^\w-]/g, '')}-${exportedAt.slice(0, 10)}.${ending}`;
}
