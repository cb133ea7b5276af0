import { m } from '../../../.build/i18n/messages.js';
import { toast } from '../../ui/Toast.tsx';
import { type ProjectSaid, type Todo, useProjectAct } from './queries.ts';

/** What can be asked for about a to-do, by what opens for it. */
export type Asked =
  | { kind: 'add' }
  | { kind: 'move'; todo: Todo; on?: string | undefined }
  | { kind: 'assign'; todo: Todo }
  | { kind: 'drop'; todo: Todo }
  | { kind: 'depend'; todo: Todo }
  | { kind: 'comment'; todo: Todo | null }
  | { kind: 'rename'; todo: Todo | null }
  | { kind: 'lead' }
  | { kind: 'join' }
  | { kind: 'cancel' };

/** What a page of a project works with: acts that are done at once, and those that ask for more first. */
export interface ProjectActs {
  /** Sends an act and says what was done, unless it is held back yet; false when it failed, which is said too. */
  run(said: ProjectSaid, done?: { text: string; undo?: () => void }): Promise<boolean>;
  /** Says that an act is known to have arrived, also without its answer; false where it was not the last from here. */
  arrived(commandId: string): boolean;
  busy(): boolean;
  error(): string | undefined;
  clear(): void;
}

/** The acts of one project; `onDone` reads it anew. */
export function createProjectActs(projectId: () => string, onDone: () => Promise<unknown>): ProjectActs {
  let underWay: string | undefined;
  const act = useProjectAct(
    projectId,
    (commandId) => {
      underWay = commandId;
    },
    onDone,
  );
  return {
    async run(said, done) {
      const answer = await act.run(said);
      if (!answer) {
        const text = act.error();
        if (text) toast({ text, tone: 'late' });
        return false;
      }
      if (done && answer.state !== 'held') toast(done);
      return true;
    },
    arrived(commandId) {
      if (commandId !== underWay) return false;
      underWay = undefined;
      act.settle();
      act.clear();
      return true;
    },
    busy: act.busy,
    error: act.error,
    clear: act.clear,
  };
}

/** Marks a to-do as done, with a way back. */
export function markDone(acts: ProjectActs, { n, title }: Todo, text?: string): Promise<boolean> {
  return acts.run(
    { command: { type: 'done', todo: n }, ...(text && { text }), files: [] },
    {
      text: m.project_marked_done({ title }),
      undo: () => void acts.run({ command: { type: 'reopen', todo: n }, files: [] }),
    },
  );
}

/** The states that a card of the board can be moved to. */
export type Column = 'waiting' | 'open' | 'begun' | 'done';

/** Moves a card to another column: what is done by hand in the list is done by the same acts. */
export async function moveCard(acts: ProjectActs, todo: Todo, to: Column): Promise<void> {
  const command = { todo: todo.n } as const;
  const ended = todo.phase === 'done' || todo.phase === 'dropped';
  if (to === todo.phase) return;
  if (to === 'done') await markDone(acts, todo);
  else if (to === 'begun' && !ended) await acts.run({ command: { type: 'begin', ...command }, files: [] });
  else if (to === 'begun') {
    if (await acts.run({ command: { type: 'reopen', ...command }, files: [] }))
      await acts.run({ command: { type: 'begin', ...command }, files: [] });
  } else if (todo.phase !== 'waiting') {
    await acts.run({ command: { type: 'reopen', ...command }, files: [] });
  } else toast({ text: m.errors_todo_waits(), tone: 'late' });
}
