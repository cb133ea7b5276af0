import { A } from '@solidjs/router';
import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { type TicketView, useSimilar } from './queries.ts';

function Note(props: { tone: 'us' | 'others' | 'done' | 'late'; children: JSX.Element }): JSX.Element {
  const tones = { us: 'bg-us-soft', others: 'bg-others-soft', done: 'bg-done-soft', late: 'bg-late-soft' };
  return <p class={`mt-3 rounded-xl px-3.5 py-2.5 text-base ${tones[props.tone]}`}>{props.children}</p>;
}

/** Who orders and who pays for work in a rented flat, and what the owner's answer means for the order. */
export function OwnerNote(props: { ticket: TicketView }): JSX.Element {
  const status = () => props.ticket.approval?.status;
  return (
    <Show when={!props.ticket.closedAt && (props.ticket.owner ?? props.ticket.approval)}>
      <Switch>
        <Match when={status() === 'open'}>
          <Note tone="others">{m.ticket_owner_open()}</Note>
        </Match>
        <Match when={status() === 'given'}>
          <Note tone="done">{m.ticket_owner_given()}</Note>
        </Match>
        <Match when={status() === 'refused'}>
          <Note tone="late">{m.ticket_owner_refused()}</Note>
        </Match>
        <Match when={status() === 'lapsed'}>
          <Note tone="us">{m.ticket_owner_lapsed()}</Note>
        </Match>
        <Match when={props.ticket.owner === 'ask'}>
          <Note tone="us">{m.ticket_owner_ask()}</Note>
        </Match>
        <Match when={props.ticket.owner === 'inform'}>
          <Note tone="others">{m.ticket_owner_inform()}</Note>
        </Match>
      </Switch>
    </Show>
  );
}

/** What else is reported of the same thing: led here, leading, or only alike. */
export function Kindred(props: { ticket: TicketView; onMerge: () => void }): JSX.Element {
  const fresh = () => ['new', 'open'].includes(props.ticket.phase) && props.ticket.acts.includes('merge');
  const similar = useSimilar(
    () => props.ticket.id,
    () => fresh(),
  );
  const alike = () => (fresh() ? (similar.data ?? []).filter((each) => each.alike) : []);
  return (
    <>
      <Show when={props.ticket.leading}>
        {(leading) => (
          <p class="mt-3 text-base">
            <Icon name="chevronRight" size={16} class="mr-1 inline text-muted" />
            {m.ticket_led_by()}{' '}
            <A href={`/vorgaenge/${leading().id}`} class="font-semibold text-accent">
              {leading().number}
            </A>
          </p>
        )}
      </Show>
      <Show when={props.ticket.merged.length > 0 || props.ticket.followers > 0}>
        <p class="mt-3 text-base text-muted">
          <Show when={props.ticket.merged.length > 0}>
            {m.ticket_leads()}{' '}
            <For each={props.ticket.merged}>
              {({ id, number }, index) => (
                <>
                  {index() > 0 && ', '}
                  <A href={`/vorgaenge/${id}`} class="font-semibold text-accent">
                    {number}
                  </A>
                </>
              )}
            </For>
            {'. '}
          </Show>
          <Show when={props.ticket.followers > 0}>
            {props.ticket.followers === 1
              ? m.ticket_follower_one()
              : m.ticket_followers({ count: props.ticket.followers })}
          </Show>
        </p>
      </Show>
      <Show when={alike().length > 0}>
        <div class="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-sunken px-3.5 py-2">
          <p class="min-w-0 flex-1 text-base">
            {alike().length === 1
              ? m.ticket_similar_one({ number: alike()[0]?.number ?? '' })
              : m.ticket_similar({ count: alike().length })}
          </p>
          <Button look="quiet" onClick={() => props.onMerge()}>
            {m.ticket_similar_look()}
          </Button>
        </div>
      </Show>
    </>
  );
}
