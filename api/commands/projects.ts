import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { storeCommand } from '../../db/queries/commands.ts';
import { policyRulesOf, policyVersions } from '../../db/queries/policies.ts';
import { leaversIn } from '../../db/queries/project-leavers.ts';
import { type TicketForTemplate, ticketsForTemplates } from '../../db/queries/project-templates.ts';
import { insertProject } from '../../db/queries/projects.ts';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { calendarOf } from '../../domain/lifecycle/ball.ts';
import { system } from '../../domain/parties.ts';
import { planFrom } from '../../domain/project/template.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import { goRound } from './rounds.ts';
import { sendCommand } from './send.ts';

/** How often the sweep looks for people who have left, and for reports that start a project. */
const EVERY_MS = 10_000;

/** An id that comes out the same for the same words, so that two processes say the same thing once. */
function idFrom(...words: (string | number)[]): string {
  const hex = createHash('sha256').update(words.join(' ')).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

/**
 * What projects need that nobody says: a responsible person who is no longer there gives the ball back to the management,
 * and a report of a kind that a template names starts a project. Runs until the returned function is called.
 */
export function sweepProjects(client: Client, workspaces: Workspaces, log: FastifyBaseLogger): () => Promise<void> {
  return goRound(workspaces, log, {
    everyMs: EVERY_MS,
    what: 'projects',
    visit: (workspace) => sweepProjectsOf(client, workspace),
  });
}

/** One round for one workspace. */
export async function sweepProjectsOf(client: Client, workspace: Workspace): Promise<void> {
  for (const { projectId, revision, who } of await leaversIn(workspace)) {
    const command = commandOf(idFrom('left', projectId, JSON.stringify(who), revision), projectId, 'left', { who });
    if (await workspace.transaction((q) => storeCommand(q, command))) await sent(client, workspace, command);
  }
  for (const found of await ticketsForTemplates(workspace)) await startFrom(client, workspace, found);
}

function commandOf(id: string, subjectId: string, type: string, facts: Record<string, unknown>): StoredCommand {
  return {
    id,
    noun: 'project',
    subjectId,
    type,
    actor: system,
    at: toInstant(Date.now()),
    facts,
    words: {},
    files: [],
  };
}

async function startFrom(client: Client, workspace: Workspace, found: TicketForTemplate): Promise<void> {
  const { ticketId, templateId, version, document, propertyId, title } = found;
  const [place] = await workspace.query<{ federalState: FederalState }>(
    'select federal_state as "federalState" from property where id = $1',
    [propertyId],
  );
  if (!place) return;
  const policy = await policyVersions.live(workspace);
  const rules = await policyRulesOf(workspace, policy, '');
  const timing = { policy, urgency: 'normal' as const, ...place };
  const calendar = calendarOf({ ...timing, ...(rules && { rules }) });
  const projectId = idFrom('project', templateId, ticketId);
  const { day } = berlinClock(toInstant(Date.now()));
  // Who takes which role is said by somebody later: until then everything is the management's.
  const command = commandOf(idFrom('start', templateId, ticketId), projectId, 'start', {
    ...timing,
    template: { id: templateId, version },
    lead: null,
    parties: [{ role: 'management' }],
    todos: planFrom(document, day, calendar).map((todo) => ({ ...todo, who: 0 })),
    joined: [{ noun: 'ticket', id: ticketId }],
  });
  const isNew = await workspace.transaction(async (q) => {
    const taken = await q(
      `insert into project_origin (template_id, ticket_id, project_id) values ($1, $2, $3)
       on conflict do nothing returning project_id`,
      [templateId, ticketId, projectId],
    );
    if (taken.length === 0) return false;
    await insertProject(q, command, {
      propertyId,
      title: `${document.name}: ${title}`.slice(0, 120),
      description: '',
      template: { id: templateId, version },
      lead: null,
      policy,
      urgency: timing.urgency,
      todos: document.todos.map(({ title: name, text, items }) => ({ title: name, text, items })),
    });
    return true;
  });
  if (isNew) await sent(client, workspace, command);
}

/** Sends it at once; what can't be sent now, the sweep of commands sends later. */
async function sent(client: Client, workspace: Workspace, command: StoredCommand): Promise<void> {
  try {
    await sendCommand(client, workspace, command);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
