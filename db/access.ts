import type { Noun } from '../domain/lifecycle/outcome.ts';
import type { CampaignFacts } from '../domain/rights/campaign.ts';
import type { FileFacts } from '../domain/rights/file.ts';
import type { OrderFacts } from '../domain/rights/order.ts';
import type { TicketFacts } from '../domain/rights/ticket.ts';
import type { Workspace } from './workspaces.ts';

/** Who has to do with a ticket, for `ticketAudiences`; undefined when there is no such ticket. One statement. */
export async function ticketFacts(workspace: Workspace, ticketId: string): Promise<TicketFacts | undefined> {
  const [row] = await workspace.query<TicketFacts>(
    `select t.id, t.property_id as "propertyId", t.reporter_id as "reporterId", t.unconfirmed_id as "unconfirmedId",
       array(select n.person_id from tenancy n where n.unit_id = t.unit_id and t.place = 'unit'
             and daterange(n.valid_from, n.valid_until, '[]') @> berlin_day(t.reported_at)
             and (n.valid_until is null or n.valid_until >= berlin_today())) as "residentIds",
       array(select o.person_id from ownership o where o.unit_id = t.unit_id and t.place = 'unit'
             and daterange(o.valid_from, o.valid_until, '[]') @> berlin_day(t.reported_at)
             and (o.valid_until is null or o.valid_until >= berlin_today())
             union select p.landlord_id from property p where p.id = t.property_id and p.landlord_id is not null
       ) as "ownerIds",
       array(select b.person_id from board_membership b where b.property_id = t.property_id and t.place = 'common'
             and daterange(b.valid_from, b.valid_until, '[]') @> berlin_day(t.reported_at)
             and (b.valid_until is null or b.valid_until >= berlin_today())) as "boardIds",
       -- Not who asked or wrote themselves: whoever lived there then is not involved for ever.
       array(select distinct substring(a from 8)::uuid from timeline l cross join unnest(l.audience) a
             where l.file_id = t.id and l.kind in ('asked', 'forwarded') and a like 'person:%'
             and l.actor ->> 'id' is distinct from substring(a from 8)) as "addressedIds",
       array(select distinct substring(a from 12)::uuid from timeline l cross join unnest(l.audience) a
             where l.file_id = t.id and l.noun = 'ticket' and l.kind in ('asked', 'forwarded') and a like 'contractor:%'
             and l.actor ->> 'id' is distinct from substring(a from 12)) as "addressedContractorIds",
       coalesce(t.state -> 'followers', '[]') as followers, t.state -> 'reporter' ->> 'id' as "reporterAs",
       coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'into', m.merged_into)) from person m
         where m.merged_into is not null), '[]') as merged,
       coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'contractorId', w.contractor_id))
                 from work_order_ticket wt join work_order w on w.id = wt.order_id where wt.ticket_id = t.id),
                '[]') as orders
     from ticket t where t.id = $1`,
    [ticketId],
  );
  return row;
}

/** Who has to do with an order, for `orderAudiences`. */
export async function orderFacts(workspace: Workspace, orderId: string): Promise<OrderFacts | undefined> {
  const [row] = await workspace.query<OrderFacts>(
    `select id, property_id as "propertyId", contractor_id as "contractorId", limit_cents::float8 as "limitCents"
     from work_order where id = $1`,
    [orderId],
  );
  return row;
}

/** Who has to do with a campaign, for `campaignAudiences`; of those asked only `personId`, where one is named. */
export async function campaignFacts(
  workspace: Workspace,
  campaignId: string,
  personId: string | null = null,
): Promise<CampaignFacts | undefined> {
  const [row] = await workspace.query<CampaignFacts>(
    `select c.id, c.property_id as "propertyId",
       array(select p.person_id from campaign_person p
             where p.campaign_id = c.id and ($2::uuid is null or p.person_id = $2)
             union select x.holder_id from campaign_proxy x
             where x.campaign_id = c.id and x.withdrawn_at is null and ($2::uuid is null or x.holder_id = $2)
       ) as "askedIds"
     from campaign c where c.id = $1`,
    [campaignId, personId],
  );
  return row;
}

export type StoredFile = FileFacts & {
  readonly id: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly name: string;
  readonly noun: Noun | 'document' | null;
  readonly subjectId: string | null;
  /** The tickets in whose timelines the act on an order stands that brought it: who may see one of those, may see it. */
  readonly ticketIds: readonly string[];
};

/**
 * A stored file with what decides on its rights. The audience is that of the timeline's first entry for the act that
 * brought it, which is the one that tells its words: what else followed is told to more people. Until that is written (the act is on its way) the management's alone.
 */
export async function storedFile(workspace: Workspace, id: string): Promise<StoredFile | undefined> {
  const [row] = await workspace.query<StoredFile>(
    `select f.id, f.sha256, f.media_type as "mediaType", f.bytes, f.name, f.noun, f.subject_id as "subjectId",
       f.uploaded_by as "uploadedBy",
       case when f.subject_id is null
            then case when f.uploaded_by ->> 'kind' = 'mail' then '{management}'::text[] end
            else coalesce((select array_agg(distinct a) from timeline l cross join unnest(l.audience) a
                           where l.command_id = f.command_id and l.subject_id = f.subject_id and not exists (
                             select from timeline e where e.file_id = l.file_id and e.command_id = l.command_id
                               and e.subject_id = l.subject_id and e.seq < l.seq)), '{management}')
              -- What was reported is what the contractor has to see before the work.
              || array(select 'contractor:' || w.contractor_id from work_order_ticket wt
                       join work_order w on w.id = wt.order_id join command c on c.id = f.command_id
                       where wt.ticket_id = f.subject_id and w.contractor_id is not null and c.type = 'report')
              -- And whoever is to see to the matter without an order, not who is only asked about it.
              || array(select distinct a from timeline l cross join unnest(l.audience) a join command c on c.id = f.command_id
                       where l.file_id = f.subject_id and l.noun = 'ticket' and l.kind = 'forwarded'
                         and a like 'contractor:%' and c.type = 'report')
       end as audience,
       array(select distinct l.file_id from timeline l
             where f.noun = 'workOrder' and l.command_id = f.command_id and l.subject_id = f.subject_id) as "ticketIds"
     from stored_file f where f.id = $1`,
    [id],
  );
  return row;
}
