import { campaignsAbout } from '../../db/queries/document-campaigns.ts';
import { happeningsOf } from '../../db/queries/document-publish.ts';
import { candidatesOf, readingsOf } from '../../db/queries/document-readers.ts';
import { addresseesOf, addressLines, documentRecord, versionsOf } from '../../db/queries/documents.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { mayRead } from '../../domain/document/audience.ts';
import type { ReadableDocument } from '../../domain/document/document.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayPublish } from '../../domain/rights/document.ts';
import type { Viewer } from '../../domain/rights.ts';
import { berlinClock, type Day, toInstant } from '../../domain/time/berlin.ts';
import { seenDocument } from '../documents/rights.ts';
import { employeeIn } from '../employee.ts';

const today = (): Day => berlinClock(toInstant(Date.now())).day;

/** More than these are counted and not named. */
const NAMED = 1_000;

/** A document as the office sees it: head, address, all versions, what happened; who opened what for who publishes it. */
export async function documentView(workspace: Workspace, viewer: Viewer, id: string) {
  const facts = await seenDocument(workspace, viewer, id);
  const [record, lines, versions, happenings, readings, campaigns] = await Promise.all([
    documentRecord(workspace, id),
    addressLines(workspace, id),
    versionsOf(workspace, id),
    happeningsOf(workspace, id),
    readingsOf(workspace, id),
    campaignsAbout(workspace, employeeIn({ viewer }).rights, id),
  ]);
  if (!record) throw new DomainError('notFound');
  const publishes = mayPublish(viewer, facts);
  return {
    ...record,
    mayPublish: publishes,
    addressees: lines,
    versions,
    happenings,
    readings: publishes ? readings : [],
    /** What runs about it, as far as the viewer may look at it. */
    campaigns,
  };
}

/**
 * Exactly who reads a document and who does not, each with the reason: on its first day before it is published, today
 * afterwards. It names people: the caller makes sure that whoever asks publishes it.
 */
export async function audienceView(workspace: Workspace, id: string) {
  const [record, addressees, candidates] = await Promise.all([
    documentRecord(workspace, id),
    addresseesOf(workspace.query.bind(workspace), id),
    candidatesOf(workspace, id),
  ]);
  if (!record) throw new DomainError('notFound');
  const now = today();
  const validFrom = record.validFrom ?? now;
  const day = [validFrom, now].sort().at(-1) ?? now;
  const document: ReadableDocument = { ...record, validFrom, addressees, since: record.since ?? day };
  const judged = candidates.map(({ holdings, ...person }) => ({
    ...person,
    holdings,
    verdict: mayRead(document, person.id, holdings, day),
  }));
  const readers = judged.flatMap(({ id: personId, name, way, holdings, verdict }) => {
    if (!verdict.reads) return [];
    const { role, holding, addressee } = verdict.by;
    const addressed =
      role === 'person' || (addressee.scope !== 'person' && addressee.roles.some((each) => each === role));
    return [{ personId, name, way, role, place: placeOf(holdings, holding), addressed }];
  });
  const others = judged.flatMap(({ id: personId, name, holdings, verdict }) => {
    if (verdict.reads) return [];
    const places = [...new Set(holdings.map(({ place }) => place))].slice(0, 3);
    return [
      { personId, name, because: verdict.because, roles: [...new Set(holdings.map(({ role }) => role))], places },
    ];
  });
  const reached = (way: string | null) => readers.filter((reader) => reader.addressed && reader.way === way).length;
  return {
    day,
    readers: readers.slice(0, NAMED),
    readersInAll: readers.length,
    addressed: readers.filter((reader) => reader.addressed).length,
    others: others.slice(0, NAMED),
    othersInAll: others.length,
    ways: {
      mail: reached('mail'),
      sms: reached('sms'),
      fax: reached('fax'),
      letter: reached('letter'),
      none: reached(null),
    },
  };
}

function placeOf<Held extends { place: string }>(holdings: readonly Held[], held: object | null): string | null {
  return holdings.find((each) => each === held)?.place ?? null;
}
