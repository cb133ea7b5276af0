import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { recordSmsStatus } from '../db/queries/sms-status.ts';
import { DomainError } from '../domain/errors.ts';
import type { Services } from './trpc.ts';

const params = z.object({ workspace: z.string().max(40), message: z.uuid() });
const status = z.object({ MessageSid: z.string().max(64), MessageStatus: z.string().max(20) });

/** A status report is a few hundred bytes. */
const LONGEST = 8 * 1024;

/**
 * Takes the provider's reports of what became of a text: `POST /api/callbacks/sms/<workspace>/<message>`, a form signed
 * with the account's token over the very address that we named when we sent it. Whatever is forged, belongs to another
 * workspace or message, comes twice or in the wrong order changes nothing.
 */
export async function smsCallbacks(
  scope: FastifyInstance,
  { config, workspaces, wakeMailroom }: Services,
): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: LONGEST },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  scope.route({
    method: 'POST',
    url: '/api/callbacks/sms/:workspace/:message',
    config: { signed: true },
    handler: async (request, reply) => {
      const token = config.TWILIO_AUTH_TOKEN;
      const signature = request.headers['x-twilio-signature'];
      const address = params.safeParse(request.params);
      const workspace = await workspaces.byHost(request.host);
      if (!token || typeof signature !== 'string' || !address.success || workspace?.id !== address.data.workspace)
        throw new DomainError('forbidden');
      const fields = request.body as Record<string, string>;
      const url = `${new URL(config.WEB_URL).protocol}//${request.host}${request.url}`;
      // Loaded with the first report: most installations send no texts.
      const { default: twilio } = await import('twilio');
      if (!twilio.validateRequest(token, signature, url, fields)) throw new DomainError('forbidden');
      const report = status.safeParse(fields);
      if (report.success) {
        const { MessageSid: sid, MessageStatus: state } = report.data;
        const changed = await recordSmsStatus(workspace, address.data.message, sid, state);
        if (changed) wakeMailroom(workspace);
      }
      return reply.code(204).send();
    },
  });
}
