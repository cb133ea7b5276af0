import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ProvenLink, proveLink } from '../db/links.ts';
import { type Session, viewerOf } from '../db/sessions.ts';
import type { Workspace } from '../db/workspaces.ts';
import { DomainError, type DomainErrorCode } from '../domain/errors.ts';
import { ENTRANCES, type Entrance, type Viewer } from '../domain/rights.ts';
import { cookieName } from './accounts.ts';
import { countedAddress } from './limits.ts';
import type { RequestContext, Services } from './trpc.ts';
import { uploadOf } from './upload-token.ts';

/** Headers by which the web says which door, link or unfinished report a request is about. */
export const HEADERS = { entrance: 'x-entrance', link: 'x-link', upload: 'x-upload', locale: 'x-locale' } as const;

/** The workspace that the request's host belongs to; a bare host serves the default one. Throws `workspaceUnknown`. */
export async function workspaceOf(services: Services, request: FastifyRequest): Promise<Workspace> {
  const workspace = await services.workspaces.byHost(request.hostname);
  if (workspace === undefined) throw new DomainError('workspaceUnknown');
  return workspace;
}

/**
 * Everything a procedure may know about who calls. Streams and pictures can't send headers: for them `params` (the
 * stream's connection parameters, the query of a file's address) say the same.
 */
export async function contextOf(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Readonly<Record<string, string | undefined>> | null,
): Promise<RequestContext> {
  const workspace = await workspaceOf(services, request);
  const said = (name: keyof typeof HEADERS) => params?.[name] ?? headerOf(request, HEADERS[name]);
  const cookies = cookiesOf(request.headers.cookie);
  const session = await sessionOf(services, workspace, cookies, said('entrance'));
  const { link, refusal } = await linkOf(workspace, said('link'));
  const viewer: Viewer =
    link ??
    (session === undefined || session.mustEnrol || refusal !== undefined ? { kind: 'nobody' } : viewerOf(session));
  return {
    workspace,
    viewer,
    session: link === undefined ? session : undefined,
    refusal: refusal ?? (link === undefined && session?.mustEnrol ? 'totpNeeded' : undefined),
    uploadId: uploadOf(workspace.key, said('upload')),
    requestId: request.id,
    locale: localeOf(said('locale'), session, request.headers['accept-language']),
    address: countedAddress(request.ip),
    userAgent: request.headers['user-agent'] ?? '',
    log: request.log,
    services,
    setCookie(header) {
      reply.header('set-cookie', header);
    },
  };
}

async function sessionOf(
  services: Services,
  workspace: Workspace,
  cookies: ReadonlyMap<string, string>,
  said: string | undefined,
): Promise<Session | undefined> {
  const wanted = ENTRANCES.find((entrance) => entrance === said);
  const tried: readonly Entrance[] = wanted === undefined ? ENTRANCES : [wanted];
  for (const entrance of tried) {
    if (!cookies.has(cookieName(entrance))) continue;
    const session = await services.accounts.session(workspace, entrance, cookies);
    if (session !== undefined) return session;
  }
  return undefined;
}

async function linkOf(
  workspace: Workspace,
  token: string | undefined,
): Promise<{ link?: ProvenLink; refusal?: DomainErrorCode }> {
  if (token === undefined || token === '') return {};
  try {
    return { link: await proveLink(workspace, token) };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error.code };
    throw error;
  }
}

function localeOf(said: string | undefined, session: Session | undefined, accepted: string | undefined): 'de' | 'en' {
  if (said === 'de' || said === 'en') return said;
  if (session !== undefined) return session.locale;
  return /^\s*en\b/i.test(accepted ?? '') ? 'en' : 'de';
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0) found.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return found;
}
