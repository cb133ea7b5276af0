import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Responsible, When } from '../../../domain/project/state.ts';
import { berlinClock } from '../../../domain/time/berlin.ts';
import type { Period } from '../../../domain/time/workingTime.ts';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { officeKey } from '../desk/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { WordsDialog } from '../ticket/WordsDialog.tsx';
import type { Asked, ProjectActs } from './acts.ts';
import { PartySelect } from './PartySelect.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { type Project, type Todo, useCandidates, useMovePreview } from './queries.ts';
import { sayDay } from './words.ts';

type DialogProps<Kind extends Asked['kind']> = {
  project: Project;
  acts: ProjectActs;
  asked: Extract<Asked, { kind: Kind }>;
  onClose: () => void;
};

/** The form of whatever was asked for. */
export function ProjectDialog(props: {
  project: Project;
  acts: ProjectActs;
  asked: Asked;
  onClose: () => void;
}): JSX.Element {
  const of = <Kind extends Asked['kind']>(kind: Kind) =>
    props.asked.kind === kind ? (props.asked as Extract<Asked, { kind: Kind }>) : undefined;
  const close = () => {
    props.acts.clear();
    props.onClose();
  };
  const send = async (said: Parameters<ProjectActs['run']>[0], text: string) => {
    if (await props.acts.run(said, { text })) close();
  };
  const common = () => ({ project: props.project, acts: props.acts, onClose: close });
  return (
    <Switch>
      <Match when={of('add')}>{(asked) => <AddDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('move')}>{(asked) => <MoveDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('assign')}>{(asked) => <AssignDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('depend')}>{(asked) => <DependDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('lead')}>{(asked) => <LeadDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('join')}>{(asked) => <JoinDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('drop')}>
        {(asked) => (
          <WordsDialog
            title={m.project_drop_title({ title: asked().todo.title })}
            description={m.project_drop_text()}
            submit={m.project_drop()}
            danger
            words={m.project_reason()}
            wordsNeeded={() => true}
            busy={props.acts.busy()}
            error={props.acts.error()}
            onSubmit={({ text }) =>
              void send({ command: { type: 'drop', todo: asked().todo.n }, text, files: [] }, m.project_dropped())
            }
            onClose={close}
          />
        )}
      </Match>
      <Match when={of('cancel')}>
        <WordsDialog
          title={m.project_cancel_title()}
          description={m.project_cancel_text()}
          submit={m.project_cancel()}
          danger
          words={m.project_reason()}
          wordsNeeded={() => true}
          busy={props.acts.busy()}
          error={props.acts.error()}
          onSubmit={({ text }) => void send({ command: { type: 'cancel' }, text, files: [] }, m.project_cancelled())}
          onClose={close}
        />
      </Match>
      <Match when={of('comment')}>
        {(asked) => (
          <WordsDialog
            title={
              asked().todo ? m.project_comment_title({ title: asked().todo?.title ?? '' }) : m.project_comment_whole()
            }
            description={asked().todo ? m.project_comment_readers() : m.project_comment_internal()}
            submit={m.project_comment()}
            words={m.project_comment_label()}
            wordsNeeded={() => true}
            photos
            busy={props.acts.busy()}
            error={props.acts.error()}
            onSubmit={({ text, files }) =>
              void send(
                { command: { type: 'comment', todo: asked().todo?.n ?? null }, text, files },
                m.project_commented(),
              )
            }
            onClose={close}
          />
        )}
      </Match>
    </Switch>
  );
}

/** The day in Berlin of a date, as a date field holds it. */
const dayOf = (iso: string): string => berlinClock(iso).day;

/** When a to-do is to be done: on a day, or so long after another. */
function WhenFields(props: {
  todos: readonly Todo[];
  way: 'on' | 'after';
  on: string;
  after: number | undefined;
  period: Period;
  error: string | undefined;
  onWay: (way: 'on' | 'after') => void;
  onDay: (day: string) => void;
  onAfter: (n: number) => void;
  onPeriod: (period: Period) => void;
}): JSX.Element {
  return (
    <>
      <Show when={props.todos.length > 0}>
        <RadioCards
          label={m.project_when()}
          columns={2}
          value={props.way}
          cards={[
            { value: 'on', title: m.project_when_on() },
            { value: 'after', title: m.project_when_after() },
          ]}
          onChange={props.onWay}
        />
      </Show>
      <Show
        when={props.way === 'after'}
        fallback={
          <TextField
            label={m.project_date()}
            type="date"
            value={props.on}
            error={props.error}
            onInput={(event) => props.onDay(event.currentTarget.value)}
          />
        }
      >
        <div class="grid gap-1.5">
          <span aria-hidden="true" class="font-semibold">
            {m.project_period()}
          </span>
          <PeriodPicker label={m.project_period()} value={props.period} onChange={props.onPeriod} />
        </div>
        <Select
          label={m.project_after_which()}
          value={props.after === undefined ? undefined : String(props.after)}
          error={props.error}
          options={props.todos.map(({ n, title }) => ({ value: String(n), label: title }))}
          onChange={(n) => props.onAfter(Number(n))}
        />
      </Show>
    </>
  );
}

function MoveDialog(props: DialogProps<'move'>): JSX.Element {
  const { todo, on } = props.asked;
  const [way, setWay] = createSignal<'on' | 'after'>('after' in todo.when && !on ? 'after' : 'on');
  const [day, setDay] = createSignal(on ?? dayOf(todo.due));
  const [after, setAfter] = createSignal<number | undefined>('after' in todo.when ? todo.when.after : undefined);
  const [period, setPeriod] = createSignal<Period>('after' in todo.when ? todo.when.period : { working: 540 });
  const others = () => props.project.todos.filter(({ n }) => n !== todo.n);
  const when = (): When | undefined => {
    const n = after();
    if (way() === 'on') return day() ? { on: day() } : undefined;
    return n === undefined ? undefined : { after: n, period: period() };
  };
  const preview = useMovePreview(() => {
    const wanted = when();
    return wanted ? { projectId: props.project.id, todo: todo.n, when: wanted } : undefined;
  });
  const moves = () => (preview.isError ? [] : (preview.data ?? []));
  const titleOf = (n: number) => props.project.todos.find((each) => each.n === n)?.title ?? '';
  const submit = async () => {
    const wanted = when();
    if (!wanted) return;
    const count = moves().filter((move) => move.todo !== todo.n).length;
    const done = {
      text:
        count === 0 ? m.project_moved() : count === 1 ? m.project_moved_with_one() : m.project_moved_with({ count }),
    };
    if (await props.acts.run({ command: { type: 'move', todo: todo.n, when: wanted }, files: [] }, done))
      props.onClose();
  };
  return (
    <ActDialog
      title={m.project_move_title({ title: todo.title })}
      submit={m.project_move()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <WhenFields
        todos={others()}
        way={way()}
        on={day()}
        after={after()}
        period={period()}
        error={preview.isError ? sayFailure(preview.error) : undefined}
        onWay={setWay}
        onDay={setDay}
        onAfter={setAfter}
        onPeriod={setPeriod}
      />
      <section aria-live="polite">
        <h3 class="mb-1.5 text-sm font-semibold text-muted">{m.project_moves()}</h3>
        <Show when={moves().length > 0} fallback={<p class="text-muted">{m.project_moves_none()}</p>}>
          <ul
            class="flex max-h-56 flex-col gap-1.5 overflow-y-auto rounded-lg bg-sunken px-3 py-2.5"
            tabindex="0"
            aria-label={m.project_moves()}
          >
            <For each={moves()}>
              {(move) => (
                <li class="flex flex-wrap justify-between gap-x-4">
                  <span class="min-w-0 font-medium">{titleOf(move.todo)}</span>
                  <span>
                    <s class="text-muted">{sayDay(move.from)}</s> <span aria-hidden="true">→</span> {sayDay(move.to)}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </ActDialog>
  );
}

function AddDialog(props: DialogProps<'add'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const [title, setTitle] = createSignal('');
  const [text, setText] = createSignal('');
  const [points, setPoints] = createSignal('');
  const [who, setWho] = createSignal<Responsible>({ role: 'management' });
  const [way, setWay] = createSignal<'on' | 'after'>('on');
  const [day, setDay] = createSignal('');
  const [after, setAfter] = createSignal<number>();
  const [period, setPeriod] = createSignal<Period>({ working: 540 });
  const [tried, setTried] = createSignal(false);
  const open = () => props.project.todos;
  const when = (): When | undefined => {
    const n = after();
    if (way() === 'on') return day() ? { on: day() } : undefined;
    return n === undefined ? undefined : { after: n, period: period() };
  };
  const submit = async () => {
    setTried(true);
    const wanted = when();
    if (!wanted || title().trim().length < 3) return;
    const items = points()
      .split('\n')
      .map((point) => point.trim())
      .filter(Boolean)
      .slice(0, 12);
    const said = {
      command: { type: 'add', who: who(), when: wanted },
      title: title().trim(),
      text: text().trim(),
      items,
      files: [],
    } as const;
    if (await props.acts.run({ ...said, items: [...items], files: [] }, { text: m.project_added() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_add()}
      submit={m.project_add_it()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={m.project_todo_title()}
        maxLength={120}
        value={title()}
        error={tried() && title().trim().length < 3 ? m.project_todo_title_missing() : undefined}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <PartySelect label={m.project_responsible()} candidates={candidates.data ?? []} value={who()} onChange={setWho} />
      <WhenFields
        todos={open()}
        way={way()}
        on={day()}
        after={after()}
        period={period()}
        error={tried() && !when() ? m.project_date_missing() : undefined}
        onWay={setWay}
        onDay={setDay}
        onAfter={setAfter}
        onPeriod={setPeriod}
      />
      <TextArea
        label={m.project_todo_text()}
        optional
        maxLength={2000}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <TextArea
        label={m.project_items()}
        hint={m.project_items_hint()}
        optional
        value={points()}
        onInput={(event) => setPoints(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

function AssignDialog(props: DialogProps<'assign'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const { responsible } = props.asked.todo;
  const [who, setWho] = createSignal<Responsible | undefined>(
    responsible.role === 'advisoryBoard' || responsible.role === 'management'
      ? { role: responsible.role }
      : responsible.id &&
          (responsible.role === 'employee' || responsible.role === 'person' || responsible.role === 'contractor')
        ? { role: responsible.role, id: responsible.id }
        : undefined,
  );
  const submit = async () => {
    const to = who();
    if (!to) return;
    const said = { command: { type: 'assign', todo: props.asked.todo.n, to }, files: [] } as const;
    if (await props.acts.run({ ...said, files: [] }, { text: m.project_assigned() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_assign_title({ title: props.asked.todo.title })}
      submit={m.project_assign()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PartySelect
        label={m.project_responsible()}
        hint={m.project_assign_hint()}
        candidates={candidates.data ?? []}
        value={who()}
        onChange={setWho}
      />
    </ActDialog>
  );
}

function LeadDialog(props: DialogProps<'lead'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const known = () => props.project.lead?.id;
  const [who, setWho] = createSignal<Responsible>(
    known() ? { role: 'employee', id: known() ?? '' } : { role: 'management' },
  );
  const submit = async () => {
    const leader = who();
    const command = { type: 'lead' as const, to: leader.role === 'employee' ? leader.id : null };
    if (await props.acts.run({ command, files: [] }, { text: m.project_lead_changed() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_lead_act()}
      submit={m.project_lead_save()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PartySelect
        label={m.project_lead()}
        hint={m.project_lead_hint()}
        candidates={(candidates.data ?? []).filter(({ role }) => role === 'employee')}
        value={who()}
        onChange={setWho}
      />
    </ActDialog>
  );
}

function DependDialog(props: DialogProps<'depend'>): JSX.Element {
  const { todo } = props.asked;
  const follows = 'after' in todo.when ? todo.when.after : undefined;
  const [needs, setNeeds] = createSignal<readonly number[]>(todo.needs.filter((n) => n !== follows));
  const others = () =>
    props.project.todos.filter(({ n, phase }) => n !== todo.n && n !== follows && phase !== 'dropped');
  const submit = async () => {
    const command = { type: 'depend' as const, todo: todo.n, needs: [...needs()] };
    if (await props.acts.run({ command, files: [] }, { text: m.project_depends_saved() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_depend_title({ title: todo.title })}
      description={m.project_depend_text()}
      submit={m.project_depend()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <div class="flex max-h-80 flex-col overflow-y-auto">
        <For each={others()}>
          {(each) => (
            <Checkbox
              label={each.title}
              checked={needs().includes(each.n)}
              onChange={(checked) => setNeeds((all) => (checked ? [...all, each.n] : all.filter((n) => n !== each.n)))}
            />
          )}
        </For>
      </div>
    </ActDialog>
  );
}

function JoinDialog(props: DialogProps<'join'>): JSX.Element {
  const [text, setText] = createSignal('');
  const found = useQuery(() => ({
    queryKey: [...officeKey, 'projectJoinable', props.project.id, text()],
    queryFn: () => api.projects.joinable.query({ projectId: props.project.id, text: text() }),
  }));
  const nouns: Record<string, () => string> = {
    ticket: () => m.project_noun_ticket(),
    workOrder: () => m.project_noun_order(),
    campaign: () => m.project_noun_campaign(),
  };
  const join = async (noun: string, id: string) => {
    if (noun !== 'ticket' && noun !== 'workOrder' && noun !== 'campaign') return;
    if (await props.acts.run({ command: { type: 'join', noun, id }, files: [] }, { text: m.project_joined() }))
      props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.project_join_title()}
      description={m.project_join_text()}
    >
      <TextField
        label={m.project_join_search()}
        type="search"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value.trim())}
      />
      <Show
        when={(found.data ?? []).length > 0}
        fallback={<p class="mt-4 text-muted">{found.isPending ? '' : m.project_join_none()}</p>}
      >
        <ul class="mt-4 flex flex-col">
          <For each={found.data}>
            {(row) => (
              <li class="flex items-center justify-between gap-3 border-line py-2 not-last:border-b">
                <span class="min-w-0">
                  <span class="block truncate font-medium">{row.title}</span>
                  <span class="block text-sm text-muted">
                    {nouns[row.noun]?.()} {row.number}
                  </span>
                </span>
                <Button
                  busy={props.acts.busy()}
                  onClick={() => void join(row.noun, row.id)}
                  aria-label={m.project_join_it({ number: row.number })}
                >
                  {m.project_join()}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Dialog>
  );
}
