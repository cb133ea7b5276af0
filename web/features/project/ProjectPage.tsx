import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { When } from '../../ui/When.tsx';
import { UndeliveredNotes } from '../deliveries/UndeliveredNotes.tsx';
import { dossierItems } from '../lifecycle/dossier.ts';
import { Forecast } from '../lifecycle/Forecast.tsx';
import { sayThen, sayTurn, toneOfTurn } from '../lifecycle/stages.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { leadsAway } from '../shell/NotRead.tsx';
import { type Asked, createProjectActs, type ProjectActs } from './acts.ts';
import { Back } from './Back.tsx';
import { ProjectDialog } from './ProjectDialog.tsx';
import { Progress } from './ProjectsPage.tsx';
import { type Project, useProject } from './queries.ts';
import { Room } from './Room.tsx';
import { projectEntries, projectSteps } from './sentences.tsx';
import { TodoBoard } from './TodoBoard.tsx';
import { TodoList } from './TodoList.tsx';
import { TodoSheet } from './TodoSheet.tsx';
import { TodoTimeline } from './TodoTimeline.tsx';
import { sayPlace } from './words.ts';

/** One project: who has the ball, its to-dos as list, board or timeline, its room and its story. */
export default function ProjectPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = useProject(() => params.id);
  return (
    <div class="mx-auto max-w-330 px-5 pt-3 pb-10 max-sm:px-4">
      <Show when={!leadsAway(project)}>
        <Back href="/projekte" label={m.project_title()} />
      </Show>
      <Loaded
        query={project}
        failed={m.project_failed()}
        elsewhere={{ href: '/projekte', label: m.project_title() }}
        shape="page"
        page
      >
        {(found) => <Page project={found()} onDone={() => project.refetch()} />}
      </Loaded>
    </div>
  );
}

const views = ['liste', 'tafel', 'zeitachse'] as const;
type View = (typeof views)[number];

function Page(props: { project: Project; onDone: () => Promise<unknown> }): JSX.Element {
  const [search] = useSearchParams<{ ansicht?: string }>();
  const view = (): View => views.find((each) => each === search.ansicht) ?? 'liste';
  const acts = createProjectActs(
    () => props.project.id,
    () => props.onDone(),
  );
  const [asked, setAsked] = createSignal<Asked>();
  const [opened, setOpened] = createSignal<number>();
  const todo = () => props.project.todos.find(({ n }) => n === opened());
  const plans = () => props.project.plans && props.project.phase !== 'closed';
  const names: Record<View, () => string> = {
    liste: () => m.project_view_list(),
    tafel: () => m.project_view_board(),
    zeitachse: () => m.project_view_timeline(),
  };
  // One form at a time: the sheet makes way for what was asked for in it.
  const ask = (next: Asked) => {
    setOpened(undefined);
    setAsked(next);
  };
  return (
    <article>
      <Head project={props.project} acts={acts} onAsk={ask} />
      <UndeliveredNotes fileId={props.project.id} />
      <div class="mt-5 grid items-start gap-x-8 gap-y-7 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div class="min-w-0">
          <div class="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <h2 class="text-md font-semibold">{m.project_todos()}</h2>
            <Show when={plans()}>
              <Button icon="plus" onClick={() => ask({ kind: 'add' })}>
                {m.project_add()}
              </Button>
            </Show>
          </div>
          <div data-no-print class="mb-4">
            <ViewTabs
              label={m.project_views()}
              views={views.map((each) => ({
                href:
                  each === 'liste' ? `/projekte/${props.project.id}` : `/projekte/${props.project.id}?ansicht=${each}`,
                label: names[each](),
                current: view() === each,
              }))}
            />
          </div>
          <Show
            when={props.project.todos.length > 0}
            fallback={<EmptyState icon="check" title={m.project_no_todos()} text={m.project_no_todos_text()} />}
          >
            <Switch>
              <Match when={view() === 'liste'}>
                <TodoList project={props.project} acts={acts} onAsk={ask} onOpen={({ n }) => setOpened(n)} />
              </Match>
              <Match when={view() === 'tafel'}>
                <TodoBoard project={props.project} acts={acts} onAsk={ask} onOpen={({ n }) => setOpened(n)} />
              </Match>
              <Match when={view() === 'zeitachse'}>
                <TodoTimeline project={props.project} onAsk={ask} onOpen={({ n }) => setOpened(n)} />
              </Match>
            </Switch>
          </Show>
        </div>
        <div class="flex min-w-0 flex-col gap-7">
          <Room project={props.project} acts={acts} onAsk={ask} />
          <Timeline entries={projectEntries(props.project.timeline, 'office')} fold={8} />
          <Forecast steps={projectSteps(props.project.forecast, 'office')} />
        </div>
      </div>
      <Show when={todo()} keyed={false}>
        {(found) => (
          <TodoSheet
            project={props.project}
            todo={found()}
            acts={acts}
            onAsk={ask}
            onClose={() => setOpened(undefined)}
          />
        )}
      </Show>
      <Show when={asked()} keyed>
        {(form) => (
          <ProjectDialog project={props.project} acts={acts} asked={form} onClose={() => setAsked(undefined)} />
        )}
      </Show>
    </article>
  );
}

function Head(props: { project: Project; acts: ProjectActs; onAsk: (asked: Asked) => void }): JSX.Element {
  const navigate = useNavigate();
  const done = () => props.project.todos.filter(({ phase }) => phase === 'done').length;
  const total = () => props.project.todos.filter(({ phase }) => phase !== 'dropped').length;
  const plans = () => props.project.plans && props.project.phase !== 'closed';
  const allDone = () => props.project.todos.every(({ endedAt }) => endedAt !== null);
  const close = () => void props.acts.run({ command: { type: 'close' }, files: [] }, { text: m.project_closed_now() });
  const items = (): MenuItem[] => [
    {
      label: m.project_print(),
      icon: 'print',
      onSelect: () => navigate(`/projekte/${props.project.id}/druck`),
    },
    ...(plans()
      ? ([
          {
            label: m.project_comment_whole(),
            icon: 'mail',
            onSelect: () => props.onAsk({ kind: 'comment', todo: null }),
          },
          {
            label: m.project_rename(),
            icon: 'document',
            onSelect: () => props.onAsk({ kind: 'rename', todo: null }),
          },
          { label: m.project_lead_act(), icon: 'person', onSelect: () => props.onAsk({ kind: 'lead' }) },
          { label: m.project_cancel(), icon: 'close', danger: true, onSelect: () => props.onAsk({ kind: 'cancel' }) },
        ] as const)
      : []),
    ...(props.project.plans ? ['separator' as const, ...dossierItems('projects', props.project.id)] : []),
  ];
  return (
    <header>
      <p class="text-sm text-muted">
        {props.project.number} · {sayPlace(props.project)}
      </p>
      <div class="mt-0.5 flex items-start justify-between gap-3">
        <h1 class="text-xl font-bold tracking-[-0.012em]">{props.project.title}</h1>
        <span data-no-print>
          <Menu items={items()} />
        </span>
      </div>
      <div class="mt-3 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_16rem]">
        <Waiting project={props.project}>
          <Show when={plans() && allDone()}>
            <Button look="filled" busy={props.acts.busy()} onClick={close}>
              {m.project_close()}
            </Button>
          </Show>
        </Waiting>
        <div class="rounded-xl border border-line bg-surface px-4 py-3.5">
          <Progress done={done()} total={total()} />
          <p class="mt-2 text-sm text-muted">
            {m.project_begun()} <When iso={props.project.begunAt} as="date" />
            <Show when={props.project.lead?.name}>{(name) => <> · {m.project_led_by({ name: name() })}</>}</Show>
          </p>
        </div>
      </div>
      <Show when={props.project.description}>
        <p class="mt-4 max-w-180 whitespace-pre-line text-pretty">{props.project.description}</p>
      </Show>
    </header>
  );
}

/** On whom the project waits first; what else waits is in the list. */
function Waiting(props: { project: Project; children: JSX.Element }): JSX.Element {
  const turn = () => props.project.waiting[0];
  const more = () => props.project.waiting.length - 1;
  const titleOf = (key: string) => props.project.todos.find(({ n }) => String(n) === key)?.title;
  return (
    <Show
      when={turn()}
      fallback={
        <WaitingPanel
          tone="done"
          label={props.project.outcome === 'cancelled' ? m.project_outcome_cancelled() : m.project_outcome_done()}
          headline={props.project.closedAt ? <When iso={props.project.closedAt} as="date" /> : m.project_beginning()}
        />
      }
    >
      {(ball) => (
        <WaitingPanel
          tone={toneOfTurn(ball(), 'office')}
          {...(ball().on.role === 'advisoryBoard'
            ? { name: m.lifecycle_whom_advisory_board() }
            : ball().on.name && !ball().on.us
              ? { name: ball().on.name ?? '' }
              : {})}
          headline={[titleOf(ball().key), sayTurn(ball(), 'office')].filter(Boolean).join(': ')}
          then={
            <>
              {sayThen(
                props.project.forecast.filter(({ to }) => to !== null),
                'office',
              )}
              <Show when={more() > 0}>
                {' '}
                {more() === 1 ? m.project_waits_one_more() : m.project_waits_more({ count: more() })}
              </Show>
            </>
          }
        >
          {props.children}
        </WaitingPanel>
      )}
    </Show>
  );
}
