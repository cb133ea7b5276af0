import { A } from '@solidjs/router';
import { type Accessor, createEffect, createSignal, For, type JSX, Match, Show, Switch, untrack } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { HeldNote } from '../held/HeldNote.tsx';
import { KeptPhotos } from '../held/KeptPhotos.tsx';
import { createTakeBack } from '../held/take-back.ts';
import { Unsent } from '../held/Unsent.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { NotRead } from '../shell/NotRead.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { WordsDialog } from '../ticket/WordsDialog.tsx';
import { createProjectActs, markDone, type ProjectActs } from './acts.ts';
import { type Project, type Todo, useProject } from './queries.ts';
import { TodoDetails } from './TodoSheet.tsx';
import { isOverdue, sayDay, sayHeld } from './words.ts';

/** How many photos go along with one act at the most. */
const PHOTOS_MOST = 6;

/** A project as those see it who are responsible for a part: their to-dos, what can be done now on top. */
export function PartView(props: { id: Accessor<string | null> }): JSX.Element {
  const project = useProject(props.id);
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={project.isError && !project.data}>
        <NotRead
          page
          error={project.error}
          hint={props.id() === null ? m.project_part_absent() : undefined}
          onAgain={() => void project.refetch()}
        />
      </Match>
      <Match when={project.data}>
        {(found) => <Part project={found()} signedIn={props.id() !== null} onDone={() => project.refetch()} />}
      </Match>
    </Switch>
  );
}

function Part(props: { project: Project; signedIn: boolean; onDone: () => Promise<unknown> }): JSX.Element {
  const acts = createProjectActs(
    () => props.project.id,
    () => props.onDone(),
  );
  const mine = () => props.project.todos.filter(({ mine: own }) => own);
  const now = () => mine().filter(({ phase }) => phase === 'open' || phase === 'begun');
  const later = () => mine().filter(({ phase }) => phase === 'waiting');
  const over = () => mine().filter(({ endedAt }) => endedAt !== null);
  const first = () => now().toSorted((a, b) => (a.due < b.due ? -1 : 1))[0];
  return (
    <>
      <PageTitle above={`${props.project.number} · ${props.project.place}`} title={props.project.title} />
      <Show
        when={props.project.phase !== 'closed' && first()}
        fallback={
          <WaitingPanel
            tone={props.project.phase === 'closed' || later().length === 0 ? 'done' : 'others'}
            label={props.project.phase === 'closed' ? m.project_part_over() : m.project_part_nothing()}
            headline={
              later().length > 0 && props.project.phase !== 'closed' ? m.project_part_later() : m.project_part_thanks()
            }
          />
        }
      >
        {(todo) => (
          <WaitingPanel
            tone={isOverdue(todo()) ? 'late' : 'us'}
            viewer="you"
            headline={`${todo().title}, ${m.project_by({ date: sayDay(todo().due) })}`}
            then={m.lifecycle_otherwise_todo()}
          />
        )}
      </Show>
      <Group
        title={m.project_group_now()}
        todos={now()}
        project={props.project}
        acts={acts}
        open
        onDone={() => props.onDone()}
      />
      <Group
        title={m.project_group_waiting()}
        todos={later()}
        project={props.project}
        acts={acts}
        onDone={() => props.onDone()}
      />
      <Group
        title={m.project_group_done()}
        todos={over()}
        project={props.project}
        acts={acts}
        onDone={() => props.onDone()}
      />
      <Show when={mine().length === 0}>
        <EmptyState icon="check" title={m.project_part_none()} text={m.project_part_none_text()} />
      </Show>
      <Show when={props.project.joined.length > 0}>
        <section class="mt-7">
          <h2 class="mb-2.5 font-semibold">{m.project_room()}</h2>
          <ul class="overflow-hidden rounded-xl border border-line bg-surface">
            <For each={props.project.joined}>
              {(each) => (
                <li class="border-line px-4 py-3 not-last:border-b">
                  <Show
                    when={each.noun === 'document' && props.signedIn}
                    fallback={<span class="block font-medium">{each.title}</span>}
                  >
                    <A href={`/dokument/${each.id}`} class="font-medium text-accent underline-offset-3 hover:underline">
                      {each.title}
                    </A>
                  </Show>
                  <span class="block text-base text-muted">
                    {each.number}
                    <Show when={each.appointment}>
                      {(at) => <> · {m.project_appointment({ date: sayDay(at()) })}</>}
                    </Show>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </>
  );
}

function Group(props: {
  title: string;
  todos: readonly Todo[];
  project: Project;
  acts: ProjectActs;
  open?: boolean;
  onDone: () => Promise<unknown>;
}): JSX.Element {
  return (
    <Show when={props.todos.length > 0}>
      <section class="mt-6">
        <h2 class="mb-2.5 font-semibold">
          {props.title} <span class="font-normal text-muted">{props.todos.length}</span>
        </h2>
        <ul class="flex flex-col gap-2.5">
          <For each={props.todos.map(({ n }) => n)}>
            {(n, index) => (
              <Show when={props.todos.find((each) => each.n === n)}>
                {(todo) => (
                  <Card
                    todo={todo()}
                    project={props.project}
                    acts={props.acts}
                    unfolded={props.open === true && index() === 0}
                    onDone={() => props.onDone()}
                  />
                )}
              </Show>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function Card(props: {
  todo: Todo;
  project: Project;
  acts: ProjectActs;
  unfolded: boolean;
  onDone: () => Promise<unknown>;
}): JSX.Element {
  const [asking, setAsking] = createSignal<'done' | 'comment'>();
  /** What was said and taken back: it need not be typed again. */
  const [text, setText] = createSignal('');
  const [kept, setKept] = createSignal<readonly string[]>([]);
  let details: HTMLDetailsElement | undefined;
  /** How many forms were closed here: what is open by the time of an answer may be another one. */
  let closed = 0;
  const close = () => {
    closed += 1;
    props.acts.clear();
    setAsking(undefined);
    setText('');
    setKept([]);
  };
  createEffect(() => {
    const held = props.todo.held?.commandId;
    if (!held) return;
    // What waits is seen, and is not asked for any more, whether its answer came or not.
    if (details) details.open = true;
    if (untrack(() => props.acts.arrived(held))) untrack(close);
  });
  const takeBack = createTakeBack({
    ask: (commandId) => api.projects.takeBack.mutate({ projectId: props.project.id, commandId }),
    onTakenBack: ([said]) => {
      const wordless = !said?.text && said?.files.length === 0;
      // A form that is open here goes before what was taken back.
      if (!said || wordless || asking() || (said.type !== 'done' && said.type !== 'comment')) return;
      setText(said.text);
      setKept(said.files);
      setAsking(said.type);
    },
    onDone: () => props.onDone(),
  });
  const can = () => props.project.phase !== 'closed' && (props.todo.phase === 'open' || props.todo.phase === 'begun');
  const send = async (said: { text: string; files: string[] }) => {
    const { n } = props.todo;
    const before = closed;
    const isDone = asking() === 'done';
    const files = [...kept(), ...said.files];
    const sent = isDone
      ? props.acts.run(
          { command: { type: 'done', todo: n }, ...(said.text && { text: said.text }), files },
          {
            text: m.project_marked_done({ title: props.todo.title }),
            undo: () => void props.acts.run({ command: { type: 'reopen', todo: n }, files: [] }),
          },
        )
      : props.acts.run(
          { command: { type: 'comment', todo: n }, text: said.text, files },
          { text: m.project_commented() },
        );
    if ((await sent) && closed === before) close();
  };
  return (
    <li class="rounded-xl border border-line bg-surface">
      <details ref={details} open={props.unfolded} class="group">
        <summary class="flex min-h-14 items-center gap-3 px-4 py-3 [&::-webkit-details-marker]:hidden">
          <span class="min-w-0 flex-1">
            <span class="block leading-snug font-semibold">{props.todo.title}</span>
            <span class={`block text-base ${isOverdue(props.todo) ? 'font-semibold text-late' : 'text-muted'}`}>
              {props.todo.endedAt ? sayDay(props.todo.endedAt) : m.project_by({ date: sayDay(props.todo.due) })}
            </span>
          </span>
          <Icon name="chevronDown" class="text-muted transition-transform group-open:rotate-180" />
        </summary>
        <div class="border-t border-line px-4 py-4">
          <TodoDetails project={props.project} todo={props.todo} acts={props.acts} reader="you">
            <Show when={props.todo.held}>
              {(held) => (
                <HeldNote
                  held={held()}
                  said={sayHeld(held().types)}
                  about={props.todo.title}
                  takingBack={takeBack.busy()}
                  onTakeBack={() => void takeBack.run(held().commandId)}
                  onSendNow={() =>
                    api.projects.sendNow.mutate({ projectId: props.project.id, commandId: held().commandId })
                  }
                  onDone={() => props.onDone()}
                />
              )}
            </Show>
            <Unsent code={props.todo.unsent} />
            <div class="my-1 flex flex-col gap-2.5 empty:hidden">
              <Show when={can() && !props.todo.held}>
                <Button look="filled" busy={props.acts.busy()} onClick={() => void markDone(props.acts, props.todo)}>
                  {m.project_mark_done()}
                </Button>
                <Show when={props.todo.phase === 'open'}>
                  <Button
                    busy={props.acts.busy()}
                    onClick={() =>
                      void props.acts.run(
                        { command: { type: 'begin', todo: props.todo.n }, files: [] },
                        { text: m.project_begun_now() },
                      )
                    }
                  >
                    {m.project_begin()}
                  </Button>
                </Show>
                <Button look="quiet" onClick={() => setAsking('done')}>
                  {m.project_done_with_words()}
                </Button>
              </Show>
              <Show when={props.project.phase !== 'closed' && !props.todo.held}>
                <Button look="quiet" onClick={() => setAsking('comment')}>
                  {m.project_comment_act()}
                </Button>
              </Show>
            </div>
          </TodoDetails>
          <Show when={asking()} keyed>
            {(kind) => (
              <WordsDialog
                title={
                  kind === 'done'
                    ? m.project_done_title({ title: props.todo.title })
                    : m.project_comment_title({ title: props.todo.title })
                }
                submit={kind === 'done' ? m.project_mark_done() : m.project_comment()}
                words={m.project_comment_label()}
                wordsNeeded={() => kind === 'comment'}
                purpose={null}
                start={text()}
                photos={PHOTOS_MOST - kept().length}
                firm={props.todo.responsible.role === 'contractor' ? props.todo.responsible.id : null}
                busy={props.acts.busy()}
                error={props.acts.error()}
                onSubmit={(said) => void send(said)}
                onClose={close}
              >
                <KeptPhotos files={kept()} onDrop={() => setKept([])} />
              </WordsDialog>
            )}
          </Show>
        </div>
      </details>
    </li>
  );
}
