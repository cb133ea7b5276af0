import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { FactWay, StoredFact } from '../../db/queries/facts.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import { tellAny } from '../../workflows/messages/lifecycle.ts';

/** Where a workspace's facts are written down. */
export interface FactBook {
  /** Marks a fact as told (null: none), and gives the oldest one on that way that is not. */
  next(way: FactWay, told: string | null): Promise<StoredFact | undefined>;
  /** Counts a fact that could not be told, so that others come before it the next time. */
  failed(fact: StoredFact): Promise<void>;
  /**
   * Marks a fact whose receiver has ended, and writes down that its sender is to hear so. False when the receiver has
   * not ended: it has not begun yet.
   */
  gone(fact: StoredFact): Promise<boolean>;
  /** Ways on which something held waits that nobody is about to tell. */
  overdue(): Promise<FactWay[]>;
}

/** What a projection has just written: facts on these ways, caused by these updates of the run that wrote them. */
export interface Written {
  workflowId: string;
  runId: string;
  causes: string[];
  revision: number;
  ways: FactWay[];
}

/** How long an answer is waited for. What has none by then is told again by the sweep. */
const PATIENCE_MS = 10_000;

/** How many facts a lifecycle is told at the same time: the engine takes ten updates, people need some of them. */
const AT_ONCE = 5;

type Walk = { held: number; again: boolean; done: Promise<number> };

/**
 * Carries facts from lifecycle to lifecycle as updates whose id is the fact's: in order on each way, at least once,
 * with one effect. A fact goes out when the engine holds what caused it, so that nobody hears of what a killed process
 * had written and the engine never knew. One per process; two of them disturb each other as little as two clicks do.
 */
export class Courier {
  private readonly client: Client;
  private readonly onFailure: (error: unknown) => void;
  private readonly walks = new Map<string, Walk>();
  private readonly doors = new Map<string, { inside: number; waiting: (() => void)[] }>();

  constructor(client: Client, onFailure: (error: unknown) => void) {
    this.client = client;
    this.onFailure = onFailure;
  }

  /**
   * Tells what was written, once the updates that caused it are answered. Never rejects: what can't be told now stays
   * written down for the sweep.
   */
  async carry(workspace: WorkspaceId, book: FactBook, written: Written): Promise<void> {
    const { workflowId, runId, causes, revision, ways } = written;
    try {
      const handle = this.client.workflow.getHandle(workflowId, runId);
      await this.patiently(() => Promise.all(causes.map((cause) => handle.getUpdateHandle(cause).result())));
    } catch (error) {
      this.onFailure(error);
      return;
    }
    await Promise.all(ways.map((way) => this.walk(workspace, book, way, revision)));
  }

  /** Tells what the engine is known to hold on these ways. */
  async carryHeld(workspace: WorkspaceId, book: FactBook, ways: FactWay[]): Promise<void> {
    await Promise.all(ways.map((way) => this.walk(workspace, book, way, -1)));
  }

  /** Tells what a lost process has left behind: once one is told, what it led to elsewhere is held and follows. */
  async sweep(workspace: WorkspaceId, book: FactBook): Promise<void> {
    for (let told = 1; told > 0; ) {
      const ways = await book.overdue();
      const counts = await Promise.all(ways.map((way) => this.walk(workspace, book, way, -1)));
      told = counts.reduce((sum, count) => sum + count, 0);
    }
  }

  /** Goes one way until nothing is left to tell there; who comes meanwhile has it looked at again. How many it told. */
  private walk(workspace: WorkspaceId, book: FactBook, way: FactWay, held: number): Promise<number> {
    const key = `${workspace} ${way.fromId} ${way.toId}`;
    const known = this.walks.get(key);
    if (known) {
      known.held = Math.max(known.held, held);
      known.again = true;
      return known.done;
    }
    const walk: Walk = { held, again: false, done: Promise.resolve(0) };
    this.walks.set(key, walk);
    walk.done = this.go(workspace, book, way, walk)
      .catch((error: unknown) => {
        this.onFailure(error);
        return 0;
      })
      .finally(() => this.walks.delete(key));
    return walk.done;
  }

  private async go(workspace: WorkspaceId, book: FactBook, way: FactWay, walk: Walk): Promise<number> {
    let told: string | null = null;
    for (let count = 0; ; count += told === null ? 0 : 1) {
      walk.again = false;
      const fact: StoredFact | undefined = await book.next(way, told);
      if (!fact || !(fact.held || fact.revision <= walk.held)) {
        told = null;
        if (walk.again) continue;
        return count;
      }
      told = await this.told(workspace, book, fact);
    }
  }

  /** Tells one fact; its id when it was heard, null when there was nobody to hear it. */
  private async told(workspace: WorkspaceId, book: FactBook, fact: StoredFact): Promise<string | null> {
    const handle = this.client.workflow.getHandle(idOf(workspace, fact.toNoun, fact.toId));
    try {
      await this.through(handle.workflowId, () =>
        this.patiently(() => handle.executeUpdate(tellAny, { args: [fact.body], updateId: fact.id })),
      );
      return fact.id;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError && (await book.gone(fact))) {
        const back = { fromNoun: fact.toNoun, fromId: fact.toId, toNoun: fact.fromNoun, toId: fact.fromId };
        if (fact.body.type !== 'gone') void this.walk(workspace, book, back, -1);
        return null;
      }
      await book.failed(fact);
      throw error;
    }
  }

  private patiently<T>(ask: () => Promise<T>): Promise<T> {
    return this.client.connection.withDeadline(Date.now() + PATIENCE_MS, ask);
  }

  /** One of the few places at a receiver's door. */
  private async through(receiver: string, act: () => Promise<unknown>): Promise<void> {
    const door = this.doors.get(receiver) ?? { inside: 0, waiting: [] };
    this.doors.set(receiver, door);
    if (door.inside >= AT_ONCE) await new Promise<void>((resolve) => door.waiting.push(resolve));
    else door.inside += 1;
    try {
      await act();
    } finally {
      const next = door.waiting.shift();
      if (next) next();
      else door.inside -= 1;
      if (door.inside === 0) this.doors.delete(receiver);
    }
  }
}
