import { A, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { leadsAway, NotRead } from '../shell/NotRead.tsx';
import { MappingEditor } from './MappingEditor.tsx';
import { Preview } from './Preview.tsx';
import { importKeys, type Run, sum, useImport } from './queries.ts';
import { sayProblem, standingOf } from './words.ts';

/** One taking in of files, step by step: what the columns mean, what it would do, done, and back. */
export default function RunPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const run = useImport(() => params.id);
  return (
    <div class="mx-auto flex max-w-260 flex-col gap-5 px-5 py-6 max-lg:px-4">
      <Show when={!leadsAway(run)}>
        <A href="/daten" class="w-fit text-accent underline-offset-3 hover:underline">
          {m.imports_back()}
        </A>
      </Show>
      <Show when={run.isError && !run.data}>
        <NotRead
          page
          error={run.error}
          onAgain={() => void run.refetch()}
          elsewhere={{ href: '/daten', label: m.imports_back() }}
        />
      </Show>
      <Show when={run.data} fallback={run.isError ? undefined : <Skeleton shape="page" />}>
        {(found) => <Steps run={found()} />}
      </Show>
    </div>
  );
}

function Steps(props: { run: Run }): JSX.Element {
  const client = useQueryClient();
  const [busy, setBusy] = createSignal<string>();
  const [failure, setFailure] = createSignal<string>();
  const ask = async (step: 'plan' | 'take' | 'undo' | 'discard') => {
    setBusy(step);
    setFailure(undefined);
    try {
      await api.imports[step].mutate({ id: props.run.id });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(undefined);
      await client.invalidateQueries({ queryKey: importKeys.list });
    }
  };
  const wrong = () => sum(props.run, 'wrong');
  const changes = () => sum(props.run, 'new') + sum(props.run, 'changed');
  const unclear = () => props.run.missing.some((fields) => fields.length > 0);
  const tables = () => props.run.files.filter(({ kind }) => kind === 'csv');
  return (
    <>
      <header class="flex flex-wrap items-center justify-between gap-3">
        <h1 class="text-xl font-bold tracking-[-0.012em]">{m.imports_run_title()}</h1>
        <Pill tone={standingOf(props.run).tone}>{standingOf(props.run).say()}</Pill>
      </header>
      <Show when={props.run.failure}>
        {(said) => (
          <ErrorNote
            title={
              said().file
                ? m.imports_at({
                    file: said().file ?? '',
                    line: String(said().line ?? 1),
                    problem: sayProblem(said().code, said().details),
                  })
                : // What can't be taken back has no preview to look at again.
                  sayProblem(
                    props.run.state === 'applied' && said().code === 'changedMeanwhile' ? 'inUse' : said().code,
                    said().details,
                  )
            }
          />
        )}
      </Show>
      <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      <Switch>
        <Match when={props.run.state === 'mapping' || props.run.state === 'refused'}>
          <Show when={tables().length > 0} fallback={<p class="text-muted">{m.imports_no_mapping()}</p>}>
            <p class="max-w-180 text-muted">{m.imports_mapping_lead()}</p>
            <For each={tables()}>{(file) => <MappingEditor run={props.run} file={file} />}</For>
          </Show>
          <Acts>
            <Button onClick={() => void ask('discard')} busy={busy() === 'discard'}>
              {m.imports_discard()}
            </Button>
            <Button look="filled" disabled={unclear()} busy={busy() === 'plan'} onClick={() => void ask('plan')}>
              {m.imports_look()}
            </Button>
          </Acts>
        </Match>
        <Match when={['planning', 'applying', 'undoing'].includes(props.run.state)}>
          <div role="status" class="rounded-xl border border-line bg-surface px-4 py-5">
            <p class="font-semibold">{standingOf(props.run).say()}</p>
            <Show when={props.run.state === 'applying'}>
              <progress class="mt-3 h-2 w-full accent-accent" max="100" value={props.run.progress}>
                {props.run.progress} %
              </progress>
            </Show>
            <p class="mt-2 text-muted">{m.imports_may_leave()}</p>
          </div>
        </Match>
        <Match when={props.run.state === 'planned' || props.run.state === 'applied'}>
          <Preview run={props.run} />
          <Show
            when={props.run.state === 'planned'}
            fallback={
              <Acts note={m.imports_undo_until()}>
                <Button busy={busy() === 'undo'} icon="undo" onClick={() => void ask('undo')}>
                  {m.imports_undo()}
                </Button>
              </Acts>
            }
          >
            <Acts
              note={
                wrong() > 0
                  ? m.imports_wrong_first({ count: String(wrong()) })
                  : changes() === 0
                    ? m.imports_nothing_to_take()
                    : m.imports_all_or_none()
              }
            >
              <Button onClick={() => void ask('discard')} busy={busy() === 'discard'}>
                {m.imports_discard()}
              </Button>
              <Button
                look="filled"
                disabled={wrong() > 0 || changes() === 0}
                busy={busy() === 'take'}
                onClick={() => void ask('take')}
              >
                {m.imports_take({ count: String(changes()) })}
              </Button>
            </Acts>
          </Show>
        </Match>
        <Match when={true}>
          <p class="text-muted">{m.imports_over()}</p>
        </Match>
      </Switch>
    </>
  );
}

function Acts(props: { note?: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="flex flex-wrap items-center justify-end gap-2 max-sm:flex-col-reverse max-sm:items-stretch">
      <Show when={props.note}>
        <p class="mr-auto max-w-140 text-muted">{props.note}</p>
      </Show>
      {props.children}
    </div>
  );
}
