import { useParams } from '@solidjs/router';
import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { When } from '../../ui/When.tsx';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { NotRead } from '../shell/NotRead.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { useReading } from './queries.ts';
import { RichText } from './RichText.tsx';
import { day, sayBytes, sayKind } from './words.ts';

/** One document as its reader sees it: the newest version, its text and its files. */
export default function ReaderPage(): JSX.Element {
  return (
    <ResidentFrame>
      <Page />
    </ResidentFrame>
  );
}

function Page(): JSX.Element {
  const params = useParams<{ id: string }>();
  const document = useReading(() => params.id);
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={document.data}>
        {(data) => (
          <article>
            <PageTitle above={`${sayKind(data().kind)} · ${data().number}`} title={data().title} />
            <p class="-mt-2 mb-4 text-base text-muted">
              <Show when={data().changedAt}>{(at) => <When iso={at()} as="day" />}</Show>
              <Show when={data().version > 1}> · {m.document_version({ n: data().version })}</Show>
              <Show when={data().validUntil}>
                {(until) => <> · {m.document_print_until({ date: day(until()) })}</>}
              </Show>
            </p>
            <RichText body={data().body} />
            <Show when={data().files.length > 0}>
              <h2 class="mt-6 mb-2.5 font-semibold">{m.document_files()}</h2>
              <ul class="flex flex-col gap-3">
                <For each={data().files}>
                  {(file) => (
                    <li>
                      <Show when={file.mediaType.startsWith('image/')}>
                        <img
                          src={fileAddress(file.id, 800)}
                          alt={file.name}
                          loading="lazy"
                          class="mb-2 max-h-120 w-full rounded-xl border border-line object-contain"
                        />
                      </Show>
                      <ButtonLink
                        href={fileAddress(file.id)}
                        target="_blank"
                        icon="document"
                        class="w-full wrap-anywhere"
                      >
                        {file.name}
                      </ButtonLink>
                      <p class="mt-1 text-center text-base text-muted">
                        {[file.pages && m.document_pages({ count: file.pages }), sayBytes(file.bytes)]
                          .filter(Boolean)
                          .join(' · ')}
                      </p>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </article>
        )}
      </Match>
      <Match when={document.error}>
        {(error) => (
          <NotRead
            page
            error={error()}
            onAgain={() => void document.refetch()}
            elsewhere={{ href: '/meine/dokumente', label: m.document_own_title() }}
          />
        )}
      </Match>
    </Switch>
  );
}
