import { timingSafeEqual } from 'node:crypto';
import type { Noun } from '../domain/lifecycle/outcome.ts';
import { mac } from './mac.ts';
import type { Workspace } from './workspaces.ts';

/** 80 bits: guessed online only, by mails that are counted. */
const MAC = 10;
const BYTES = 16 + MAC;
/** Mail servers fold case and some shorten what they do not know, so the tag has one case and few signs. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TAG = /^[a-z2-7]{42}$/;
/** A mailbox's name has 64 signs at most; a longer slug gives way to the workspace's id. */
const SLUG_MOST = 20;

/** What a message was about and to whom it went: what its reply's tag is bound to. */
export interface Replied {
  messageId: string;
  noun: Noun;
  subjectId: string;
  recipientKind: 'person' | 'contractor' | 'unconfirmed';
  recipientId: string;
}

/**
 * The tag of the address that replies to a message go to: the message's id, and an HMAC with the workspace's key over
 * it, its subject and its recipient. Nothing secret is stored; 42 letters and digits in lower case.
 */
export function replyTag(key: Buffer, about: Omit<Replied, 'noun' | 'recipientKind'>): string {
  return base32(Buffer.concat([bytesOf(about.messageId), tagMac(key, about)]));
}

/** The mailbox (what stands before the `@`) that replies to a message go to. */
export function replyMailbox(
  workspace: Pick<Workspace, 'id' | 'slug' | 'key'>,
  about: Omit<Replied, 'noun' | 'recipientKind'>,
): string {
  const name = workspace.slug.length <= SLUG_MOST ? workspace.slug : workspace.id;
  return `${name}+${replyTag(workspace.key, about)}`;
}

/** The parts of an address at the reply domain: whose workspace (slug or id), and which tag; undefined for others. */
export function readReplyAddress(address: string, domain: string): { name: string; tag: string | null } | undefined {
  const [mailbox = '', at = '', more] = address.trim().toLowerCase().split('@');
  if (more !== undefined || at !== domain.toLowerCase() || mailbox.length > 64) return undefined;
  const [name = '', tag = null] = mailbox.split('+', 2);
  return /^[a-z0-9-]{2,40}$/.test(name) ? { name, tag } : undefined;
}

/** What a tag is bound to, or undefined for one that is forged, mistyped or of another workspace. */
export async function provenReply(workspace: Workspace, tag: string): Promise<Replied | undefined> {
  const row = await boundTo(workspace, tag);
  return row && row.noun !== 'digest' ? (row as Replied) : undefined;
}

/** Which message came back to a tag's mailbox, the mail of a day among them; undefined for no tag of ours. */
export async function returnedMessage(workspace: Workspace, tag: string): Promise<string | undefined> {
  return (await boundTo(workspace, tag))?.messageId;
}

type Bound = Omit<Replied, 'noun'> & { noun: string };

async function boundTo(workspace: Workspace, tag: string): Promise<Bound | undefined> {
  const folded = tag.toLowerCase();
  if (!TAG.test(folded)) return undefined;
  const bytes = unbase32(folded);
  const messageId = uuidOf(bytes);
  const [row] = await workspace.query<Bound>(
    `select id as "messageId", noun, subject_id as "subjectId", recipient_kind as "recipientKind",
       recipient_id as "recipientId" from message where id = $1 and noun in ('ticket', 'workOrder', 'digest')`,
    [messageId],
  );
  // Compared as text too: the last sign of a tag has bits that say nothing.
  if (!row || !timingSafeEqual(bytes.subarray(16), tagMac(workspace.key, row)) || base32(bytes) !== folded)
    return undefined;
  return row;
}

function tagMac(key: Buffer, { messageId, subjectId, recipientId }: Omit<Replied, 'noun' | 'recipientKind'>): Buffer {
  const bound = Buffer.concat([bytesOf(messageId), bytesOf(subjectId), bytesOf(recipientId)]);
  return mac(key, 'reply:', bound).subarray(0, MAC);
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.subarray(0, 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function unbase32(text: string): Buffer {
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).slice(0, BYTES).map((eight) => Number.parseInt(eight, 2)));
}
