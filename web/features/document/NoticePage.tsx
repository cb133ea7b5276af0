import { useParams } from '@solidjs/router';
import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NotRead } from '../shell/NotRead.tsx';
import { useCompany } from '../signin/session.ts';
import { useDocument } from './queries.ts';
import { RichText } from './RichText.tsx';
import { day } from './words.ts';

/** A notice as it is printed and hung in the stairwell: large, with who hangs it and until when. */
export default function NoticePage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const document = useDocument(() => params.id);
  const company = useCompany();
  const shown = () => document.data?.versions.find(({ n }) => n === document.data?.version);
  return (
    <div class="mx-auto max-w-190 px-5 py-6 print:max-w-none print:p-0">
      <Switch fallback={<Skeleton shape="page" />}>
        <Match when={document.isError && !document.data}>
          <NotRead
            page
            error={document.error}
            onAgain={() => void document.refetch()}
            elsewhere={{ href: '/dokumente', label: m.document_title() }}
          />
        </Match>
        <Match when={document.data && (document.data.phase !== 'published' || !shown())}>
          <EmptyState
            icon="print"
            heading="h1"
            title={m.document_print_not_now()}
            text={m.document_print_not_now_text()}
            action={<ButtonLink href={`/dokumente/${params.id}`}>{m.document_print_back()}</ButtonLink>}
          />
        </Match>
        <Match when={shown()}>
          {(version) => (
            <>
              <div data-no-print class="mb-4 flex flex-wrap gap-2">
                <Button look="filled" icon="print" onClick={() => window.print()}>
                  {m.document_print_now()}
                </Button>
                <ButtonLink href={`/dokumente/${params.id}`}>{m.document_print_back()}</ButtonLink>
              </div>
              <article class="rounded-xl border border-line bg-surface px-8 py-8 text-xl max-sm:px-5 print:border-0 print:p-0">
                <p class="text-md text-muted">
                  {company.data?.name} · {document.data?.number}
                </p>
                <h1 class="mt-1 mb-6 text-3xl wrap-anywhere font-bold tracking-[-0.012em] text-balance">
                  {version().title}
                </h1>
                <RichText body={version().body} />
                <Show when={version().files.length > 0}>
                  <p class="mt-5 text-md text-muted">{m.document_print_files()}</p>
                  <ul class="list-disc pl-5 text-md">
                    <For each={version().files}>{(file) => <li>{file.name}</li>}</For>
                  </ul>
                </Show>
                <p class="mt-6 text-md text-muted">
                  <Show when={document.data?.validFrom}>{(date) => m.document_print_from({ date: day(date()) })}</Show>
                  <Show when={document.data?.validUntil}>
                    {(date) => <> · {m.document_print_until({ date: day(date()) })}</>}
                  </Show>
                </p>
              </article>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
