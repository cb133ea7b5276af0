import type { Workspace } from '../../db/workspaces.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import { World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import type { TicketAct } from '../../domain/ticket/commands.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderAct } from '../../domain/workOrder/commands.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import type { Blow } from './kills.ts';
import type { ChaosStage } from './stage.ts';
import type { Story } from './stories.ts';

/** What a run is judged by; each list says in words what is wrong, or what is worth knowing. */
export interface Verdict {
  lost: string[];
  doubled: string[];
  unclear: string[];
  lateTimers: string[];
  /** Mails that came twice, lawfully: the same bytes, a kill in between. */
  copies: number;
  told: number;
  messages: number;
  timers: number;
}

/** A timer may ring so late, over all that was killed. */
const LATE_MS = 60_000;

/** Compares what is written, sent and still running with what the rules alone make of the same acts. */
export async function judge(stage: ChaosStage, stories: Story[], blows: Blow[]): Promise<Verdict> {
  const verdict: Verdict = {
    lost: [],
    doubled: [],
    unclear: [],
    lateTimers: [],
    copies: 0,
    told: 0,
    messages: 0,
    timers: 0,
  };
  for (const story of stories) await judgeStory(stage.workspace, story, verdict);
  await judgeEngine(stage, stories, verdict);
  await judgePost(stage, blows, verdict);
  await judgeTimers(stage.workspace, verdict);
  const waiting = await stage.workspace.query<{ n: number }>(
    `select count(*)::int as n from lifecycle_fact where state = 'open'`,
  );
  if (waiting[0]?.n) verdict.lost.push(`${waiting[0].n} facts were never told`);
  return verdict;
}

type Entry = { noun: Noun; subject: string; revision: number; kind: string; actor: Actor; command: string | null };

/** The timeline without what was voided, as one line per entry and subject. */
async function toldOf(workspace: Workspace, ticket: string): Promise<Entry[]> {
  const rows = await workspace.query<Entry>(
    `select noun, subject_id as subject, revision, kind, actor, command_id as command from timeline
     where file_id = $1 and kind not like 'message%' order by seq`,
    [ticket],
  );
  let told: Entry[] = [];
  for (const row of rows) {
    if (row.kind !== 'voided') told.push(row);
    else told = told.filter(({ subject, revision }) => subject !== row.subject || revision !== row.revision);
  }
  return told;
}

async function judgeStory(workspace: Workspace, story: Story, verdict: Verdict): Promise<void> {
  const name = `${story.plot} ${story.ticket}`;
  for (const refusal of story.refusals) verdict.lost.push(refusal);
  if (!story.over) verdict.lost.push(`${name} did not come to its end`);
  const stored = await workspace.query<{
    id: string;
    type: string;
    actor: Actor;
    at: Instant;
    facts: object;
    state: string;
  }>('select id, type, actor, at, facts, state from command where id = any($1::uuid[])', [
    story.acts.map(({ command }) => command),
  ]);
  const expected: { subject: string; kind: string; by: string }[] = [];
  const letters: string[] = [];
  const world = new World(({ id, outcome }) => {
    for (const { kind, actor } of outcome.happenings) expected.push({ subject: id, kind, by: actor.kind });
    for (const effect of outcome.effects) if (effect.kind === 'message') letters.push(`${id} ${effect.event}`);
  });
  for (const { noun, command } of story.acts) {
    const row = stored.find(({ id }) => id === command);
    if (!row) {
      verdict.lost.push(`${name}: an act that was answered is not stored`);
      continue;
    }
    world.pass(row.at);
    const act = { id: row.id, actor: row.actor, at: row.at, command: { ...row.facts, type: row.type } };
    const refusal =
      noun === 'ticket'
        ? world.actOnTicket(story.ticket, act as TicketAct)
        : world.actOnOrder(story.order ?? '', act as OrderAct);
    if (refusal) verdict.lost.push(`${name}: the rules refuse ${row.type} (${refusal}), which was written`);
  }

  const told = await toldOf(workspace, story.ticket);
  verdict.told += told.length;
  for (const [noun, subject] of [
    ['ticket', story.ticket],
    ['workOrder', story.order],
  ] as const) {
    if (subject === null) continue;
    const wanted = expected.filter((each) => each.subject === subject).map(({ kind, by }) => `${kind} by ${by}`);
    const found = told.filter((each) => each.subject === subject).map(({ kind, actor }) => `${kind} by ${actor.kind}`);
    compare(`${name}: ${noun}`, wanted, found, verdict);
    const [row] = await workspace.query<{ phase: string; outcome: string | null }>(
      `select phase, outcome from ${noun === 'ticket' ? 'ticket' : 'work_order'} where id = $1`,
      [subject],
    );
    const state = noun === 'ticket' ? world.tickets.get(subject) : world.orders.get(subject);
    if (row?.phase !== state?.phase || row?.outcome !== state?.outcome)
      verdict.lost.push(`${name}: ${noun} is ${row?.phase}/${row?.outcome}, not ${state?.phase}/${state?.outcome}`);
  }
  const written = await workspace.query<{ subject: string; event: string }>(
    `select distinct subject_id as subject, event from message
     where subject_id = any($1::uuid[]) and (event not like '%:voided:%' or state = 'sent')`,
    [[story.ticket, ...(story.order ? [story.order] : [])]],
  );
  compare(
    `${name}: message`,
    // Several people may get one event; the engine writes it once for each, the comparison is by event.
    [...new Set(letters)].map(unnumberedLetter).sort(),
    written.map(({ subject, event }) => unnumberedLetter(`${subject} ${event}`)).sort(),
    verdict,
  );
}

/** A message's subject and event without the number of its revision, which depends on what came in between. */
function unnumberedLetter(letter: string): string {
  return letter.replace(/^([^:]*):\d+/, '$1').replace(/:voided:.*$/, '');
}

function compare(what: string, wanted: string[], found: string[], verdict: Verdict): void {
  const rest = [...found];
  for (const each of wanted) {
    const at = rest.indexOf(each);
    if (at === -1) verdict.lost.push(`${what}: ${each} is missing`);
    else rest.splice(at, 1);
  }
  for (const each of rest) verdict.doubled.push(`${what}: ${each} is too much`);
  if (rest.length === 0 && wanted.length === found.length && wanted.join('|') !== found.join('|'))
    verdict.lost.push(`${what}: the order is ${found.join(', ')}, not ${wanted.join(', ')}`);
}

/** Whoever is closed in its row has ended in the engine too, and the other way round. */
async function judgeEngine(stage: ChaosStage, stories: Story[], verdict: Verdict): Promise<void> {
  await stage.withClient(async (client) => {
    for (const { ticket, order } of stories)
      for (const [noun, id] of [
        ['ticket', ticket],
        ['workOrder', order],
      ] as const) {
        if (id === null) continue;
        const { status } = await client.workflow.getHandle(idOf(stage.workspace.id, noun, id)).describe();
        if (status.name !== 'COMPLETED') verdict.lost.push(`${noun} ${id} is ${status.name} in the engine`);
      }
  });
}

/** Each intent reached its person once; a mail twice only around a kill and with the same bytes, a text never. */
async function judgePost(stage: ChaosStage, blows: Blow[], verdict: Verdict): Promise<void> {
  const { outside, workspace } = stage;
  const messages = await workspace.query<{ id: string; state: string; channel: string | null; template: string }>(
    'select id, state, channel, template from message',
  );
  verdict.messages = messages.length;
  for (const { id, state, channel, template } of messages) {
    const copies =
      channel === 'sms'
        ? outside.texts.filter(({ key }) => key.endsWith(id))
        : outside.mails.filter(({ key }) => key === id);
    if (state === 'unclear') verdict.unclear.push(`${template} by ${channel}`);
    else if (state === 'sent' ? copies.length === 0 : state !== 'withdrawn')
      verdict.lost.push(`${template} is ${state} and came ${copies.length} times`);
    const [first, ...again] = copies;
    for (const copy of again) {
      const struck = blows.some(({ at }) => first && at >= first.at - 1_000 && at <= copy.at);
      if (channel !== 'sms' && copy.bytes === first?.bytes && struck) verdict.copies += 1;
      else verdict.doubled.push(`${template} by ${channel}`);
    }
  }
  for (const { key } of outside.mails)
    if (!messages.some(({ id }) => id === key)) verdict.doubled.push('a mail that nobody wrote');
}

async function judgeTimers(workspace: Workspace, verdict: Verdict): Promise<void> {
  const rang = await workspace.query<{ subject: string; due: Instant; written: Instant }>(
    `select t.subject_id as subject, t.body #>> '{facts,until}' as due, l.written_at as written
     from timeline t join revision_log l on l.subject_id = t.subject_id and l.revision = t.revision
     where t.kind = 'lapsed'`,
  );
  verdict.timers = rang.length;
  for (const { subject, due, written } of rang) {
    const late = Date.parse(written) - Date.parse(due);
    if (late > LATE_MS) verdict.lateTimers.push(`${subject} rang ${Math.round(late / 1_000)} s late`);
  }
}
