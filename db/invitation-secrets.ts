import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mac } from './mac.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { Sealing } from './sealing.ts';
import { normalizedCode } from './sign-in-links.ts';
import type { Workspace } from './workspaces.ts';

/** Crockford's base32: no I, L, O, U, so that a code can be read from paper. Twelve characters are sixty bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const LOOKUP_BYTES = 3;
const MINUTES = 10;
const TRIES = 5;

/** A code as it stands in a letter: in groups of four. */
export const groupedCode = (code: string): string => (code.match(/.{1,4}/g) ?? []).join('-');

/**
 * A new code for a letter: by chance, not computed, because who ever learns the workspace's key must not learn the codes.
 * What is stored are the two hashes.
 */
export async function newLetterCode(workspace: Workspace): Promise<{ code: string; lookup: Buffer; hash: string }> {
  const code = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % 32]).join('');
  return { code, lookup: lookupOf(workspace, code), hash: await hashPassword(code) };
}

/** Of the code as typed; undefined for what can be none. */
function codeIn(typed: string): string | undefined {
  const code = normalizedCode(typed);
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined;
}

/**
 * Narrows a code down to its row. Three bytes only: with the table and the key in hand, 36 bits are left to be guessed at
 * the cost of an argon2id hash each.
 */
function lookupOf(workspace: Workspace, code: string): Buffer {
  return mac(workspace.key, `invitation:code:${code}`).subarray(0, LOOKUP_BYTES);
}

const unknownHash = hashPassword('nobody has this code');

/** The open invitation that a letter's code belongs to. Takes as long for a wrong one. The caller has counted the try. */
export async function invitationOfCode(workspace: Workspace, typed: string): Promise<string | undefined> {
  const code = codeIn(typed);
  const rows = code
    ? await workspace.query<{ id: string; hash: string }>(
        `select id, code_hash as hash from invitation
         where code_lookup = $1 and state = 'open' and expires_at > now()`,
        [lookupOf(workspace, code)],
      )
    : [];
  for (const { id, hash } of rows) if (await verifyPassword(hash, code ?? '')) return id;
  if (rows.length === 0) await verifyPassword(await unknownHash, code ?? '');
  return undefined;
}

/** The token of an invitation by mail, computed whenever its mail is written: neither database nor outbox hold it. */
export function invitationToken(key: Buffer, id: string): string {
  return mac(key, `invitation:token:${id}`).toString('base64url');
}

/** What is stored of a token. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The open invitation that a mailed link belongs to. */
export async function invitationOfToken(workspace: Workspace, token: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string }>(
    `select id from invitation where token_hash = $1 and state = 'open' and expires_at > now()`,
    [tokenHash(token)],
  );
  return row?.id;
}

/** Print files hold codes, so they are sealed until they are posted and then forgotten. */
export function printSealing(workspace: Workspace): Sealing {
  return new Sealing(workspace.key.toString('hex'), 'invitations');
}

/** The six digits that prove a mail address, computed from the proof's id. */
export function proofCode(key: Buffer, id: string): string {
  const number = mac(key, `invitation-proof:${id}`).readUInt32BE(0);
  return String(number % 1_000_000).padStart(6, '0');
}

function proofHash(key: Buffer, id: string, code: string): Buffer {
  return mac(key, `invitation-proof:hash:${id}:${code}`);
}

/** Stores a proof of a mail address for who redeems an invitation, and the message that brings its code. */
export async function storeProof(
  workspace: Workspace,
  { id, invitationId, email }: { id: string; invitationId: string; email: string },
): Promise<void> {
  await workspace.query(
    `with proof as (
       insert into invitation_proof (id, invitation_id, email, code_hash, expires_at)
       values ($1, $2, lower($3), $4, now() + make_interval(mins => $5)) returning id, invitation_id
     )
     insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
       data, priority, due_at)
     select 'invitationProof', p.id, p.id, 'invitationProof', 1, 'person', i.person_id, 'person', 'invitationProof',
       '{"channel": "mail"}', 0, now()
     from proof p join invitation i on i.id = p.invitation_id`,
    [id, invitationId, email, proofHash(workspace.key, id, proofCode(workspace.key, id)), MINUTES],
  );
}

/** Counts a try of an invitation's newest proof of this address, then compares; its id when the code is right. */
export async function provenBy(
  workspace: Workspace,
  given: { invitationId: string; email: string; code: string },
): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string; hash: Buffer }>(
    `update invitation_proof set tries = tries + 1
     where id = (select id from invitation_proof where invitation_id = $1 and email = lower($2)
         order by created_at desc limit 1)
       and used_at is null and expires_at > now() and tries < $3
     returning id, code_hash as hash`,
    [given.invitationId, given.email, TRIES],
  );
  if (!row || !timingSafeEqual(row.hash, proofHash(workspace.key, row.id, given.code.replace(/\s/g, ''))))
    return undefined;
  return row.id;
}
