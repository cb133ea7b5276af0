import { z } from 'zod';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { templateVersion } from '../../db/queries/project-templates.ts';
import {
  canAllBe,
  candidatesIn,
  insertProject,
  type ProjectRecord,
  projectFacts,
  projectRecord,
  projectRows,
  projectsOfTicket,
  todosOf,
  todoWords,
} from '../../db/queries/projects.ts';
import { ticketRecord } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { calendarOf } from '../../domain/lifecycle/ball.ts';
import { urgencies } from '../../domain/policy/policy.ts';
import { byResponsible, check, movedPlan } from '../../domain/project/check.ts';
import { type ProjectCommand, projectCommand, when } from '../../domain/project/commands.ts';
import { replanned } from '../../domain/project/plan.ts';
import {
  ITEMS_MOST,
  isSameParty,
  joinedNouns,
  PARTIES_MOST,
  type ProjectState,
  type Responsible,
  responsible,
  responsibleParty,
  todoNumber,
  todoOf,
} from '../../domain/project/state.ts';
import { planFrom } from '../../domain/project/template.ts';
import { projectAudiences, seesTodo } from '../../domain/rights/project.ts';
import { actorOf, contractor, employee, mayAct, owner, projectLink, resident } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { saidOnProject } from '../commands/held-acts.ts';
import { hold, sayNow } from '../commands/hold.ts';
import { fileIds, words } from '../commands/said.ts';
import { propertiesIn } from '../master-data.ts';
import { placeOf, planOf, timingIn } from '../projects/place.ts';
import { joinProcedures, mayBeJoined } from '../projects/room.ts';
import { templateProcedures } from '../projects/templates.ts';
import { procedure, router } from '../trpc.ts';
import { isMine, projectView } from '../views/project.ts';

const title = z.string().trim().min(3).max(120);
const items = z.array(z.string().trim().min(1).max(120)).max(ITEMS_MOST);
const templateRef = z.object({ id: z.string().max(60), version: z.int().min(1) });
const day = z.iso.date();

/** The parties of a start, each once, and where each role's is among them. */
function placed(roles: readonly Responsible[]): { parties: Responsible[]; places: number[] } {
  const parties: Responsible[] = [];
  const places = roles.map((party) => {
    const known = parties.findIndex((each) => isSameParty(each, party));
    return known >= 0 ? known : parties.push(party) - 1;
  });
  return { parties: parties.length > 0 ? parties : [{ role: 'management' }], places };
}

export const projectsRouter = router({
  /** The projects of the caller's properties. */
  list: procedure(employee())
    .input(
      z.object({
        closed: z.boolean().default(false),
        text: z.string().trim().max(100).default(''),
        property: z.uuid().nullable().default(null),
      }),
    )
    .query(({ ctx, input }) => {
      return projectRows(ctx.workspace, propertiesIn(ctx, 'see'), input);
    }),

  /** A project, as far as the caller has to do with it; without an id the one of the link that was shown. */
  get: procedure(employee(), contractor, resident, owner, projectLink)
    .input(z.object({ id: z.uuid().nullable() }))
    .query(({ ctx, input }) => {
      const id = input.id ?? (ctx.viewer.kind === 'projectLink' ? ctx.viewer.projectId : undefined);
      if (id === undefined) throw new DomainError('notFound');
      return projectView(ctx.workspace, ctx.viewer, id);
    }),

  /** The caller's own open to-dos: of a resident, owner or board member, or of a contractor's firms. */
  mine: procedure(contractor, resident, owner).query(({ ctx }) => {
    const { viewer } = ctx;
    return todosOf(ctx.workspace, {
      personId: viewer.kind === 'person' ? viewer.personId : null,
      contractorIds: viewer.kind === 'contractor' ? viewer.contractorIds : [],
    });
  }),

  /** Starts a project, from a template or empty. Roles of the template are given in its order. */
  start: procedure(employee())
    .input(
      z.object({
        projectId: z.uuid(),
        commandId: z.uuid(),
        propertyId: z.uuid(),
        title,
        description: words.default(''),
        template: templateRef.nullable(),
        start: day,
        roles: z.array(responsibleParty).max(PARTIES_MOST),
        lead: z.uuid().nullable().default(null),
        urgency: z.enum(urgencies).exclude(['emergency']).default('normal'),
        joined: z
          .array(z.object({ noun: z.enum(joinedNouns), id: z.uuid() }))
          .max(5)
          .default([]),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const actor = actorOf(ctx.viewer);
      const { federalState } = await placeOf(ctx, input.propertyId);
      if (!actor) throw new DomainError('notFound');
      const lead: Responsible[] = input.lead === null ? [] : [{ role: 'employee', id: input.lead }];
      if (!(await canAllBe(ctx.workspace, input.propertyId, [...input.roles, ...lead])))
        throw new DomainError('addresseeUnknown');
      for (const each of input.joined)
        if (!(await mayBeJoined(ctx, input.propertyId, each))) throw new DomainError('notFound');
      const document = input.template && (await templateVersion(ctx.workspace, input.template, ctx.locale));
      if (document && input.roles.length !== document.roles.length) throw new DomainError('badInput');
      const { rules, ...timing } = await timingIn(ctx, federalState);
      const calendar = calendarOf({ ...timing, ...(rules && { rules }) });
      const { parties, places } = placed(input.roles);
      const facts = {
        ...timing,
        urgency: input.urgency,
        template: input.template,
        lead: input.lead,
        parties,
        todos: document
          ? planFrom(document, input.start, calendar).map((todo) => ({ ...todo, who: places[todo.who] ?? 0 }))
          : [],
        joined: input.joined,
      };
      const command: StoredCommand = {
        id: input.commandId,
        noun: 'project',
        subjectId: input.projectId,
        type: 'start',
        actor,
        at: toInstant(Date.now()),
        facts,
        // The description is the management's own: what is said with the command, everybody in the project reads.
        words: {},
        files: [],
      };
      const act = projectCommand.parse({ ...facts, type: 'start' });
      const refusal = check(null, { id: command.id, actor, at: command.at, command: act });
      if (refusal) throw new DomainError(refusal);
      let number = '';
      const answer = await carryOut(ctx, command, async (q) => {
        number = await insertProject(q, command, {
          propertyId: input.propertyId,
          title: input.title,
          description: input.description,
          template: input.template,
          lead: input.lead,
          policy: timing.policy,
          urgency: input.urgency,
          todos: (document?.todos ?? []).map(({ title: name, text, items: points }) => ({
            title: name,
            text,
            items: points,
          })),
        });
      });
      return { ...answer, projectId: input.projectId, number };
    }),

  /**
   * An act on a project or one of its to-dos: by the management, or by whoever is responsible. What a firm says is held for
   * half a minute in which it can be taken back; but not the ticks of its checklist: each takes itself back.
   */
  act: procedure(employee(), contractor, resident, owner, projectLink)
    .input(
      z.object({
        projectId: z.uuid(),
        commandId: z.uuid(),
        command: projectCommand,
        text: words.optional(),
        /** What a to-do that is added is called, and its checklist; what the project or a to-do is called from now on. */
        title: title.optional(),
        items: items.optional(),
        files: fileIds,
        /** That a firm does not want to be able to take it back: nothing is held. */
        now: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, viewer } = ctx;
      const { command } = input;
      const facts = await projectFacts(workspace, input.projectId);
      const as = facts ? projectAudiences(viewer, facts) : [];
      const record = as.length > 0 ? await projectRecord(workspace, input.projectId) : undefined;
      if (!record) throw new DomainError('notFound');
      let actor = actorOf(viewer);
      if (!actor || command.type === 'start' || command.type === 'left' || command.type === 'movePolicy')
        throw new DomainError('badInput');
      const part = todoIn(record.state, command);
      if (viewer.kind === 'employee') {
        const mine = part !== null && record.state !== null && isMine(viewer, as, record.state, part);
        const own = byResponsible.has(command.type) && mine && mayAct(viewer, 'note', record.propertyId);
        if (!own && !mayAct(viewer, 'triage', record.propertyId)) throw new DomainError('forbidden');
      } else {
        if (!byResponsible.has(command.type)) throw new DomainError('forbidden');
        // What they do not see is not there for them.
        const party = part && record.state ? responsible(record.state, part) : null;
        if (!party || !seesTodo(as, party)) throw new DomainError('notFound');
        if (party.role === 'contractor') actor = { kind: 'contractor', id: party.id };
      }
      if ((command.type === 'add' || command.type === 'rename') && !input.title) throw new DomainError('badInput');
      if (['drop', 'cancel', 'comment'].includes(command.type) && !input.text && input.files.length === 0)
        throw new DomainError('reasonNeeded');
      const wanted = command.type === 'add' ? command.who : command.type === 'assign' ? command.to : null;
      const lead: Responsible | null =
        command.type === 'lead' && command.to !== null ? { role: 'employee', id: command.to } : null;
      if (
        !(await canAllBe(
          workspace,
          record.propertyId,
          [wanted, lead].filter((each) => each !== null),
        ))
      )
        throw new DomainError('addresseeUnknown');
      if (command.type === 'join' && !(await mayBeJoined(ctx, record.propertyId, command)))
        throw new DomainError('notFound');
      const { type, ...rest } = command;
      const stored: StoredCommand = {
        id: input.commandId,
        noun: 'project',
        subjectId: input.projectId,
        type,
        actor,
        at: toInstant(Date.now()),
        facts: rest,
        words:
          command.type === 'rename'
            ? await otherWords(workspace, record, command.todo, { title: input.title ?? '', text: input.text ?? '' })
            : {
                ...(input.text && { text: input.text }),
                ...(command.type === 'add' && { title: input.title, items: input.items ?? [] }),
              },
        files: input.files,
        link: viewer.kind === 'projectLink' ? viewer.kind : null,
      };
      if (actor.kind !== 'contractor' || command.type === 'tick') return carryOut(ctx, stored);
      return input.now ? sayNow(ctx, [stored]) : hold(ctx, [stored]);
    }),

  ...saidOnProject,

  /** Which dates would move if a to-do got another one. */
  previewMove: procedure(employee())
    .input(z.object({ projectId: z.uuid(), todo: todoNumber, when }))
    .query(async ({ ctx, input }) => {
      const { state } = await planOf(ctx, input.projectId);
      const todo = todoOf(state, input.todo);
      const actor = actorOf(ctx.viewer);
      if (!todo || !actor) throw new DomainError('notFound');
      const command: ProjectCommand = { type: 'move', todo: input.todo, when: input.when };
      const refusal = check(state, { id: input.projectId, actor, at: toInstant(Date.now()), command });
      if (refusal) throw new DomainError(refusal);
      const todos = state.todos.with(input.todo - 1, { ...todo, ...movedPlan(todo, input.when) });
      return replanned(todos, [input.todo], calendarOf(state)).moves;
    }),

  /** Who can be responsible in a property's project. */
  candidates: procedure(employee())
    .input(z.object({ propertyId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      await placeOf(ctx, input.propertyId);
      return candidatesIn(ctx.workspace, input.propertyId);
    }),

  /** The projects that a ticket is part of, and the templates for its category. */
  ofTicket: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const ticket = await ticketRecord(ctx.workspace, input.ticketId);
      if (!ticket || !mayAct(ctx.viewer, 'note', ticket.propertyId)) throw new DomainError('notFound');
      return projectsOfTicket(ctx.workspace, input.ticketId);
    }),

  ...joinProcedures,
  ...templateProcedures,
});

/** The words of a renaming, with what it was called before, for whoever reads of it later. */
async function otherWords(
  workspace: Workspace,
  record: ProjectRecord,
  todo: number | null,
  said: { title: string; text: string },
): Promise<Record<string, string>> {
  const formerly = todo === null ? record.title : (await todoWords(workspace, record.id)).get(todo)?.title;
  return { title: said.title, description: said.text, formerly: formerly ?? '' };
}

function todoIn(state: ProjectState | null, command: ProjectCommand) {
  if (!state || !('todo' in command) || command.todo === null) return null;
  return todoOf(state, command.todo) ?? null;
}
