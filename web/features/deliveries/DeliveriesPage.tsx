import { A } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Way } from '../../../domain/preferences/preferences.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import type { Tone } from '../../ui/tones.ts';
import { When } from '../../ui/When.tsx';
import { officeKey } from '../desk/queries.ts';
import { ContactDialog } from '../letters/ContactDialog.tsx';
import { sayByWay } from '../preferences/words.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { type Delivery, useDeliveries } from './queries.ts';
import { sayReason, saySend } from './words.ts';

const groups: { trouble: Delivery['trouble']; title: () => string; hint?: () => string; tone: Tone }[] = [
  { trouble: 'failed', title: m.deliveries_failed, tone: 'late' },
  { trouble: 'unclear', title: m.deliveries_unclear, hint: m.deliveries_unclear_hint, tone: 'us' },
  { trouble: 'cameBack', title: m.deliveries_came_back, hint: m.deliveries_came_back_hint, tone: 'neutral' },
];

/** Where the matter of a message is looked at. */
const pathOf: Record<Delivery['noun'], string> = {
  ticket: '/vorgaenge',
  campaign: '/abstimmungen',
  project: '/projekte',
  document: '/dokumente',
};

/** What reached nobody, may not have, or came back: one list, with what can be done about each. */
export default function DeliveriesPage(): JSX.Element {
  const found = useDeliveries(() => null);
  const of = (trouble: Delivery['trouble']) => (found.data ?? []).filter((row) => row.trouble === trouble);
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.deliveries_title()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.deliveries_lead()}</p>
      <Loaded query={found} failed={m.deliveries_failed_load()} count={4}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={<EmptyState icon="send" title={m.deliveries_none_title()} text={m.deliveries_none_text()} />}
          >
            <For each={groups.filter(({ trouble }) => of(trouble).length > 0)}>
              {(group) => (
                <section class="mt-7">
                  <h2 class="flex flex-wrap items-center gap-2 text-md font-semibold">
                    {group.title()} <Pill tone={group.tone}>{of(group.trouble).length}</Pill>
                  </h2>
                  <Show when={group.hint}>
                    {(hint) => <p class="mt-0.5 text-sm text-pretty text-muted">{hint()()}</p>}
                  </Show>
                  <ul class="mt-2 overflow-hidden rounded-xl border border-line bg-surface">
                    <For each={of(group.trouble)}>{(row) => <Row row={row} />}</For>
                  </ul>
                </section>
              )}
            </For>
          </Show>
        )}
      </Loaded>
    </div>
  );
}

function Row(props: { row: Delivery }): JSX.Element {
  const client = useQueryClient();
  const [busy, setBusy] = createSignal(false);
  const [editing, setEditing] = createSignal(false);
  const again = () => client.invalidateQueries({ queryKey: officeKey });
  const act = async (does: () => Promise<void>) => {
    setBusy(true);
    try {
      await does();
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    } finally {
      setBusy(false);
      void again();
    }
  };
  const send = (way: Way) =>
    act(async () => {
      await api.deliveries.retry.mutate({ id: props.row.id, way });
      toast({ text: m.deliveries_retried({ way: sayByWay(way) }) });
    });
  const settle = () =>
    act(async () => {
      const { id } = props.row;
      await api.deliveries.settle.mutate({ id, settled: true });
      toast({
        text: m.deliveries_settled(),
        undo: () => void api.deliveries.settle.mutate({ id, settled: false }).then(again, again),
      });
    });
  const stuck = () => props.row.trouble !== 'cameBack';
  // What is likeliest to help: the same way where it was only unclear, else one that has not refused yet.
  const best = () => {
    const { ways, refused, channel, trouble } = props.row;
    if (!stuck()) return undefined;
    if (trouble === 'unclear' && channel && ways.includes(channel)) return channel;
    return ways.find((way) => !refused.includes(way)) ?? ways[0];
  };
  const mayEnter = () => props.row.personId !== null && !props.row.isEmployee;
  const others = (): MenuItem[] => [
    ...(stuck()
      ? props.row.ways
          .filter((way) => way !== best())
          .map((way) => ({ label: saySend(way, way === props.row.channel), onSelect: () => void send(way) }))
      : []),
    ...(mayEnter() && best() ? [{ label: m.deliveries_address(), onSelect: () => setEditing(true) }] : []),
    ...(best() || mayEnter() ? [{ label: m.deliveries_settle(), onSelect: () => void settle() }] : []),
  ];
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line px-4 py-3.5 not-last:border-b">
      <div class="min-w-0 flex-1 basis-72">
        <p class="font-semibold text-pretty">{m.deliveries_about({ about: props.row.about, name: props.row.name })}</p>
        <p class="text-pretty">{sayReason(props.row)}</p>
        <p class="text-sm text-muted">
          <A
            href={`${pathOf[props.row.noun]}/${props.row.fileId}`}
            class="inline-flex min-h-6 items-center text-accent underline-offset-3 hover:underline"
          >
            {props.row.number}
          </A>{' '}
          {props.row.title} · <When iso={props.row.at} as="short" />
        </p>
      </div>
      <div class="flex flex-wrap items-center gap-2 max-sm:w-full">
        <Switch
          fallback={
            <Button busy={busy()} class="max-sm:flex-1" onClick={() => void settle()}>
              {m.deliveries_settle()}
            </Button>
          }
        >
          <Match when={best()}>
            {(way) => (
              <Button busy={busy()} class="max-sm:flex-1" onClick={() => void send(way())}>
                {saySend(way(), way() === props.row.channel || props.row.refused.includes(way()))}
              </Button>
            )}
          </Match>
          <Match when={mayEnter()}>
            <Button busy={busy()} class="max-sm:flex-1" onClick={() => setEditing(true)}>
              {m.deliveries_address()}
            </Button>
          </Match>
        </Switch>
        <Show when={others().length > 0}>
          <Menu items={others()} />
        </Show>
      </div>
      <Show when={editing() && props.row.personId} keyed>
        {(personId) => <ContactDialog personId={personId} onClose={() => setEditing(false)} />}
      </Show>
    </li>
  );
}
