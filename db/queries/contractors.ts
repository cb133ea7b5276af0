import type { ContractorFacts, Person } from '../../domain/person/person.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { iso } from './moments.ts';
import { insertPerson, updatePerson } from './people.ts';

/** A firm or caretaker with all that its page shows. */
export interface ContractorPage extends ContractorFacts {
  id: string;
  revision: number;
  active: boolean;
  personId: string;
  personRevision: number;
  person: Person;
  hasAccount: boolean;
  orders: {
    id: string;
    number: string;
    title: string;
    property: string;
    phase: string;
    dueAt: string | null;
    placedAt: string;
    ticketId: string | null;
  }[];
  openOrders: number;
  doneOrders: number;
  /** Where it is asked first, and for what. */
  preferredBy: { propertyId: string; property: string; trade: string }[];
}

const ORDERS_SHOWN = 20;
const personFields = `jsonb_build_object('kind', p.kind, 'givenName', p.given_name, 'familyName', p.family_name,
  'otherNames', p.other_names, 'email', coalesce(p.email, ''), 'phone', coalesce(p.phone, ''),
  'mobile', coalesce(p.mobile, ''), 'fax', coalesce(p.fax, ''), 'street', coalesce(p.street, ''),
  'postalCode', coalesce(p.postal_code, ''), 'city', coalesce(p.city, ''), 'locale', p.locale, 'channel', p.channel,
  'sharePhone', p.share_phone)`;

/** A firm's page, in one statement; of orders those of the employee's properties. */
export async function contractorPage(
  workspace: Workspace,
  properties: string[] | null,
  id: string,
): Promise<ContractorPage | undefined> {
  const mine = (property: string) => `($1::uuid[] is null or ${property} = any($1::uuid[]))`;
  const [row] = await workspace.query<ContractorPage>(
    `select c.id, c.revision, c.active, c.trades, c.internal, c.districts, c.note, p.id as "personId",
       p.revision as "personRevision", ${personFields} as person,
       exists (select from account a where a.person_id = p.id) as "hasAccount",
       coalesce((select jsonb_agg(w) from (
         select w.id, w.number, w.title, o.name as property, w.phase, ${iso('w.due_at')} as "dueAt",
           ${iso('w.placed_at')} as "placedAt",
           (select wt.ticket_id from work_order_ticket wt where wt.order_id = w.id limit 1) as "ticketId"
         from work_order w join property o on o.id = w.property_id
         where w.contractor_id = c.id and w.closed_at is null and ${mine('w.property_id')}
         order by w.due_at nulls last, w.placed_at limit ${ORDERS_SHOWN}) w), '[]') as orders,
       (select count(*)::int from work_order w where w.contractor_id = c.id and w.closed_at is null
          and ${mine('w.property_id')}) as "openOrders",
       (select count(*)::int from work_order w where w.contractor_id = c.id and w.closed_at is not null
          and ${mine('w.property_id')}) as "doneOrders",
       coalesce((select jsonb_agg(jsonb_build_object('propertyId', o.id, 'property', o.name, 'trade', f.trade)
           order by o.name, f.trade)
         from preferred_contractor f join property o on o.id = f.property_id
         where f.contractor_id = c.id and ${mine('o.id')}), '[]') as "preferredBy"
     from contractor c join person p on p.id = c.person_id where c.id = $2`,
    [properties, id],
  );
  return row;
}

/** Makes a firm or caretaker with the person behind it, or of a person who is known. Throws `emailTaken`. */
export async function makeContractor(
  workspace: Workspace,
  made: { id: string; personId: string; person: Person | null; facts: ContractorFacts; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      if (made.person) await insertPerson(q, made.personId, made.person, made.actor);
      const { trades, internal, districts, note } = made.facts;
      const rows = await q(
        `insert into contractor (id, person_id, trades, internal, districts, note) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do nothing returning id`,
        [made.id, made.personId, trades, internal, districts, note],
      );
      if (rows.length > 0)
        await audit(q, {
          actor: made.actor,
          what: 'contractor.make',
          subjectId: made.id,
          before: null,
          after: made.facts,
        });
    }),
  );
}

async function factsOf(
  q: Query,
  id: string,
): Promise<(ContractorFacts & { active: boolean; personId: string }) | null> {
  const [row] = await q<ContractorFacts & { active: boolean; personId: string }>(
    'select trades, internal, districts, note, active, person_id as "personId" from contractor where id = $1',
    [id],
  );
  return row ?? null;
}

/** Saves a firm and its person over the revisions that were seen. Throws `notFound`, `changedMeanwhile`, `emailTaken`. */
export async function saveContractor(
  workspace: Workspace,
  saved: {
    id: string;
    revision: number;
    personRevision: number;
    person: Person;
    facts: ContractorFacts;
    actor: object;
  },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'contractor', saved.id, saved.revision);
      const before = await factsOf(q, saved.id);
      await updatePerson(q, {
        id: before?.personId ?? '',
        revision: saved.personRevision,
        person: saved.person,
        actor: saved.actor,
      });
      const { trades, internal, districts, note } = saved.facts;
      await q('update contractor set trades = $2, internal = $3, districts = $4, note = $5 where id = $1', [
        saved.id,
        trades,
        internal,
        districts,
        note,
      ]);
      await audit(q, {
        actor: saved.actor,
        what: 'contractor.save',
        subjectId: saved.id,
        before,
        after: saved.facts,
      });
    }),
  );
}

/** Takes a firm away that never had an order. Its person stays. Throws `inUse` otherwise. */
export async function removeContractor(
  workspace: Workspace,
  { id, revision, actor }: { id: string; revision: number; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'contractor', id, revision);
      const before = await factsOf(q, id);
      const preferred = await q(
        `delete from preferred_contractor where contractor_id = $1 returning property_id as "propertyId", trade`,
        [id],
      );
      await q('delete from contractor where id = $1', [id]);
      await audit(q, {
        actor,
        what: 'contractor.remove',
        subjectId: id,
        before: { ...before, preferred },
        after: null,
      });
    }),
  );
}
