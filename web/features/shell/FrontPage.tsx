import { A } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Icon } from '../../ui/Icon.tsx';
import { PageTitle, PortalShell } from './PortalShell.tsx';

/** The front page of a company: who comes here, and by which door. */
export default function FrontPage(): JSX.Element {
  const workspace = useQuery(() => ({ queryKey: ['workspace'], queryFn: () => api.workspace.public.query() }));
  const doors = () => [
    { href: '/meine', title: m.shell_front_residents(), text: m.shell_front_residents_text() },
    { href: '/auftraege', title: m.shell_front_contractors(), text: m.shell_front_contractors_text() },
    { href: '/schreibtisch', title: m.shell_front_management(), text: m.shell_front_management_text() },
  ];
  return (
    <PortalShell brand={{ name: workspace.data?.name ?? '' }}>
      <PageTitle title={m.shell_front_title()} />
      <ul class="flex flex-col gap-3">
        <For each={doors()}>
          {(door) => (
            <li>
              <A
                href={door.href}
                class="flex items-center gap-3 rounded-xl border border-line bg-surface px-4.5 py-4 transition-colors hover:bg-sunken"
              >
                <span class="min-w-0 flex-1">
                  <span class="block font-semibold">{door.title}</span>
                  <span class="block text-md text-muted">{door.text}</span>
                </span>
                <Icon name="chevronRight" class="text-muted" />
              </A>
            </li>
          )}
        </For>
      </ul>
    </PortalShell>
  );
}
