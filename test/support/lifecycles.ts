import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { LifecycleActivities, Projection, Revision } from '../../activities/lifecycle/contract.ts';
import { Courier, type FactBook } from '../../activities/lifecycle/courier.ts';
import { causesOf, waysOf } from '../../activities/lifecycle/project.ts';
import type { FactWay, StoredFact } from '../../db/queries/facts.ts';
import type { CampaignCommand } from '../../domain/campaign/commands.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { AnyState } from '../../domain/lifecycle/states.ts';
import type { Actor } from '../../domain/parties.ts';
import type { ProjectCommand } from '../../domain/project/commands.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
import { workspaceId } from '../../domain/workspace.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import { actOnCampaign, actOnOrder, actOnProject, actOnTicket } from '../../workflows/messages/lifecycle.ts';

/** The bundle that production runs. */
export const bundle = { codePath: join(import.meta.dirname, '..', '..', '.build', 'workflows.js') };

const workspace = workspaceId.parse('wtesttesttest');

/** A revision as its lifecycle wrote it. */
export type Written = Revision & { noun: Noun; id: string };

/**
 * Tickets and orders as real workflows on a real engine, their rows kept in memory: what the rules and the engine do
 * together, without a database.
 */
export class Lifecycles {
  readonly written: Written[] = [];
  /** Acts that were said and are not sent yet, by what they are about. */
  readonly held = new Map<string, { at: Instant; until: Instant }>();
  private readonly client: Client;
  private readonly started = new Set<string>();
  private readonly taskQueue = `test-${randomUUID()}`;
  private readonly facts = new Facts(this.written);
  private readonly courier: Courier;

  constructor(client: Client) {
    this.client = client;
    this.courier = new Courier(client, () => {});
  }

  /** A worker for them; `runUntil` what is to be seen. */
  worker(connection: NativeConnection): Promise<Worker> {
    const activities: LifecycleActivities & { drainOutbox(): Promise<unknown> } = {
      project: async (projection) => {
        const { noun, id, revisions } = projection;
        for (const revision of revisions) this.written.push({ ...revision, noun, id });
        this.facts.write(projection);
        const causes = causesOf(revisions);
        if (causes.length === 0) return;
        const { workflowId = '', runId = '' } = Context.current().info.workflowExecution ?? {};
        const revision = revisions.at(-1)?.state.revision ?? 0;
        void this.courier.carry(workspace, this.facts, {
          workflowId,
          runId,
          causes,
          revision,
          ways: waysOf(projection),
        });
      },
      tell: async ({ id, revision }) => {
        await this.courier.carryHeld(workspace, this.facts, this.facts.hold(id, revision));
      },
      heldUntil: async ({ id, due }) => {
        const act = this.held.get(id);
        return act && act.at <= due ? act.until : null;
      },
      drainOutbox: async () => ({ next: null, sent: 0 }),
    };
    return Worker.create({ connection, taskQueue: this.taskQueue, workflowBundle: bundle, activities });
  }

  /** Does an act on a ticket and gives the revision that it led to. */
  async ticket(id: string, actor: Actor, command: TicketCommand, at: Instant, commandId = randomUUID()) {
    const act = { id: commandId, actor, at, command };
    if (command.type !== 'report')
      return this.client.workflow
        .getHandle(this.workflowId('ticket', id))
        .executeUpdate(actOnTicket, { args: [act], updateId: commandId });
    return this.client.workflow.executeUpdateWithStart(actOnTicket, {
      args: [act],
      updateId: commandId,
      startWorkflowOperation: this.start('ticket', id),
    });
  }

  /** Does an act on an order and gives the revision that it led to. */
  async order(id: string, actor: Actor, command: OrderCommand, at: Instant, commandId = randomUUID()) {
    const act = { id: commandId, actor, at, command };
    if (command.type !== 'place')
      return this.client.workflow
        .getHandle(this.workflowId('workOrder', id))
        .executeUpdate(actOnOrder, { args: [act], updateId: commandId });
    return this.client.workflow.executeUpdateWithStart(actOnOrder, {
      args: [act],
      updateId: commandId,
      startWorkflowOperation: this.start('workOrder', id),
    });
  }

  /** Does an act on a project and gives the revision that it led to. */
  async project(id: string, actor: Actor, command: ProjectCommand, at: Instant, commandId: string = randomUUID()) {
    const act = { id: commandId, actor, at, command };
    if (command.type !== 'start')
      return this.client.workflow
        .getHandle(this.workflowId('project', id))
        .executeUpdate(actOnProject, { args: [act], updateId: commandId });
    return this.client.workflow.executeUpdateWithStart(actOnProject, {
      args: [act],
      updateId: commandId,
      startWorkflowOperation: this.start('project', id),
    });
  }

  /** Goes on with a lifecycle from a state that it had, as after a standstill. */
  async resume(noun: Noun, id: string, state: AnyState): Promise<void> {
    const workflowId = this.workflowId(noun, id);
    this.started.add(workflowId);
    await this.client.workflow.start(noun, { workflowId, taskQueue: this.taskQueue, args: [{ id, state }] });
  }

  /** Does an act on a campaign and gives the revision that it led to. */
  async campaign(id: string, actor: Actor, command: CampaignCommand, at: Instant, commandId = randomUUID()) {
    const act = { id: commandId, actor, at, command };
    if (command.type !== 'open')
      return this.client.workflow
        .getHandle(this.workflowId('campaign', id))
        .executeUpdate(actOnCampaign, { args: [act], updateId: commandId });
    return this.client.workflow.executeUpdateWithStart(actOnCampaign, {
      args: [act],
      updateId: commandId,
      startWorkflowOperation: this.start('campaign', id),
    });
  }

  /** Ends what is still open, so that nothing of it waits for a worker that has gone. */
  async end(): Promise<void> {
    await Promise.allSettled([...this.started].map((id) => this.client.workflow.getHandle(id).terminate()));
  }

  /** The engine's handle on a lifecycle. */
  handle(noun: Noun, id: string) {
    return this.client.workflow.getHandle(this.workflowId(noun, id));
  }

  /** Resolves when a lifecycle has written a revision for which `wanted` holds; asks every 20 ms, two minutes long. */
  async until(wanted: (written: Written) => boolean): Promise<Written> {
    for (let asked = 0; asked < 6_000; asked += 1) {
      const found = this.written.find(wanted);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it was never written');
  }

  /** Resolves when nothing is left to tell between lifecycles: skipped time would otherwise run ahead of a fact. */
  async told(): Promise<void> {
    for (let asked = 0; asked < 24_000; asked += 1) {
      if (!this.facts.areOpen) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('a fact was never told');
  }

  private workflowId(noun: Noun, id: string): string {
    return idOf(workspace, noun, id);
  }

  private start(noun: Noun, id: string) {
    this.started.add(this.workflowId(noun, id));
    return new WithStartWorkflowOperation(noun, {
      workflowId: this.workflowId(noun, id),
      taskQueue: this.taskQueue,
      args: [{ id, state: null }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }
}

/** What they tell each other, kept in memory as the database keeps it. */
class Facts implements FactBook {
  private open: StoredFact[] = [];
  private readonly written: Written[];

  constructor(written: Written[]) {
    this.written = written;
  }

  /** Whether something is written that its receiver has not heard. */
  get areOpen(): boolean {
    return this.open.length > 0;
  }

  write(projection: Projection): void {
    const { noun, id, revisions } = projection;
    for (const { state, facts = [] } of revisions)
      for (const { to, fact } of facts)
        this.open.push({
          id: randomUUID(),
          fromNoun: noun,
          fromId: id,
          toNoun: to.noun,
          toId: to.id,
          revision: state.revision,
          body: fact,
          held: false,
        });
  }

  hold(from: string, revision: number): FactWay[] {
    const held = this.open.filter((fact) => fact.fromId === from && fact.revision <= revision);
    for (const fact of held) fact.held = true;
    return held;
  }

  async next({ fromId, toId }: FactWay, told: string | null): Promise<StoredFact | undefined> {
    this.open = this.open.filter(({ id }) => id !== told);
    return this.open.find((fact) => fact.fromId === fromId && fact.toId === toId);
  }

  async failed(): Promise<void> {}

  async gone(fact: StoredFact): Promise<boolean> {
    const last = this.written.findLast(({ id }) => id === fact.toId);
    if (last && last.state.phase !== 'closed') return false;
    this.open = this.open.filter(({ id }) => id !== fact.id);
    if (fact.body.type !== 'gone')
      this.open.push({
        id: randomUUID(),
        fromNoun: fact.toNoun,
        fromId: fact.toId,
        toNoun: fact.fromNoun,
        toId: fact.fromId,
        revision: 0,
        body: { type: 'gone', id: fact.toId },
        held: true,
      });
    return true;
  }

  async overdue(): Promise<FactWay[]> {
    return [];
  }
}
