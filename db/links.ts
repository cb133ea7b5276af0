import { timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import { type MessageKind, messageKinds } from '../domain/preferences/kinds.ts';
import { mac } from './mac.ts';
import type { Workspace } from './workspaces.ts';

/** How long after its end an order or a report can still be read through its link. */
const READABLE_DAYS = 90;
const BODY = { order: 1 + 16 + 16 + 2 + 2, ticket: 1 + 16 + 16 + 2, preferences: 1 + 16 + 2 + 1 };
const KIND = {
  order: 0x6f,
  person: 0x70,
  unconfirmed: 0x75,
  contractor: 0x66,
  preferences: 0x77,
  campaign: 0x63,
};
/** A project's links, by whom they are made out to; their bodies are as long as an order's. */
const PROJECT_KIND = { person: 0x71, contractor: 0x72 };

/** Where the generation stands that revokes the links of somebody. */
const HOLDERS = { person: 'person', unconfirmed: 'unconfirmed_reporter', contractor: 'contractor' };
const MAC = 32;

/** A link that proved itself: for which order as which contractor, for which ticket or campaign as whom. */
export type ProvenLink =
  | { readonly kind: 'orderLink'; readonly orderId: string; readonly contractorId: string }
  | { readonly kind: 'campaignLink'; readonly campaignId: string; readonly personId: string }
  | {
      readonly kind: 'ticketLink';
      readonly ticketId: string;
      readonly recipient: { readonly kind: 'person' | 'unconfirmed' | 'contractor'; readonly id: string };
    }
  | { readonly kind: 'projectLink'; readonly projectId: string; readonly holder: ProjectHolder }
  | { readonly kind: 'preferencesLink'; readonly personId: string; readonly about: MessageKind | 'digest' | null };

/** Whom a project's link is made out to. */
export type ProjectHolder = { readonly kind: 'person' | 'contractor'; readonly id: string };

/** What a mail was about whose reader takes it back in one step; its place is the number in the link. */
const ABOUT = [null, 'digest', ...messageKinds] as const;

/** The token with which a person says what they want to hear of; `kind`: of which message it was the way back. */
export function preferencesToken(
  key: Buffer,
  link: { personId: string; generation: number; kind: MessageKind | 'digest' | null },
): string {
  const body = Buffer.alloc(BODY.preferences);
  body.writeUInt8(KIND.preferences, 0);
  bytesOf(link.personId).copy(body, 1);
  body.writeUInt16BE(link.generation, 17);
  body.writeUInt8(ABOUT.indexOf(link.kind), 19);
  return sealed(key, body);
}

/**
 * The token of a contractor's order link. Nothing secret is stored: it is an HMAC with the workspace's key over
 * order, contractor and generations, so the same link comes out each time, and a new generation revokes it.
 */
export function orderToken(
  key: Buffer,
  link: { orderId: string; contractorId: string; orderGeneration: number; contractorGeneration: number },
): string {
  const body = Buffer.alloc(BODY.order);
  body.writeUInt8(KIND.order, 0);
  bytesOf(link.orderId).copy(body, 1);
  bytesOf(link.contractorId).copy(body, 17);
  body.writeUInt16BE(link.orderGeneration, 33);
  body.writeUInt16BE(link.contractorGeneration, 35);
  return sealed(key, body);
}

/**
 * The token of the link to one report: for the person who reported it or lives there, who proved an address, or for a
 * firm that was asked about it or to which it was handed on.
 */
export function ticketToken(
  key: Buffer,
  link: { ticketId: string; recipient: { kind: keyof typeof HOLDERS; id: string }; generation: number },
): string {
  const body = Buffer.alloc(BODY.ticket);
  body.writeUInt8(KIND[link.recipient.kind], 0);
  bytesOf(link.ticketId).copy(body, 1);
  bytesOf(link.recipient.id).copy(body, 17);
  body.writeUInt16BE(link.generation, 33);
  return sealed(key, body);
}

/** The token of the link to one project, for a person or contractor who is responsible for something in it. */
export function projectToken(
  key: Buffer,
  link: { projectId: string; holder: ProjectHolder; projectGeneration: number; holderGeneration: number },
): string {
  const body = Buffer.alloc(BODY.order);
  body.writeUInt8(PROJECT_KIND[link.holder.kind], 0);
  bytesOf(link.projectId).copy(body, 1);
  bytesOf(link.holder.id).copy(body, 17);
  body.writeUInt16BE(link.projectGeneration, 33);
  body.writeUInt16BE(link.holderGeneration, 35);
  return sealed(key, body);
}

/** The token of the link to a campaign, for one whom it asks. */
export function campaignToken(key: Buffer, link: { campaignId: string; personId: string; generation: number }): string {
  const body = Buffer.alloc(BODY.ticket);
  body.writeUInt8(KIND.campaign, 0);
  bytesOf(link.campaignId).copy(body, 1);
  bytesOf(link.personId).copy(body, 17);
  body.writeUInt16BE(link.generation, 33);
  return sealed(key, body);
}

/** The token for the contractor whom an order is offered to now; undefined while there is none. */
export async function orderLinkOf(workspace: Workspace, orderId: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ contractor: string; generation: number; contractor_generation: number }>(
    `select c.id as contractor, o.link_generation as generation, c.link_generation as contractor_generation
     from work_order o join contractor c on c.id = o.contractor_id where o.id = $1`,
    [orderId],
  );
  if (row === undefined) return undefined;
  return orderToken(workspace.key, {
    orderId,
    contractorId: row.contractor,
    orderGeneration: row.generation,
    contractorGeneration: row.contractor_generation,
  });
}

/** The token for a recipient of a ticket's messages. */
export async function ticketLinkOf(
  workspace: Workspace,
  ticketId: string,
  recipient: { kind: keyof typeof HOLDERS; id: string },
): Promise<string | undefined> {
  const [row] = await workspace.query<{ generation: number }>(
    `select link_generation as generation from ${HOLDERS[recipient.kind]} where id = $1`,
    [recipient.id],
  );
  return row === undefined
    ? undefined
    : ticketToken(workspace.key, { ticketId, recipient, generation: row.generation });
}

/**
 * Proves a link against this workspace's key and rows. Changes nothing, ever.
 * Throws `linkUnknown` (forged, of another workspace), `linkRevoked`, `linkExpired`, `contractorInactive`.
 */
export async function proveLink(workspace: Workspace, token: string): Promise<ProvenLink> {
  const body = opened(workspace.key, token);
  if (body[0] === KIND.preferences) return provePreferencesLink(workspace, body);
  const subject = uuidOf(body, 1);
  const holder = uuidOf(body, 17);
  const generation = body.readUInt16BE(33);
  if (body[0] === KIND.order) {
    const [row] = await workspace.query<{ current: boolean; expired: boolean; active: boolean }>(
      `select c.active, (o.contractor_id = $2 and o.link_generation = $3 and c.link_generation = $4) is true as current,
              (o.closed_at < now() - make_interval(days => $5)) is true as expired
       from work_order o left join contractor c on c.id = o.contractor_id where o.id = $1`,
      [subject, holder, generation, body.readUInt16BE(35), READABLE_DAYS],
    );
    assertCurrent(row);
    if (!row?.active) throw new DomainError('contractorInactive');
    return { kind: 'orderLink', orderId: subject, contractorId: holder };
  }
  if (isOfProject(body[0])) return proveProjectLink(workspace, body);
  if (body[0] === KIND.campaign) {
    const [row] = await workspace.query<{ current: boolean; expired: boolean }>(
      `select (n.link_generation = $3) is true and (
                exists (select from campaign_person p where p.campaign_id = c.id and p.person_id = n.id)
                or exists (select from campaign_proxy x where x.campaign_id = c.id and x.holder_id = n.id)) as current,
              (c.closed_at < now() - make_interval(days => $4)) is true as expired
       from campaign c left join person n on n.id = $2 where c.id = $1`,
      [subject, holder, generation, READABLE_DAYS],
    );
    assertCurrent(row);
    return { kind: 'campaignLink', campaignId: subject, personId: holder };
  }
  const kind = body[0] === KIND.person ? 'person' : body[0] === KIND.contractor ? 'contractor' : 'unconfirmed';
  const [row] = await workspace.query<{ current: boolean; expired: boolean; active: boolean }>(
    `select (h.link_generation = $3) is true as current,
            ${kind === 'contractor' ? 'coalesce(h.active, false)' : 'true'} as active,
            (t.closed_at < now() - make_interval(days => $4)) is true as expired
     from ticket t left join ${HOLDERS[kind]} h on h.id = $2 where t.id = $1`,
    [subject, holder, generation, READABLE_DAYS],
  );
  assertCurrent(row);
  if (!row?.active) throw new DomainError('contractorInactive');
  return { kind: 'ticketLink', ticketId: subject, recipient: { kind, id: holder } };
}

function isOfProject(kind: number | undefined): boolean {
  return kind === PROJECT_KIND.person || kind === PROJECT_KIND.contractor;
}

async function proveProjectLink(workspace: Workspace, body: Buffer): Promise<ProvenLink> {
  const kind = body[0] === PROJECT_KIND.person ? 'person' : 'contractor';
  const [projectId, id] = [uuidOf(body, 1), uuidOf(body, 17)];
  const [row] = await workspace.query<{ current: boolean; expired: boolean; active: boolean }>(
    `select (h.link_generation = $4 and p.link_generation = $3) is true as current,
            (p.closed_at < now() - make_interval(days => $5)) is true as expired,
            ${kind === 'contractor' ? 'coalesce(h.active, false)' : 'true'} as active
     from project p left join ${kind} h on h.id = $2 where p.id = $1`,
    [projectId, id, body.readUInt16BE(33), body.readUInt16BE(35), READABLE_DAYS],
  );
  assertCurrent(row);
  if (!row?.active) throw new DomainError('contractorInactive');
  return { kind: 'projectLink', projectId, holder: { kind, id } };
}

async function provePreferencesLink(workspace: Workspace, body: Buffer): Promise<ProvenLink> {
  const personId = uuidOf(body, 1);
  const [row] = await workspace.query<{ current: boolean; expired: boolean }>(
    'select link_generation = $2 as current, false as expired from person where id = $1',
    [personId, body.readUInt16BE(17)],
  );
  assertCurrent(row);
  return { kind: 'preferencesLink', personId, about: ABOUT[body.readUInt8(19)] ?? null };
}

function assertCurrent(row: { current: boolean; expired: boolean } | undefined): void {
  if (row === undefined) throw new DomainError('linkUnknown');
  if (!row.current) throw new DomainError('linkRevoked');
  if (row.expired) throw new DomainError('linkExpired');
}

function sealed(key: Buffer, body: Buffer): string {
  return Buffer.concat([body, mac(key, 'link:', body)]).toString('base64url');
}

function opened(key: Buffer, token: string): Buffer {
  const bytes = Buffer.from(token.slice(0, 200), 'base64url');
  const body = bytes.subarray(0, Math.max(0, bytes.length - MAC));
  const expected =
    body[0] === KIND.order || isOfProject(body[0])
      ? BODY.order
      : body[0] === KIND.preferences
        ? BODY.preferences
        : BODY.ticket;
  const known = isOfProject(body[0]) || Object.values(KIND).includes(body[0] ?? 0);
  // Compared as text too: base64 has several spellings of the same bytes, a link has one.
  if (!known || body.length !== expected || bytes.toString('base64url') !== token) throw new DomainError('linkUnknown');
  if (!timingSafeEqual(bytes.subarray(expected), mac(key, 'link:', body))) throw new DomainError('linkUnknown');
  return body;
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer, at: number): string {
  const hex = bytes.subarray(at, at + 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
