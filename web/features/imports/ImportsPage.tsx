import { A, useNavigate } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { actHeaders, refusalFrom } from '../../api.ts';
import { sentencesLoaded } from '../../refusal-table.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { When } from '../../ui/When.tsx';
import { type Runs, useImports } from './queries.ts';
import { sayProblem, standingOf } from './words.ts';

/** Taking a company's own data in, and out again. */
export default function ImportsPage(): JSX.Element {
  const runs = useImports();
  return (
    <div class="mx-auto flex max-w-220 flex-col gap-8 px-5 py-6 max-lg:px-4">
      <header>
        <h1 class="text-xl font-bold tracking-[-0.012em]">{m.imports_title()}</h1>
        <p class="mt-1 max-w-180 text-muted">{m.imports_lead()}</p>
      </header>
      <Upload />
      <section>
        <h2 class="mb-3 text-lg font-semibold">{m.imports_runs()}</h2>
        <Show when={runs.data} fallback={<Skeleton shape="rows" count={3} />}>
          {(found) => <RunList runs={found()} />}
        </Show>
      </section>
      <Export />
    </div>
  );
}

function Upload(): JSX.Element {
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [over, setOver] = createSignal(false);
  let picker: HTMLInputElement | undefined;

  const send = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setBusy(true);
    setFailure(undefined);
    const id = crypto.randomUUID();
    const body = new FormData();
    for (const file of files) body.append('file', file, file.name);
    try {
      const answer = await fetch(`/api/imports/${id}`, { method: 'POST', body, headers: actHeaders() });
      if (answer.ok) return navigate(`/daten/${id}`);
      await sentencesLoaded();
      setFailure(await whyNot(answer));
    } catch {
      setFailure(m.errors_unavailable());
    } finally {
      setBusy(false);
    }
  };
  return (
    <section
      aria-label={m.imports_upload()}
      class={`rounded-xl border border-dashed px-5 py-8 text-center transition-colors ${over() ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <p class="font-semibold">{m.imports_drop()}</p>
      <p class="mx-auto mt-1 mb-4 max-w-120 text-pretty text-muted">{m.imports_drop_text()}</p>
      <input
        ref={picker}
        type="file"
        multiple
        class="sr-only"
        aria-label={m.imports_choose()}
        tabindex="-1"
        accept=".csv,.txt,.tsv,.xml,.zip"
        onChange={(event) => {
          void send([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <Button look="filled" busy={busy()} onClick={() => picker?.click()}>
        {m.imports_choose()}
      </Button>
      <Show when={failure()}>
        {(text) => (
          <div class="mx-auto mt-4 max-w-140 text-left">
            <ErrorNote title={text()} />
          </div>
        )}
      </Show>
    </section>
  );
}

async function whyNot(answer: Response): Promise<string> {
  const said = (await answer.json().catch(() => null)) as {
    unreadable?: { code: string; file: string; line: number; details: Record<string, unknown> };
    error?: { data?: { domain?: unknown } };
  } | null;
  if (said?.unreadable) {
    const { code, file, line, details } = said.unreadable;
    return m.imports_at({ file, line: String(line), problem: sayProblem(code, details) });
  }
  return sayRefusal(refusalFrom(said?.error?.data?.domain) ?? { code: 'unexpected', details: {} });
}

/** The files of a run by name; of many the first ones. */
function sayFiles(names: readonly string[]): string {
  const more = names.length - FILES_NAMED;
  const named = names.slice(0, FILES_NAMED).join(', ');
  return more > 0 ? m.imports_files_more({ names: named, count: more }) : named;
}
const FILES_NAMED = 4;

function RunList(props: { runs: Runs }): JSX.Element {
  return (
    <Show
      when={props.runs.length > 0}
      fallback={<EmptyState icon="document" title={m.imports_none()} text={m.imports_none_text()} />}
    >
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <For each={props.runs}>
          {(run) => (
            <li class="border-line not-last:border-b">
              <A
                href={`/daten/${run.id}`}
                class="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken"
              >
                <span class="min-w-0">
                  <span class="block font-semibold wrap-anywhere">{sayFiles(run.fileNames)}</span>
                  <span class="text-sm text-muted">
                    <When iso={run.begunAt} /> · {run.begunBy}
                  </span>
                </span>
                <Pill tone={standingOf(run).tone}>{standingOf(run).say()}</Pill>
              </A>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

function Export(): JSX.Element {
  const ways = () => [
    { href: '/api/master-data.zip', label: m.imports_export_csv(), text: m.imports_export_csv_text() },
    { href: '/api/master-data.xml', label: m.imports_export_xml(), text: m.imports_export_xml_text() },
    { href: '/api/master-data.openimmo', label: m.imports_export_openimmo(), text: m.imports_export_openimmo_text() },
    { href: '/api/master-data.xsd', label: m.imports_export_xsd(), text: m.imports_export_xsd_text() },
    { href: '/api/master-data.xlsx', label: m.imports_export_xlsx(), text: m.imports_export_xlsx_text() },
  ];
  return (
    <section>
      <h2 class="text-lg font-semibold">{m.imports_export()}</h2>
      <p class="mb-3 text-muted">{m.imports_export_lead()}</p>
      <ul class="grid gap-3 sm:grid-cols-2">
        <For each={ways()}>
          {(way) => (
            <li>
              <a
                href={way.href}
                download=""
                class="block h-full rounded-xl border border-line bg-surface px-4 py-3 hover:bg-sunken"
              >
                <span class="font-semibold text-accent">{way.label}</span>
                <span class="block text-sm text-muted">{way.text}</span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
