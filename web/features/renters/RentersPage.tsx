import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fullName } from '../../../domain/person/person.ts';
import { type Answers, api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate, sayDay } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { useWaitingRenters } from './queries.ts';

type Waiting = Answers['renters']['waiting'][number];

const say = () => ({ locale: locale(), now: now() });

/** What owners said of their renters, until the office has decided. */
export default function RentersPage(): JSX.Element {
  const [rejecting, setRejecting] = createSignal<Waiting>();
  const found = useWaitingRenters();
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-bold tracking-[-0.012em]">{m.renters_office_title()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.renters_office_lead()}</p>
      <Loaded query={found} failed={m.renters_load_failed()}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState icon="people" title={m.renters_office_empty_title()} text={m.renters_office_empty_text()} />
            }
          >
            <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
              <For each={rows()}>{(row) => <Line row={row} onReject={() => setRejecting(row)} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={rejecting()} keyed>
        {(row) => <RejectDialog row={row} onClose={() => setRejecting(undefined)} />}
      </Show>
    </div>
  );
}

function Line(props: { row: Waiting; onReject: () => void }): JSX.Element {
  const again = useAgain();
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const approve = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await api.renters.approve.mutate({ id: props.row.id });
      toast({ text: m.renters_approved() });
      await again();
    } catch (reason) {
      setFailure(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  const leaves = (endsOn: string) => {
    const when = sayDay(endsOn, say());
    const name = props.row.present.join(', ');
    return name ? m.renters_office_out({ name, when }) : m.renters_office_out_nobody({ when });
  };
  return (
    <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-b border-line px-4 py-3.5 last:border-b-0">
      <div class="min-w-0 flex-1 basis-72">
        <A href={`/einheiten/${props.row.unitId}`} class="font-semibold text-accent underline-offset-3 hover:underline">
          {props.row.place}
        </A>
        <p class="text-sm text-muted">
          {props.row.property} ·{' '}
          {m.renters_office_by({ name: props.row.owner.name, when: sayDate(props.row.madeAt, say()) })}
        </p>
        <Show when={props.row.endsOn}>{(date) => <p class="mt-1.5">{leaves(date())}</p>}</Show>
        <Show when={props.row.renter}>
          {(renter) => (
            <div class="mt-1.5">
              <p>{m.renters_office_in({ name: fullName(renter()), when: sayDay(props.row.beginsOn ?? '', say()) })}</p>
              <p class="text-sm text-muted">
                {[
                  renter().email,
                  renter().phone,
                  renter().street && `${renter().street}, ${renter().postalCode} ${renter().city}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
          )}
        </Show>
        <Show when={props.row.known}>
          {(known) => <p class="mt-1.5 text-sm text-us">{m.renters_office_known({ name: known().name })}</p>}
        </Show>
        <Show when={failure()}>{(text) => <ErrorNote class="mt-2" title={text()} />}</Show>
      </div>
      <div class="flex gap-2 max-sm:w-full">
        <Button busy={busy()} class="max-sm:flex-1" onClick={() => void approve()}>
          {m.renters_approve()}
        </Button>
        <Button look="quiet" onClick={() => props.onReject()}>
          {m.renters_reject()}
        </Button>
      </div>
    </li>
  );
}

function RejectDialog(props: { row: Waiting; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const [reason, setReason] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const submit = async () => {
    setTried(true);
    if (reason().trim() === '') return;
    setBusy(true);
    try {
      await api.renters.reject.mutate({ id: props.row.id, reason: reason() });
      toast({ text: m.renters_rejected_done() });
      props.onClose();
      await again();
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActDialog
      title={m.renters_reject_title()}
      submit={m.renters_reject()}
      busy={busy()}
      error={failure()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextArea
        label={m.renters_reject_reason()}
        maxLength={500}
        value={reason()}
        error={tried() && reason().trim() === '' ? m.renters_reject_missing() : undefined}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
