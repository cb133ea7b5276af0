import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { replyMailbox } from '../../db/reply-tags.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { person, type TestApi } from './api.ts';
import { HOOK_SECRET, REPLY_DOMAIN } from './reply-domain.ts';

export const settings = { REPLY_DOMAIN, MAIL_HOOK_SECRET: HOOK_SECRET, MAIL_FROM: 'Nord <post@nord.example>' };

/** A file with people who get mails about it. */
export interface Correspondence {
  ticket: string;
  order: string;
  resident: string;
  clerk: string;
  contractor: string;
  question: string;
  /** Writes a sent message and gives the address that its reply goes to. */
  wrote(given?: { to?: 'resident' | 'clerk' | 'contractor'; noun?: 'ticket' | 'workOrder'; about?: string }): Promise<{
    id: string;
    reply: string;
  }>;
}

/** Makes a ticket with an order: a question to the resident and one to the contractor are open. */
export async function correspondence(workspace: Workspace): Promise<Correspondence> {
  const [ticket, order, question] = [randomUUID(), randomUUID(), randomUUID()];
  const resident = await person(workspace, { email: 'anna.berger@example.de', resident: true });
  const clerk = await person(workspace, { email: 'clerk@nord.example', employee: 'clerk' });
  const firm = await person(workspace, { email: 'firma@example.de', contractor: true });
  const [made] = await workspace.query<{ contractor: string }>(
    'select id as contractor from contractor where person_id = $1',
    [firm],
  );
  const contractor = made!.contractor;
  const employee = { kind: 'employee', id: clerk };
  await workspace.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       phase, policy_version, command_id, reported_at, changed_at, state)
     select $1, 'V-2025-0001', b.property_id, b.id, u.id, 'unit', $2, 'water', 'normal', 'Es tropft', 'open', 1,
       gen_random_uuid(), now(), now(), $3
     from tenancy n join unit u on u.id = n.unit_id join building b on b.id = u.building_id where n.person_id = $2`,
    [
      ticket,
      resident,
      JSON.stringify({
        balls: [],
        followers: [],
        asked: [{ id: question, kind: 'clarification', by: employee, to: { role: 'reporter' } }],
      }),
    ],
  );
  await workspace.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at, state)
     select $1, 'A-2025-0001', property_id, $2, '{}', '{}', 'Hahn tauschen', 'normal', 'running', 1, gen_random_uuid(),
       now(), now(), $4 from ticket where id = $3`,
    [order, contractor, ticket, JSON.stringify({ questions: [{ id: question, by: employee }] })],
  );
  await workspace.query('insert into work_order_ticket values ($1, $2)', [order, ticket]);
  let revision = 0;
  return {
    ticket,
    order,
    resident,
    clerk,
    contractor,
    question,
    async wrote({ to = 'resident', noun = 'ticket', about = '' } = {}) {
      revision += 1;
      const subjectId = noun === 'ticket' ? ticket : order;
      const recipientId = to === 'resident' ? resident : to === 'clerk' ? clerk : contractor;
      const [row] = await workspace.query<{ id: string }>(
        `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
           due_at, state, channel, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'noteAdded', now(), 'sent', 'mail', now()) returning id`,
        [
          noun,
          subjectId,
          ticket,
          `clarificationAsked:${revision}${about && `:${about}`}`,
          revision,
          to === 'contractor' ? 'contractor' : 'person',
          recipientId,
          to === 'resident' ? 'reporter' : to === 'clerk' ? 'management' : 'contractor',
        ],
      );
      const id = row!.id;
      await workspace.query(
        `insert into message_attempt (message_id, n, channel, outcome) values ($1, 1, 'mail', 'sent')`,
        [id],
      );
      return { id, reply: `${replyMailbox(workspace, { messageId: id, subjectId, recipientId })}@${REPLY_DOMAIN}` };
    },
  };
}

/** What became of a mail. */
export interface Taken {
  id: string;
  state: string;
  reason: string | null;
  type: string | null;
  actor: { kind: string; id: string } | null;
  subjectId: string | null;
  facts: Record<string, unknown> | null;
  text: string | null;
  files: string[] | null;
  refused: { name: string; code: string }[];
  ownWords: string;
  whole: string;
}

/** Hands a raw message to the hook as our mail server does; what became of it (of the last one that was kept). */
export async function hand(
  api: TestApi,
  raw: Buffer,
  { to = '', secret = HOOK_SECRET, host = 'one.localhost' } = {},
): Promise<{ status: number; mail: Taken | undefined }> {
  const answer = await api.send(host, '/hooks/mail', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'message/rfc822',
      origin: '',
      ...(to && { 'x-envelope-to': to }),
    },
    body: raw,
  });
  return { status: answer.status, mail: await lastMail(api.one) };
}

/** The mail that came last. */
export async function lastMail(workspace: Workspace): Promise<Taken | undefined> {
  const [row] = await workspace.query<Taken>(
    `select m.id, m.state, m.reason, c.type, c.actor, c.subject_id as "subjectId", c.facts, c.words ->> 'text' as text,
       c.files, m.refused, m.own_words as "ownWords", m.whole
     from inbound_mail m left join command c on c.id = m.command_id order by m.received_at desc limit 1`,
  );
  return row;
}

/** Runs the pipe as a mail server does: the message on stdin; its exit code and what it said. */
export function pipeIn(
  raw: Buffer,
  { port, to, secret = HOOK_SECRET }: { port: number; to: string; secret?: string },
): Promise<{ code: number | null; said: string }> {
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'receive-mail.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, '--url', `http://127.0.0.1:${port}/hooks/mail`, to], {
      env: { PATH: process.env.PATH, MAIL_HOOK_SECRET: secret },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: said.trim() }));
    // The door may close before all is said; the exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(raw);
  });
}
