import { useQueryClient } from '@tanstack/solid-query';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Delivery, keys, type OfficeDocument, useDelivery } from './queries.ts';
import { sayFailure } from './words.ts';

/** How the messages about a document stand: how many went out by which way, what failed, and the press that sends them. */
export function DeliveryPanel(props: { document: OfficeDocument }): JSX.Element {
  const client = useQueryClient();
  const delivery = useDelivery(() => props.document.id);
  const again = () => client.invalidateQueries({ queryKey: keys.one(props.document.id) });
  const mailing = createAct(async (_: object) => api.documents.mail.mutate({ id: props.document.id }));
  const retrying = createAct(async ({ ids }: { ids: string[] }) =>
    api.documents.retry.mutate({ id: props.document.id, messageIds: ids }),
  );
  const mail = async () => {
    const done = await mailing.run({});
    if (!done) return;
    toast({ text: done.written > 0 ? m.document_mailed({ count: done.written }) : m.document_mailed_nobody() });
    await again();
  };
  const failed = () =>
    (delivery.data?.failed ?? []).filter(({ state, detail }) => state === 'failed' && detail !== 'noLongerThere');
  const retry = async () => {
    const done = await retrying.run({ ids: failed().map(({ id }) => id) });
    if (!done) return;
    toast({ text: m.document_retried({ count: done.again }) });
    await again();
  };
  const published = () => props.document.phase === 'published';
  return (
    <section class="mt-6">
      <h2 class="mb-2 text-md font-semibold">{m.document_delivery()}</h2>
      <Show
        when={delivery.data?.progress}
        fallback={<p class="text-muted">{published() ? m.document_delivery_none() : m.document_delivery_draft()}</p>}
      >
        {(progress) => <Progress progress={progress()} withdrawn={props.document.phase === 'withdrawn'} />}
      </Show>
      <Show when={mailing.error() ?? retrying.error()}>{(error) => <ErrorNote class="mt-3" title={error()} />}</Show>
      <div class="mt-3 flex flex-wrap gap-2 empty:hidden">
        <Show when={published() && props.document.mayPublish}>
          <Button icon="send" busy={mailing.busy()} onClick={() => void mail()}>
            {delivery.data?.progress ? m.document_mail_missing() : m.document_mail()}
          </Button>
        </Show>
        <Show when={(delivery.data?.progress?.toPrint ?? 0) > 0}>
          <ButtonLink href="/briefe" icon="print">
            {m.document_to_letters()}
          </ButtonLink>
        </Show>
        <Show when={published() && props.document.mayPublish && failed().length > 0}>
          <Button icon="undo" busy={retrying.busy()} onClick={() => void retry()}>
            {m.document_retry({ count: failed().length })}
          </Button>
        </Show>
      </div>
      <Show when={(delivery.data?.failed.length ?? 0) > 0}>
        <ul class="mt-3 overflow-hidden rounded-xl border border-line bg-surface">
          <For each={delivery.data?.failed}>
            {(each) => (
              <li class="flex flex-wrap items-baseline gap-x-3 border-line px-4 py-2 not-last:border-b">
                <a
                  href={`/personen/${each.personId}`}
                  class="font-semibold text-accent underline-offset-3 hover:underline"
                >
                  {each.name}
                </a>
                <span class="min-w-0 text-sm text-late">
                  {each.state === 'unclear' ? m.document_unclear() : sayFailure(each)}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}

function Progress(props: { progress: NonNullable<Delivery['progress']>; withdrawn: boolean }): JSX.Element {
  const gone = () => {
    const { byMail, byOther, posted, toPrint, unwanted } = props.progress;
    return byMail + byOther + posted + toPrint + unwanted;
  };
  const share = () => Math.round((gone() / Math.max(1, props.progress.all)) * 100);
  const parts = () => {
    const { byMail, byOther, posted, toPrint, waiting, failed, unclear, unwanted } = props.progress;
    return [
      byMail > 0 && m.document_by_mail({ count: byMail }),
      byOther > 0 && m.document_by_other({ count: byOther }),
      toPrint > 0 && m.document_by_letter({ count: toPrint }),
      posted > 0 && m.document_posted({ count: posted }),
      unwanted > 0 && m.document_unwanted({ count: unwanted }),
      waiting > 0 && m.document_waiting({ count: waiting }),
      failed > 0 && m.document_failed_count({ count: failed }),
      unclear > 0 && m.document_unclear_count({ count: unclear }),
    ].filter(Boolean);
  };
  return (
    <div class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <p class="font-semibold tabular-nums">{m.document_gone_of({ gone: gone(), all: props.progress.all })}</p>
      <div
        role="progressbar"
        aria-label={m.document_delivery()}
        aria-valuenow={share()}
        aria-valuemin={0}
        aria-valuemax={100}
        class="mt-2 h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div class="h-full rounded-full bg-accent transition-[width]" style={{ width: `${share()}%` }} />
      </div>
      <p class="mt-2 text-sm text-muted">{parts().join(' · ')}</p>
      <Show when={props.progress.stopped > 0}>
        <p class="mt-1 text-sm text-us">
          {props.withdrawn
            ? m.document_stopped({ gone: gone(), count: props.progress.stopped })
            : m.document_stopped_newer({ count: props.progress.stopped })}
        </p>
      </Show>
    </div>
  );
}
