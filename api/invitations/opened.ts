import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Workspace } from '../../db/workspaces.ts';

const LIFETIME_SECONDS = 1_800;

function signatureOf(workspace: Workspace, body: string): Buffer {
  return createHmac('sha256', workspace.key).update(`invitation:opened:${body}`).digest();
}

/** A proof that somebody held an invitation's code or link a moment ago, so that they type it once. */
export function openedToken(workspace: Workspace, invitationId: string): string {
  const body = `${invitationId}.${Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS}`;
  return `${body}.${signatureOf(workspace, body).toString('base64url')}`;
}

/** Which invitation a proof is about; undefined when it is none of ours, or too old. */
export function invitationOfOpened(workspace: Workspace, token: string): string | undefined {
  const [id = '', until = '', signature = ''] = token.split('.');
  const expected = signatureOf(workspace, `${id}.${until}`);
  const shown = Buffer.from(signature, 'base64url');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
  return Number(until) * 1_000 > Date.now() ? id : undefined;
}
