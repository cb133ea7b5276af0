import { setImmediate as breathe } from 'node:timers/promises';
import { policyRulesOf } from '../../db/queries/policies.ts';
import { actsOn, type ClosedTicket, clockEvents, closedBetween, linksOf } from '../../db/queries/travel.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { rulesFor } from '../../domain/policy/document.ts';
import type { PolicyDocument, PolicyRules } from '../../domain/policy/policy.ts';
import { type ClockEvent, type Course, play, type RecordedAct } from '../../domain/policy/travel.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import { toMillis } from '../../domain/time/berlin.ts';

/** More are not played at once; the period is to be chosen shorter then. */
const MOST = 2_000;
/** So many tickets are listed: those for which most would have been different. */
const LISTED = 50;
/** A timer fires a moment after its date, which may be in the next minute. */
const MOMENT_MS = 120_000;

/** What the clock brought about, in numbers; `lateHours` is by how much turns were held longer than their period. */
export interface Tally {
  reminded: number;
  escalated: number;
  lapsed: number;
  lateHours: number;
}

/** A ticket for which something would have been different. */
export interface Travelled {
  id: string;
  number: string;
  title: string;
  really: Tally;
  wouldBe: Tally;
  /** What people did would not have been possible any more: the story would have gone otherwise. */
  diverged: boolean;
}

/** What a policy would have done in a period, beside what really happened. */
export interface Travel {
  tickets: number;
  /** There were more in the period than are played at once. */
  shortened: boolean;
  /** Tickets that the rules they really had do not bring about again just as their timelines tell. */
  inexact: number;
  really: Tally;
  wouldBe: Tally;
  diverged: number;
  different: Travelled[];
}

/**
 * Plays the tickets that were closed within these days (Berlin, both included) by another policy. Reads only: nothing is
 * sent and nothing is written.
 */
export async function travel(
  workspace: Workspace,
  rights: EmployeeRights,
  { from, to, document }: { from: string; to: string; document: PolicyDocument },
): Promise<Travel> {
  const found = await closedBetween(workspace, rights, from, to, MOST + 1);
  const closed = found.slice(0, MOST);
  const links = await linksOf(
    workspace,
    closed.map(({ id }) => id),
  );
  const result: Travel = {
    tickets: closed.length,
    shortened: found.length > MOST,
    inexact: 0,
    really: none(),
    wouldBe: none(),
    diverged: 0,
    different: [],
  };
  for (const { ids, tickets } of together(closed, links)) {
    const acts = await actsOn(workspace, ids);
    // They come in the order of their ends.
    const until = tickets.at(-1)?.closedAt ?? '';
    const categories = new Map(
      acts.filter(({ type }) => type === 'report').map(({ subjectId, facts }) => [subjectId, String(facts.category)]),
    );
    const categoryOf = ({ subjectId, facts }: RecordedAct) =>
      String(
        facts.category ?? categories.get(subjectId) ?? categories.get((facts.tickets as string[])?.[0] ?? '') ?? '',
      );
    const recorded = new Map<string, { policy: number; rules?: PolicyRules | undefined }>();
    for (const act of acts) {
      if (typeof act.facts.policy !== 'number') continue;
      const policy = act.facts.policy;
      recorded.set(act.id, { policy, rules: await policyRulesOf(workspace, policy, categoryOf(act)) });
    }
    const really = play(acts, until, (act) => recorded.get(act.id) ?? null);
    const wouldBe = play(acts, until, (act) =>
      act.type === 'movePolicy' ? null : { policy: 0, rules: rulesFor(document, categoryOf(act)) },
    );
    const told = (await clockEvents(workspace, ids)).filter(({ at }) => toMillis(at) <= toMillis(until) + MOMENT_MS);
    if (!alike(really.events, told)) result.inexact += tickets.length;
    if (wouldBe.refused.length > 0) result.diverged += tickets.length;
    add(result.really, tallyOf(really, new Set(ids)));
    add(result.wouldBe, tallyOf(wouldBe, new Set(ids)));
    for (const { id, number, title } of tickets) {
      const own = new Set([id, ...links.filter(([ticket]) => ticket === id).map(([, order]) => order)]);
      const row = { id, number, title, really: tallyOf(really, own), wouldBe: tallyOf(wouldBe, own) };
      if (difference(row) > 0) result.different.push({ ...row, diverged: wouldBe.refused.length > 0 });
    }
    // Other requests come in between.
    await breathe();
  }
  result.different = result.different.sort((a, b) => difference(b) - difference(a)).slice(0, LISTED);
  return result;
}

const none = (): Tally => ({ reminded: 0, escalated: 0, lapsed: 0, lateHours: 0 });

function add(sum: Tally, more: Tally): void {
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += more[key];
}

function tallyOf({ events, late }: Course, of: ReadonlySet<string>): Tally {
  const tally = none();
  for (const { id, kind } of events) if (of.has(id)) tally[kind] += 1;
  for (const [id, milliseconds] of late) if (of.has(id)) tally.lateHours += milliseconds / 3_600_000;
  return tally;
}

function difference({ really, wouldBe }: Pick<Travelled, 'really' | 'wouldBe'>): number {
  const keys = Object.keys(really) as (keyof Tally)[];
  return keys.reduce((sum, key) => sum + Math.abs(really[key] - wouldBe[key]) * (key === 'lateHours' ? 0.1 : 1), 0);
}

/** Whether the same happened to the same at the same times, but for the moment that a timer takes. */
function alike(one: readonly ClockEvent[], other: readonly ClockEvent[]): boolean {
  const sorted = (events: readonly ClockEvent[]) =>
    events
      .map(({ id, kind, stage, at }) => ({ what: `${id} ${kind} ${stage}`, at: toMillis(at) }))
      .sort((a, b) => (a.what === b.what ? a.at - b.at : a.what < b.what ? -1 : 1));
  const [left, right] = [sorted(one), sorted(other)];
  return (
    left.length === right.length &&
    left.every(({ what, at }, n) => right[n]?.what === what && Math.abs(at - right[n].at) <= MOMENT_MS)
  );
}

/** Closed tickets in groups that have to be played together, each with the ids of all their tickets and orders. */
function together(
  closed: readonly ClosedTicket[],
  links: readonly [string, string][],
): { ids: string[]; tickets: ClosedTicket[] }[] {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    const above = parent.get(id);
    if (above === undefined || above === id) return id;
    const root = rootOf(above);
    parent.set(id, root);
    return root;
  };
  for (const [one, other] of links) parent.set(rootOf(one), rootOf(other));
  const groups = new Map<string, { ids: Set<string>; tickets: ClosedTicket[] }>();
  const groupOf = (id: string) => {
    const root = rootOf(id);
    const group = groups.get(root) ?? { ids: new Set<string>(), tickets: [] };
    groups.set(root, group);
    group.ids.add(id);
    return group;
  };
  for (const ticket of closed) groupOf(ticket.id).tickets.push(ticket);
  for (const pair of links) for (const id of pair) groupOf(id);
  return [...groups.values()]
    .filter(({ tickets }) => tickets.length > 0)
    .map(({ ids, tickets }) => ({ ids: [...ids], tickets }));
}
