import { mailsOfCommands } from '../../db/queries/inbox.ts';
import type { TimelineEntry } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Ball, Recipient } from '../../domain/lifecycle/ball.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import { type ForecastStep, forecast } from '../../domain/lifecycle/world.ts';
import type { Stage } from '../../domain/policy/policy.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';
import type { ActorView, PartyView, People } from './people.ts';

/** A file as a page shows it; its address is `/api/files/<id>`. */
export interface FileView {
  id: string;
  mediaType: string;
  name: string;
}

/** An entry of the timeline as a page tells it. */
export interface EntryView {
  seq: number;
  at: Instant;
  kind: string;
  noun: Noun;
  subjectId: string;
  actor: ActorView;
  /** Whether only the management reads it. */
  internal: boolean;
  facts: Record<string, unknown>;
  /** The party that the facts name (`to`, `on`, `contractor`), with its name. */
  to: PartyView | null;
  text: string | null;
  files: FileView[];
  /** Set where it came by mail: the mail (for the management alone), and what of it was not taken. */
  mail: { id: string | null; otherAddress: boolean; refused: { name: string; code: string }[] } | null;
}

/** Who has the ball, until when, and what follows by itself. */
export interface BallView {
  key: string;
  stage: Stage;
  on: PartyView;
  since: Instant;
  until: Instant;
  orderId: string | null;
}

/** A dated step that follows if nobody acts. */
export interface StepView {
  at: Instant;
  noun: Noun;
  id: string;
  kind: string;
  stage: Stage | null;
  to: PartyView | null;
}

function partyIn(facts: Record<string, unknown>): Recipient | null {
  const party = facts.to ?? facts.on;
  if (typeof facts.contractor === 'string') return { role: 'contractor', id: facts.contractor };
  return party && typeof party === 'object' && 'role' in party ? (party as Recipient) : null;
}

/** Notes whom the entries speak of. */
export function wantEntries(people: People, entries: readonly TimelineEntry[]): void {
  for (const { actor, body } of entries) {
    people.want(actor);
    if (body) people.want(partyIn(body.facts));
  }
}

/** The files that the entries show, by id. */
export async function filesOf(workspace: Workspace, ids: readonly string[]): Promise<Map<string, FileView>> {
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<FileView>(
    'select id, media_type as "mediaType", name from stored_file where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((file) => [file.id, file]));
}

/** The entries as a page tells them; to the management with the mails that they came by. */
export async function entryViews(
  workspace: Workspace,
  people: People,
  entries: readonly TimelineEntry[],
  management = false,
): Promise<EntryView[]> {
  const said = entries.filter(({ body }) => body?.words || body?.files?.length);
  const [files, mails] = await Promise.all([
    filesOf(
      workspace,
      entries.flatMap(({ body }) => body?.files ?? []),
    ),
    mailsOfCommands(
      workspace,
      said.flatMap(({ commandId }) => commandId ?? []),
    ),
  ]);
  return entries.map((entry) => {
    const { seq, at, kind, noun, subjectId, actor, audience, body } = entry;
    const mail = said.includes(entry) && entry.commandId ? mails.get(entry.commandId) : undefined;
    const to = body ? partyIn(body.facts) : null;
    return {
      seq,
      at,
      kind,
      noun,
      subjectId,
      actor: people.actor(actor),
      internal: audience.every((who) => who === 'management'),
      facts: body?.facts ?? {},
      to: to ? people.party(to) : null,
      text: body?.words?.text ?? null,
      files: (body?.files ?? []).flatMap((id) => files.get(id) ?? []),
      mail: mail ? { ...mail, id: management ? mail.id : null } : null,
    };
  });
}

/** A ball as a page tells it. */
export function ballView(people: People, ball: Ball, orderId: string | null): BallView {
  const { key, stage, on, since, until } = ball;
  return { key, stage, on: people.party(on), since, until, orderId };
}

/** The dated steps that follow if nobody acts. */
export function forecastSteps(ticket: TicketState | null, orders: readonly OrderState[]): ForecastStep[] {
  return forecast(ticket ? [ticket] : [], [...orders]);
}

/** The steps as a page tells them. */
export function stepViews(people: People, steps: readonly ForecastStep[]): StepView[] {
  return steps.map(({ at, noun, id, kind, stage, to }) => ({
    at,
    noun,
    id,
    kind,
    stage: stage as Stage | null,
    to: to ? people.party(to) : null,
  }));
}
