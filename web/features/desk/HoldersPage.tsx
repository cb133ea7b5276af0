import { Key } from '@solid-primitives/keyed';
import { A, useSearchParams } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { holderRoles } from '../../../domain/desk/view.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { When } from '../../ui/When.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { addressOf } from './address.ts';
import { sayHolder } from './cells.tsx';
import { DeskTabs } from './DeskTabs.tsx';
import { type HolderGroup, useHolders } from './queries.ts';

/** "Wartet auf": whose turn it is in all open tickets, grouped by who has the ball; each leads to those tickets. */
export default function HoldersPage(): JSX.Element {
  const [search] = useSearchParams();
  const property = () => (typeof search.objekt === 'string' && search.objekt ? search.objekt : null);
  const holders = useHolders(property);
  const groups = () =>
    holderRoles.flatMap((role) => {
      const rows = (holders.data ?? []).filter((each) => each.role === role);
      return rows.length > 0 ? [{ role, rows }] : [];
    });
  return (
    <>
      <DeskTabs current="holders" />
      <div class="mx-auto max-w-260 px-5 py-5 max-lg:px-4">
        <h1 class="text-xl font-bold tracking-[-0.012em]">{m.desk_holders_title()}</h1>
        <p class="mt-1 text-muted">{m.desk_holders_lead()}</p>
        <Loaded query={holders} failed={m.desk_failed_title()}>
          {() => (
            <Show
              when={groups().length > 0}
              fallback={<EmptyState title={m.desk_holders_empty_title()} text={m.desk_holders_empty()} />}
            >
              <Key each={groups()} by="role">
                {(group) => (
                  <section class="mt-5" aria-labelledby={`holders-${group().role}`}>
                    <h2 id={`holders-${group().role}`} class="mb-1.5 font-semibold">
                      {sayHolder(group().role)}
                    </h2>
                    <div class="overflow-hidden rounded-xl border border-line bg-surface">
                      <table class="w-full table-fixed text-left">
                        <thead class="bg-sunken text-sm text-muted">
                          <tr>
                            <th scope="col" class="px-4 py-2 font-medium">
                              {m.desk_holders_who()}
                            </th>
                            <th scope="col" class="w-22 px-3 py-2 text-right font-medium sm:w-28">
                              {m.desk_holders_count()}
                            </th>
                            <th scope="col" class="w-28 px-3 py-2 text-right font-medium max-sm:hidden">
                              {m.desk_holders_late()}
                            </th>
                            <th scope="col" class="w-40 px-3 py-2 text-right font-medium max-sm:hidden">
                              {m.desk_holders_since()}
                            </th>
                            <th scope="col" class="w-30 px-4 py-2 text-right font-medium sm:w-44">
                              {m.desk_holders_due()}
                            </th>
                          </tr>
                        </thead>
                        <tbody>
                          <Key each={group().rows} by={({ role, id }) => `${role} ${id ?? ''}`}>
                            {(row) => <Holder row={row()} property={property()} />}
                          </Key>
                        </tbody>
                      </table>
                    </div>
                  </section>
                )}
              </Key>
            </Show>
          )}
        </Loaded>
      </div>
    </>
  );
}

function Holder(props: { row: HolderGroup; property: string | null }): JSX.Element {
  const name = () =>
    props.row.name ?? (props.row.role === 'management' ? m.desk_holder_desk() : m.desk_holder_nobody());
  const address = () =>
    addressOf({
      tab: 'open',
      property: props.property,
      holder: { role: props.row.role as (typeof holderRoles)[number], id: props.row.id },
    });
  return (
    <tr class="border-t border-line hover:bg-sunken">
      <th scope="row" class="px-4 py-1.5 font-normal">
        <A href={address()} class="inline-flex min-h-8 items-center font-semibold text-accent hover:underline">
          {name()}
        </A>
      </th>
      <td class="px-3 py-1.5 text-right tabular-nums">{props.row.count}</td>
      <td
        class={`px-3 py-1.5 text-right tabular-nums max-sm:hidden ${props.row.late > 0 ? 'font-semibold text-late' : 'text-muted'}`}
      >
        {props.row.late}
      </td>
      <td class="px-3 py-1.5 text-right whitespace-nowrap max-sm:hidden">
        <Show when={props.row.since}>{(since) => <When iso={since()} as="since" />}</Show>
      </td>
      <td class={`px-4 py-1.5 text-right ${props.row.late > 0 ? 'font-semibold text-late' : ''}`}>
        <Show when={props.row.due}>{(due) => <When iso={due()} as="due" />}</Show>
      </td>
    </tr>
  );
}
