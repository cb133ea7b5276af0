import type { Query } from '../../db/pool.ts';
import { contentsOf, eraseItems } from '../../db/privacy/erase.ts';
import { erasurePlanOf } from '../../db/privacy/plan.ts';
import { changeRequest, type PrivacyRequest, privacyRequest } from '../../db/privacy/requests.ts';
import { audit } from '../../db/queries/audit.ts';
import type { FileStorage } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { system } from '../../domain/parties.ts';
import { clockOf, isSettled } from '../../domain/privacy/request.ts';
import { type DataKind, dataKinds, type ErasurePlan, planLines } from '../../domain/privacy/retention.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { beating } from '../beating.ts';
import type { PrivacyActivities } from './contract.ts';

/** What the activities need. */
export interface PrivacyDeps {
  currentWorkspace(): Promise<Workspace>;
  /** Null where the worker reaches no storage: then nothing with files is erased, and that is tried again. */
  files: FileStorage | null;
  wakeMailroom(workspace: Workspace): void;
}

/** The activities of requests about personal data. */
export function privacyActivities({ currentWorkspace, files, wakeMailroom }: PrivacyDeps): PrivacyActivities {
  const found = async (id: string) => {
    const workspace = await currentWorkspace();
    const q = workspace.query.bind(workspace);
    const request = await privacyRequest(q, id).catch((error: unknown) => {
      if (error instanceof DomainError) return undefined;
      throw error;
    });
    return { workspace, q, request };
  };
  return beating<PrivacyActivities>({
    async attendRequest({ id }) {
      const { workspace, q, request } = await found(id);
      if (!request) return { next: null, erases: false, over: true };
      const now = toInstant(Date.now());
      const today = berlinClock(now).day;
      if (request.state === 'erasing') {
        const erases = request.nextOn !== null && request.nextOn <= today;
        return { next: null, erases, over: !erases };
      }
      if (request.state === 'released' && request.availableUntil !== null && request.availableUntil <= now) {
        await workspace.transaction((t) =>
          changeRequest(t, {
            id,
            what: 'expired',
            actor: system,
            from: ['released'],
            change: { state: 'expired', availableUntil: null },
          }),
        );
        // Released once more, it begins anew.
        return { next: null, erases: false, over: true };
      }
      const { due, next } = clockOf(request, now);
      const wrote = [
        request.state === 'open' && request.way === 'portal' && (await tellOffice(q, request, 'privacyAsked', 'asked')),
        due !== null &&
          (await tellOffice(
            q,
            request,
            due.event === 'late' ? 'privacyLate' : 'privacyDue',
            `${due.event}:${request.dueOn}`,
          )),
        request.state === 'released' && (await tellPerson(q, request)),
      ];
      if (wrote.includes(true)) wakeMailroom(workspace);
      return { next, erases: false, over: isSettled(request) || request.state === 'expired' };
    },

    async planErasure({ id }) {
      const { q, request } = await found(id);
      if (request?.state !== 'erasing') return { kinds: [] };
      const plan = await planFor(q, request);
      const due = new Set(plan.fates.flatMap(({ item, fate }) => (fate.does === 'keep' ? [] : [item.kind])));
      // Where others wrote about them is found by the name: it is kept, as ids, before the name goes.
      await q('update privacy_request set kept = $2 where id = $1', [id, JSON.stringify(keptOf(plan))]);
      // Who somebody is goes last: the rest is found by it.
      return { kinds: [...dataKinds].reverse().filter((kind) => due.has(kind)) };
    },

    async eraseKind({ id, kind }) {
      const { workspace, q, request } = await found(id);
      if (request?.state !== 'erasing') return;
      const ids = idsOf(await planFor(q, request), kind);
      if (ids.length === 0) return;
      const erasing = { personId: request.personId, kind, ids };
      for (const sha256 of await contentsOf(q, erasing)) {
        if (files === null) throw new Error('no storage to erase from');
        await files.remove(workspace.id, sha256);
      }
      await workspace.transaction((t) => eraseItems(t, erasing));
    },

    async finishErasure({ id }) {
      const { workspace, request } = await found(id);
      if (request?.state !== 'erasing') return;
      await workspace.transaction(async (q) => {
        const plan = await planFor(q, request);
        const over = plan.nextOn === null;
        await q(
          `update privacy_request set kept = $2, next_on = $3, state = case when $4 then 'erased' else state end,
             settled_at = case when $4 then coalesce(settled_at, now()) end
           where id = $1 and state = 'erasing'`,
          [id, JSON.stringify(keptOf(plan)), plan.nextOn, over],
        );
        await audit(q, {
          actor: system,
          what: over ? 'privacy.erased' : 'privacy.erasedInPart',
          subjectId: request.personId,
          after: { request: id, nextOn: plan.nextOn },
        });
      });
    },
  });
}

/** What stays, in lines, and every place of the plan where others wrote about them. */
function keptOf(plan: ErasurePlan) {
  return {
    lines: planLines(plan).filter(({ does }) => does === 'keep'),
    mentions: plan.fates.flatMap(({ item }) => (item.kind === 'mentions' ? [item.id] : [])),
  };
}

function planFor(q: Query, request: PrivacyRequest): Promise<ErasurePlan> {
  return erasurePlanOf(q, request.personId, { asked: request.receivedOn, mentions: request.kept?.mentions ?? [] });
}

const idsOf = ({ fates }: ErasurePlan, kind: DataKind) =>
  fates.flatMap(({ item, fate }) => (item.kind === kind && fate.does !== 'keep' ? [item.id] : []));

/** Those who answer requests: who administrates every property, today. */
const ANSWER = `select distinct h.person_id from held_role h where h.all_properties and 'administrate' = any(h.functions)`;

async function tellOffice(
  q: Query,
  { id, kind, dueOn }: PrivacyRequest,
  template: 'privacyAsked' | 'privacyDue' | 'privacyLate',
  event: string,
): Promise<boolean> {
  const rows = await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       priority, due_at)
     select 'privacyRequest', $1, $1, $2, 1, 'person', w.person_id, 'managers', $3, $4, 5, now() from (${ANSWER}) w
     on conflict (subject_id, event, recipient_id) do nothing returning id`,
    [id, event, template, JSON.stringify({ kind, dueOn })],
  );
  return rows.length > 0;
}

async function tellPerson(q: Query, { id, personId, kind, availableUntil }: PrivacyRequest): Promise<boolean> {
  const rows = await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       priority, due_at)
     select 'privacyRequest', $1, $1, 'ready:' || $3, 1, 'person', p.id, 'person', 'privacyReady', $4, 5, now()
     from person p where p.id = $2 and p.email is not null
     on conflict (subject_id, event, recipient_id) do nothing returning id`,
    [id, personId, availableUntil, JSON.stringify({ kind, until: availableUntil })],
  );
  return rows.length > 0;
}
