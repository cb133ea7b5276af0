import { askedPeople } from '../../db/queries/campaigns.ts';
import { documentRecord, type VersionRecord, versionsOf } from '../../db/queries/documents.ts';
import { chainOf, messagesOfFile } from '../../db/queries/dossier.ts';
import { namesOf } from '../../db/queries/names.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';
import { entryOf, isInternal } from '../dossier/file.ts';
import { campaignFor, turnoutOf } from '../views/campaign.ts';

/** What a campaign's evidence calls itself; `scripts/verify-dossier.mjs` reads this shape, and that of dossiers. */
export const EVIDENCE_FORMAT = 'procsm-evidence/1';

/** More people than this are one campaign of a kind that is not held. */
const MOST = 20_000;

/**
 * What proves a campaign: what happened, with everything that its hashes are made of, each answer with its salted hash,
 * and per person when they were written to, looked, and answered, by which way. The office gets it whole; somebody who was
 * asked gets their own answers with the hashes of all others, so that the seal over them still checks. Throws notFound for
 * everybody else.
 */
export async function evidenceOf(workspace: Workspace, viewer: Viewer, campaignId: string) {
  const { record, as } = await campaignFor(workspace, viewer, campaignId);
  const office = as.includes('management');
  if (office && !mayAct(viewer, 'publish', record.propertyId)) throw new DomainError('notFound');
  const own = office || !('personId' in viewer) ? null : viewer.personId;
  const [chain, messages, people, turnout, head, pinned, answers] = await Promise.all([
    chainOf(workspace, campaignId),
    messagesOfFile(workspace, campaignId),
    askedPeople(workspace, campaignId, { missing: false, most: MOST, person: own }),
    turnoutOf(workspace, campaignId),
    record.documentId === null ? undefined : documentRecord(workspace, record.documentId),
    record.documentId === null ? [] : versionsOf(workspace, record.documentId, record.documentVersion),
    workspace.query<{ said: string; salt: string; hash: string; personId: string; holderId: string | null }>(
      `select a.said, encode(a.salt, 'hex') as salt, encode(a.hash, 'hex') as hash, a.person_id as "personId",
         case when a.actor ->> 'kind' = 'person' then (a.actor ->> 'id')::uuid end as "holderId"
       from campaign_answer a where a.campaign_id = $1 order by a.hash`,
      [campaignId],
    ),
  ]);
  const names = await namesOf(
    workspace,
    chain.entries.flatMap(({ actor }) => ('id' in actor ? [{ kind: actor.kind, id: actor.id }] : [])),
  );
  const published = office || record.outcome === 'announced';
  return {
    format: EVIDENCE_FORMAT,
    company: workspace.name,
    exportedAt: toInstant(Date.now()),
    scope: office ? ('whole' as const) : ('own' as const),
    campaign: {
      id: record.id,
      number: record.number,
      title: record.title,
      kind: record.kind,
      audience: record.audience,
      question: record.question,
      // What it was about, to the letter: its hash stands in the entry that opened it.
      ...(pinned[0] && {
        document: documentOf(record.documentId, pinned[0], !office && head?.phase === 'withdrawn'),
      }),
      voting: record.voting,
      keyDate: record.keyDate,
      deadline: record.deadline,
      property: record.property,
      phase: record.phase,
      outcome: record.outcome,
      openedAt: record.openedAt,
      countedAt: record.countedAt,
      closedAt: record.closedAt,
      turnout,
      result: published ? record.result : null,
    },
    // The count stands in an entry of the chain: until it is announced that one's content is the office's.
    entries: chain.entries.map((entry) =>
      entryOf(entry, !office && (isInternal(entry) || (entry.kind === 'answersCounted' && !published)), names),
    ),
    head: chain.head,
    answers: answers.map(({ said, salt, hash, personId, holderId }) => {
      const shown = own === null || personId === own || holderId === own;
      return {
        hash,
        said: shown ? said : null,
        salt: shown ? salt : null,
        missing: shown ? null : ('withheld' as const),
      };
    }),
    people: people.map(({ personId, voterId, name, units, exclusion, openedAt, answeredAt, choice, way, byProxy }) => ({
      person: personId,
      voter: voterId,
      name,
      units,
      exclusion,
      openedAt,
      answeredAt,
      choice,
      way,
      byProxy,
      messages: messages
        .filter(({ recipientId }) => recipientId === personId)
        .map(({ template, dueAt, state, sentAt, attempts }) => ({ template, dueAt, state, sentAt, attempts })),
    })),
  };
}

/**
 * A version with all that its hash is made of. `withheld` where it was withdrawn and is the office's alone: then its hash still
 * tells that it is the one which was asked about.
 */
function documentOf(id: string | null, { n, title, source, hash, files }: VersionRecord, withheld: boolean) {
  if (withheld) return { id, version: n, title: null, source: null, hash, files: [], missing: 'withheld' as const };
  return {
    ...{ id, version: n, title, source, hash, missing: null },
    files: files.map(({ name, sha256 }) => ({ name, sha256 })),
  };
}

export type Evidence = Awaited<ReturnType<typeof evidenceOf>>;

/** What a campaign's evidence is called as a file. */
export function evidenceName({ campaign, exportedAt }: Evidence, ending: 'pdf' | 'json'): string {
  const day: Instant = exportedAt;
  return `Nachweis-${campaign.number.replace(/[^\w-]/g, '')}-${day.slice(0, 10)}.${ending}`;
}
