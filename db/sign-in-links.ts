import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Entrance } from '../domain/rights.ts';
import { mac } from './mac.ts';
import type { Workspace } from './workspaces.ts';

/** Crockford's base32: no I, L, O, U, so that a code can be read from paper and over the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const MINUTES = 10;

/**
 * The link's token and the code of a sign-in mail. Both are computed from the row's id with the workspace's key, when
 * the mail is written and again when it is sent once more: neither the database nor the outbox holds them.
 */
export function signInSecrets(key: Buffer, id: string): { token: string; code: string } {
  const token = mac(key, `sign-in:token:${id}`).toString('base64url');
  const bytes = mac(key, `sign-in:code:${id}`);
  const code = [...bytes.subarray(0, 8)].map((byte) => ALPHABET[byte % 32]).join('');
  return { token, code };
}

/** A code as typed: case, spaces, dashes and look-alikes don't matter. */
export function normalizedCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
}

function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What a mailed proof is for: it signs in, or it lets whoever has it set a new password. */
export type LinkPurpose = 'signIn' | 'newPassword';

const TEMPLATES: Record<LinkPurpose, string> = { signIn: 'signInLink', newPassword: 'newPassword' };

/**
 * Stores a way in for ten minutes and the message that brings it (its subject is the row).
 * @returns the row's id
 */
export async function storeSignInLink(
  workspace: Workspace,
  personId: string,
  entrance: Entrance,
  purpose: LinkPurpose = 'signIn',
): Promise<string> {
  const id = randomUUID();
  const { token, code } = signInSecrets(workspace.key, id);
  await workspace.query(
    `with link as (
       insert into sign_in_link (id, person_id, entrance, token_hash, code_hash, expires_at, purpose)
       values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6), $7)
       returning id, person_id
     )
     insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
                          data, priority, due_at)
     select 'signInLink', id, id, $8, 1, 'person', person_id, 'person', $8,
            jsonb_build_object('entrance', $3::text), 0, now()
     from link`,
    [id, personId, entrance, hashed(token), hashed(`${id}:${code}`), MINUTES, purpose, TEMPLATES[purpose]],
  );
  return id;
}

/** Uses a mailed link up: of any number of uses at once exactly one gets the person. */
export async function redeemToken(
  workspace: Workspace,
  token: string,
  purpose: LinkPurpose = 'signIn',
): Promise<{ personId: string; entrance: Entrance } | undefined> {
  const [row] = await workspace.query<{ personId: string; entrance: Entrance }>(
    `update sign_in_link set used_at = now()
     where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()
     returning person_id as "personId", entrance`,
    [hashed(token), purpose],
  );
  return row;
}

/** Uses the code of the person's newest mail up. The caller has counted the try before. */
export async function redeemCode(
  workspace: Workspace,
  personId: string,
  entrance: Entrance,
  typed: string,
  purpose: LinkPurpose = 'signIn',
): Promise<boolean> {
  const [link] = await workspace.query<{ id: string; code_hash: Buffer }>(
    `select id, code_hash from sign_in_link
     where person_id = $1 and entrance = $2 and purpose = $3 and used_at is null and expires_at > now()
     order by created_at desc limit 1`,
    [personId, entrance, purpose],
  );
  if (link === undefined) return false;
  if (!timingSafeEqual(link.code_hash, hashed(`${link.id}:${normalizedCode(typed)}`))) return false;
  const used = await workspace.query(
    'update sign_in_link set used_at = now() where id = $1 and used_at is null returning id',
    [link.id],
  );
  return used.length === 1;
}
