import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { type Audience, useAudience } from './queries.ts';
import { day, sayBecause, sayRole, sayRoles, sayWay } from './words.ts';

/** How many names are shown before somebody asks for all. */
const FOLD = 8;

/** Exactly who sees a document and who does not, each with the reason. */
export function AudiencePanel(props: { id: string; revision: number; published: boolean }): JSX.Element {
  const audience = useAudience(
    () => props.id,
    () => props.revision,
  );
  return (
    <section class="mt-6">
      <Loaded query={audience} count={3} class="">
        {(data) => <Both audience={data()} published={props.published} />}
      </Loaded>
    </section>
  );
}

function Both(props: { audience: Audience; published: boolean }): JSX.Element {
  const ways = () => {
    const { mail, sms, fax, letter, none } = props.audience.ways;
    return [
      mail > 0 && `${mail} ${sayWay('mail')}`,
      sms > 0 && `${sms} ${sayWay('sms')}`,
      fax > 0 && `${fax} ${sayWay('fax')}`,
      letter > 0 && `${letter} ${sayWay('letter')}`,
      none > 0 && `${none} ${sayWay(null)}`,
    ].filter(Boolean);
  };
  return (
    <>
      <h2 class="text-md font-semibold">
        {props.published ? m.document_sees() : m.document_will_see({ date: day(props.audience.day) })}{' '}
        <span class="font-normal text-muted tabular-nums">{props.audience.readersInAll}</span>
      </h2>
      <Show when={props.audience.addressed > 0}>
        <p class="mt-0.5 text-muted">
          {props.published
            ? m.document_addressed({ count: props.audience.addressed })
            : m.document_ways({ count: props.audience.addressed })}{' '}
          {ways().join(', ')}.
        </p>
      </Show>
      <People
        empty={m.document_nobody_sees()}
        inAll={props.audience.readersInAll}
        rows={props.audience.readers.map(({ name, role, place, addressed }) => ({
          name,
          why: [sayRole(role), place, !addressed && m.document_only_board()].filter(Boolean).join(' · '),
        }))}
      />
      <Show when={props.audience.othersInAll > 0}>
        <h2 class="mt-5 text-md font-semibold">
          {props.published ? m.document_sees_not_now() : m.document_sees_not()}{' '}
          <span class="font-normal text-muted tabular-nums">{props.audience.othersInAll}</span>
        </h2>
        <People
          empty=""
          inAll={props.audience.othersInAll}
          rows={props.audience.others.map(({ name, because, roles, places }) => ({
            name,
            why: [sayBecause(because), [sayRoles(roles), places.join('; ')].filter(Boolean).join(', ')]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      </Show>
    </>
  );
}

function People(props: { rows: readonly { name: string; why: string }[]; inAll: number; empty: string }): JSX.Element {
  const [all, setAll] = createSignal(false);
  const shown = () => (all() ? props.rows : props.rows.slice(0, FOLD));
  return (
    <Show when={props.rows.length > 0} fallback={<p class="mt-2 text-muted">{props.empty}</p>}>
      <ul class="mt-2 overflow-hidden rounded-xl border border-line bg-surface">
        <For each={shown()}>
          {(row) => (
            <li class="flex flex-wrap items-baseline gap-x-3 border-line px-4 py-2 not-last:border-b">
              <span class="font-semibold">{row.name}</span>
              <span class="min-w-0 text-sm text-muted">{row.why}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={!all() && props.rows.length > FOLD}>
        <Button look="quiet" class="mt-1.5" onClick={() => setAll(true)}>
          {m.document_show_all({ count: props.rows.length })}
        </Button>
      </Show>
      <Show when={all() && props.inAll > props.rows.length}>
        <p class="mt-1.5 text-sm text-muted">{m.document_more_people({ count: props.inAll - props.rows.length })}</p>
      </Show>
    </Show>
  );
}
