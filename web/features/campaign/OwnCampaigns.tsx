import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayDue } from '../../ui/dates.ts';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { ToneDot } from '../../ui/Pill.tsx';
import { useOwnCampaigns } from './queries.ts';
import { standing } from './words.ts';

/** How it stands for whoever was asked: answers of others that are missing are the office's to look after. */
function ended(row: Parameters<typeof standing>[0]): ReturnType<typeof standing> {
  if (row.phase === 'lapsed') return { text: m.campaign_ended(), tone: 'neutral' };
  return { ...standing(row), ...(row.phase === 'pending' && { tone: 'neutral' as const }) };
}

/** What one is asked to vote on or to read, on the page that one comes home to; nothing where there is none. */
export function OwnCampaigns(): JSX.Element {
  const campaigns = useOwnCampaigns();
  const say = () => ({ locale: locale(), now: now() });
  return (
    <Show when={campaigns.data?.length ? campaigns.data : undefined}>
      {(rows) => (
        <section>
          <h2 class="mb-2.5 font-semibold">{m.campaign_title()}</h2>
          <ul class="flex flex-col gap-2.5">
            <For each={rows()}>
              {(row) => (
                <li>
                  <A
                    href={`/abstimmung/${row.id}`}
                    class={`flex items-center gap-3 rounded-xl border border-l-4 border-line bg-surface py-3.5 pr-3 pl-4 transition-colors hover:bg-sunken ${row.open ? 'border-l-us' : ''}`}
                  >
                    <span class="min-w-0 flex-1">
                      <span class="block leading-snug font-semibold text-pretty">{row.title}</span>
                      <span class="mt-0.5 block truncate text-base text-muted">
                        {row.number} · {row.property}
                      </span>
                      <span
                        class={`mt-1.5 flex items-center gap-2 text-base font-medium ${row.open ? 'text-us' : 'text-muted'}`}
                      >
                        <ToneDot tone={row.open ? 'us' : ended(row).tone} />
                        <span class="min-w-0">
                          {row.open ? m.campaign_portal_open({ due: sayDue(row.deadline, say()) }) : ended(row).text}
                        </span>
                      </span>
                    </span>
                    <Icon name="chevronRight" class="text-muted" />
                  </A>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </Show>
  );
}
