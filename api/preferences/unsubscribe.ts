import type { FastifyInstance, FastifyRequest } from 'fastify';
import { proveLink } from '../../db/links.ts';
import { keepPreferences, preferencesOf } from '../../db/queries/preferences.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import type { MessageKind } from '../../domain/preferences/kinds.ts';
import type { Preferences } from '../../domain/preferences/preferences.ts';
import { workspaceOf } from '../context.ts';
import type { Services } from '../trpc.ts';

/** The whole body of the request that a mail program sends (RFC 8058). */
const LONGEST = 4 * 1024;

/**
 * The way back that a mail names in its head (RFC 8058): `POST /api/unsubscribe/<token>` with `List-Unsubscribe=One-Click`
 * switches off messages of that kind. Only mail programs send it, at somebody's word: scanners look at links, and a GET
 * leads to the page where one says what one wants. The token is a capability, so no Origin is asked for; one from
 * elsewhere is refused all the same.
 */
export async function unsubscribeRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LONGEST }, (_request, body, done) =>
    done(null, body),
  );
  scope.get<{ Params: { token: string } }>('/api/unsubscribe/:token', (request, reply) =>
    reply.redirect(`/b/${encodeURIComponent(request.params.token)}`, 303),
  );
  scope.route<{ Params: { token: string } }>({
    method: 'POST',
    url: '/api/unsubscribe/:token',
    config: { signed: true },
    handler: async (request, reply) => {
      assertNotForeign(request);
      const workspace = await workspaceOf(services, request);
      const link = await proveLink(workspace, request.params.token);
      if (link.kind !== 'preferencesLink' || link.about === null || !isOneClick(request.body))
        throw new DomainError('badInput');
      await switchOff(workspace, link.personId, link.about);
      return reply.code(200).send();
    },
  });
}

function assertNotForeign(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`)
    throw new DomainError('foreignOrigin');
}

function isOneClick(body: unknown): boolean {
  return typeof body === 'string' && /List-Unsubscribe"?(=|\s+)One-Click/.test(body);
}

async function switchOff(workspace: Workspace, personId: string, about: MessageKind | 'digest'): Promise<void> {
  const known = await preferencesOf(workspace, personId);
  if (!known) throw new DomainError('linkUnknown');
  const { way, kinds, quiet, digestAt, deskDigest } = known;
  const off = (kind: MessageKind): Preferences['kinds'] => ({
    [kind]: { way: kinds[kind]?.way ?? null, timing: 'never' },
  });
  const collected = (Object.keys(kinds) as MessageKind[]).filter((kind) => kinds[kind]?.timing === 'digest');
  const changed = about === 'digest' ? collected : [about];
  const wanted: Preferences = {
    kinds: Object.assign({ ...kinds }, ...changed.map(off)),
    quiet,
    digestAt,
    deskDigest: about === 'digest' ? false : deskDigest,
  };
  const by = { actor: { kind: 'person', id: personId }, link: 'oneClick' };
  await keepPreferences(workspace, personId, { way, preferences: wanted }, by, new Date().toISOString());
}
