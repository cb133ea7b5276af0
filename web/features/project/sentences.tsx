import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { ForecastStep } from '../lifecycle/Forecast.tsx';
import { type Reader, sayActor, sayWhom } from '../lifecycle/names.ts';
import { bold, inBold, timelineEntries } from '../lifecycle/sentences.tsx';
import { sayStep } from '../lifecycle/stages.ts';
import type { TimelineEntry } from '../lifecycle/Timeline.tsx';
import type { Project } from './queries.ts';
import { sayDay } from './words.ts';

type Entry = Project['timeline'][number];
type Who = { who: string; has: string };

function followed({ facts }: Entry): string {
  const count = Array.isArray(facts.follows) ? facts.follows.length : 0;
  if (count === 0) return '';
  return `; ${count === 1 ? m.project_told_follows_one() : m.project_told_follows({ count })}`;
}

function noted({ facts }: Entry): string {
  if (typeof facts.wished !== 'string') return '';
  const day = sayDay(`${facts.wished}T12:00:00.000Z`);
  return `; ${facts.why === 'holiday' ? m.project_told_holiday({ day }) : m.project_told_weekend({ day })}`;
}

function moved(entry: Entry, who: Who, todo: string): string {
  const { from, to } = entry.facts;
  const text =
    typeof from === 'string' && typeof to === 'string'
      ? m.project_told_moved({ ...who, todo, from: sayDay(from), to: bold(sayDay(to)) })
      : m.project_told_replanned({ ...who, todo });
  return text + noted(entry) + followed(entry);
}

/** What it was called before, unless only its description is another. */
function renamed({ renamed: names }: Entry, who: Who, what: string): string {
  return names && names.from !== names.to
    ? m.project_told_renamed({ ...who, from: names.from, to: bold(names.to) })
    : m.project_told_described({ ...who, what });
}

/** One sentence per kind that only projects tell; undefined for the others. */
function sentenceOf(entry: Entry, reader: Reader): string | undefined {
  const subject = sayActor(entry.actor, reader);
  const who: Who = { who: bold(subject.name), has: subject.plural ? m.lifecycle_have() : m.lifecycle_has() };
  const todo = bold(entry.title ?? m.project_a_todo());
  switch (entry.kind) {
    case 'projectStarted':
      return m.project_told_started({ ...who, count: Number(entry.facts.count ?? 0) });
    case 'todoAdded':
      return m.project_told_added({ ...who, todo }) + noted(entry);
    case 'todoBegun':
      return m.project_told_begun({ ...who, todo });
    case 'todoDone':
      return m.project_told_done({ ...who, todo }) + followed(entry);
    case 'todoDropped':
      return m.project_told_dropped({ ...who, todo }) + followed(entry);
    case 'todoReopened':
      return m.project_told_reopened({ ...who, todo }) + followed(entry);
    case 'todoMoved':
      return moved(entry, who, todo);
    case 'todoDepends':
      return m.project_told_depends({ ...who, todo }) + followed(entry);
    case 'todoAssigned':
      return m.project_told_assigned({ ...who, todo, whom: bold(sayWhom(entry.to, reader)) });
    case 'todoTicked':
      return entry.facts.ticked ? m.project_told_ticked({ ...who, todo }) : m.project_told_unticked({ ...who, todo });
    case 'commented':
      return entry.title ? m.project_told_commented({ ...who, todo }) : m.project_told_commented_whole(who);
    case 'projectRenamed':
      return renamed(entry, who, bold(entry.renamed?.to ?? ''));
    case 'todoRenamed':
      return renamed(entry, who, todo);
    case 'leadChanged':
      return m.project_told_lead(who);
    case 'responsibleLeft':
      return m.project_told_left();
    case 'leadLeft':
      return m.project_told_lead_left();
    case 'joinedRoom':
      return m.project_told_joined(who);
    case 'partedRoom':
      return m.project_told_parted(who);
    case 'projectDone':
      return m.project_told_closed(who);
    case 'projectCancelled':
      return m.project_told_cancelled(who);
    case 'reminded':
      return entry.title ? m.project_told_reminded({ todo, whom: bold(sayWhom(entry.to, reader)) }) : undefined;
    case 'escalated':
      return entry.title ? m.project_told_escalated({ todo, whom: bold(sayWhom(entry.to, reader)) }) : undefined;
    case 'lapsed':
      return entry.title ? m.project_told_lapsed({ todo }) : undefined;
    default:
      return undefined;
  }
}

/** The entries of a project as the timeline shows them. */
export function projectEntries(entries: readonly Entry[], reader: Reader): TimelineEntry[] {
  return timelineEntries(entries, reader).map((shown, index) => {
    const text = sentenceOf(entries[index]!, reader);
    return text === undefined ? shown : { ...shown, sentence: inBold(text) as JSX.Element };
  });
}

/** The dated steps of a project as the dashed box shows them, with the to-do that each is about; what repeats is said once. */
export function projectSteps(steps: Project['forecast'], reader: Reader): ForecastStep[] {
  const said = steps.map((step) => ({
    at: step.at,
    what: [sayStep(step, reader), step.todo].filter(Boolean).join(': '),
  }));
  return said.flatMap(({ at, what }, index) => {
    if (said[index - 1]?.what === what) return [];
    return [{ at, text: said[index + 1]?.what === what ? m.lifecycle_next_repeated({ what }) : what }];
  });
}
