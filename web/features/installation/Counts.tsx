import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { useQuery } from '../../query.ts';
import { locale } from '../../ui/locale.ts';
import { type Company, installation, keys, type Overview } from './client.ts';

/** How many finished months stand beside each other; the older ones are in the database. */
const SHOWN = 6;

/** The units that took part, by company and month: what invoices are made from. */
export function Counts(props: { overview: Overview }): JSX.Element {
  const months = () => [...new Set(props.overview.counts.map(({ month }) => month))].slice(0, SHOWN);
  const said = (month: string) =>
    new Intl.DateTimeFormat(locale(), { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(
      new Date(`${month}T00:00:00Z`),
    );
  const count = (workspaceId: string, month: string) =>
    props.overview.counts.find((each) => each.workspaceId === workspaceId && each.month === month);
  const gone = () => {
    const there = new Set<string>(props.overview.companies.map(({ id }) => id));
    const names = new Map(props.overview.counts.map(({ workspaceId, slug }) => [workspaceId, slug]));
    return [...names].filter(([id]) => !there.has(id)).map(([id, slug]) => ({ id, name: slug }));
  };
  const cells = (workspaceId: string) => (
    <For each={months()}>
      {(month) => (
        <td class="px-4 py-2.5 text-right whitespace-nowrap">
          <Show when={count(workspaceId, month)} fallback="–">
            {(found) => m.installation_of({ count: found().participating, all: found().units })}
          </Show>
        </td>
      )}
    </For>
  );
  return (
    <section>
      <h2 class="text-lg font-semibold">{m.installation_counts()}</h2>
      <p class="mb-3 max-w-180 text-muted">{m.installation_counts_lead()}</p>
      <section
        class="overflow-x-auto rounded-xl border border-line bg-surface"
        tabindex="0"
        aria-label={m.installation_counts()}
      >
        <table class="w-full text-left tabular-nums">
          <thead>
            <tr class="border-b border-line text-sm text-muted">
              <th scope="col" class="px-4 py-2.5 font-semibold">
                {m.installation_company()}
              </th>
              <th scope="col" class="px-4 py-2.5 text-right font-semibold whitespace-nowrap">
                {m.installation_so_far()}
              </th>
              <For each={months()}>
                {(month) => (
                  <th scope="col" class="px-4 py-2.5 text-right font-semibold whitespace-nowrap">
                    {said(month)}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.overview.companies}>
              {(company) => (
                <tr class="border-line not-last:border-b">
                  <th scope="row" class="px-4 py-2.5 font-medium">
                    {company.name}
                  </th>
                  <td class="px-4 py-2.5 text-right whitespace-nowrap">
                    <SoFar company={company} />
                  </td>
                  {cells(company.id)}
                </tr>
              )}
            </For>
            <For each={gone()}>
              {(company) => (
                <tr class="border-line text-muted not-last:border-b">
                  <th scope="row" class="px-4 py-2.5 font-medium">
                    {m.installation_gone({ slug: company.name })}
                  </th>
                  <td class="px-4 py-2.5 text-right">–</td>
                  {cells(company.id)}
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </section>
  );
}

function SoFar(props: { company: Company }): JSX.Element {
  const count = useQuery(() => ({
    queryKey: keys.soFar(props.company.id),
    queryFn: () => installation.soFar.query({ id: props.company.id }),
    enabled: props.company.state === 'active',
    refetchInterval: false as const,
    throwOnError: false,
  }));
  return (
    <Show when={count.data} fallback="–">
      {(found) => m.installation_of({ count: found().participating, all: found().units })}
    </Show>
  );
}
