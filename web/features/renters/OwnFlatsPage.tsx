import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate, sayDay } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { toast } from '../../ui/Toast.tsx';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { RenterForm } from './RenterForm.tsx';

export type OwnFlat = Answers['renters']['own'][number];

const ownKey = ['own flats'] as const;
const on = (at: string) => sayDate(at, { locale: locale(), now: now() });
const day = (date: string) => sayDay(date, { locale: locale(), now: now() });

/** An owner's flats: who rents them, and who is to. */
export default function OwnFlatsPage(): JSX.Element {
  return (
    <ResidentFrame>
      <OwnFlats />
    </ResidentFrame>
  );
}

function OwnFlats(): JSX.Element {
  const found = useQuery(() => ({ queryKey: ownKey, queryFn: () => api.renters.own.query() }));
  return (
    <>
      <h1 class="text-2xl font-bold tracking-[-0.012em]">{m.renters_own_title()}</h1>
      <p class="mt-1 mb-4 text-pretty text-muted">{m.renters_own_lead()}</p>
      <Loaded query={found} failed={m.renters_load_failed()} count={2} class="">
        {(flats) => (
          <Show
            when={flats().length > 0}
            fallback={
              <EmptyState icon="building" title={m.renters_own_empty_title()} text={m.renters_own_empty_text()} />
            }
          >
            <ul class="flex flex-col gap-3">
              <For each={flats()}>{(flat) => <Flat flat={flat} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
    </>
  );
}

function Flat(props: { flat: OwnFlat }): JSX.Element {
  const client = useQueryClient();
  const [telling, setTelling] = createSignal(false);
  const again = () => client.invalidateQueries({ queryKey: ownKey });
  const waiting = () => (props.flat.report?.state === 'waiting' ? props.flat.report : undefined);
  const today = () => new Date(now()).toISOString().slice(0, 10);
  const withdraw = async (id: string) => {
    try {
      await api.renters.withdraw.mutate({ id });
      toast({ text: m.renters_withdrawn() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    }
    await again();
  };
  const said = ({ name, from, until }: OwnFlat['renters'][number]) => {
    if (from > today()) return m.renters_from({ name, when: day(from) });
    return until ? m.renters_until({ name, when: day(until) }) : m.renters_since({ name, when: day(from) });
  };
  return (
    <li class="rounded-xl border border-line bg-surface px-4 py-3.5">
      <h2 class="font-semibold">{props.flat.place}</h2>
      <p class="text-base text-muted">{props.flat.property}</p>
      <ul class="mt-2">
        <For each={props.flat.renters} fallback={<li class="text-muted">{m.renters_nobody()}</li>}>
          {(renter) => <li>{said(renter)}</li>}
        </For>
      </ul>
      <Show when={waiting()}>
        {(report) => (
          <div class="mt-3 rounded-xl bg-others-soft px-3.5 py-3">
            <p class="font-semibold text-others">{m.renters_waits()}</p>
            <Show when={report().endsOn}>
              {(date) => <p class="mt-1.5">{m.renters_waits_out({ when: day(date()) })}</p>}
            </Show>
            <Show when={report().beginsOn}>
              {(date) => <p class="mt-1.5">{m.renters_waits_in({ name: report().name ?? '', when: day(date()) })}</p>}
            </Show>
            <Button look="quiet" class="mt-1" onClick={() => void withdraw(report().id)}>
              {m.renters_withdraw()}
            </Button>
          </div>
        )}
      </Show>
      <Show when={props.flat.report?.state === 'applied' && props.flat.report.decidedAt}>
        {(at) => (
          <p class="mt-3 rounded-xl bg-done-soft px-3.5 py-3 text-done">{m.renters_approved_on({ when: on(at()) })}</p>
        )}
      </Show>
      <Show when={props.flat.report?.state === 'rejected' && props.flat.report}>
        {(report) => (
          <p class="mt-3 rounded-xl bg-us-soft px-3.5 py-3 text-us">
            {m.renters_rejected({ reason: report().reason })}
          </p>
        )}
      </Show>
      <Show
        when={telling()}
        fallback={
          <Show when={!waiting()}>
            <Button class="mt-3 w-full" onClick={() => setTelling(true)}>
              {m.renters_change()}
            </Button>
          </Show>
        }
      >
        <RenterForm
          flat={props.flat}
          onClose={() => setTelling(false)}
          onDone={(state) => {
            setTelling(false);
            toast({ text: state === 'applied' ? m.renters_done_applied() : m.renters_done_waits() });
            void again();
          }}
        />
      </Show>
    </li>
  );
}
