import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Icon } from '../../ui/Icon.tsx';
import { officeKey } from '../desk/queries.ts';

/** The projects that a ticket is part of, and the way to a new one that joins it. */
export function TicketProjects(props: {
  ticketId: string;
  propertyId: string;
  title: string;
  open: boolean;
}): JSX.Element {
  const projects = useQuery(() => ({
    queryKey: [...officeKey, 'ticketProjects', props.ticketId],
    queryFn: () => api.projects.ofTicket.query({ ticketId: props.ticketId }),
    throwOnError: false,
  }));
  const start = () =>
    `/projekte/neu?${new URLSearchParams({ vorgang: props.ticketId, objekt: props.propertyId, titel: props.title })}`;
  return (
    <Show when={props.open || (projects.data ?? []).length > 0}>
      <p class="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-base">
        <Icon name="board" size={16} class="text-muted" />
        <For each={projects.data}>
          {(project) => (
            <A
              href={`/projekte/${project.id}`}
              class="inline-flex min-h-6 items-center font-medium text-accent underline-offset-3 hover:underline"
            >
              {project.number} {project.title}
            </A>
          )}
        </For>
        <Show when={props.open}>
          <A
            href={start()}
            class="inline-flex min-h-6 items-center text-muted underline-offset-3 hover:text-ink hover:underline"
          >
            {m.project_from_ticket()}
          </A>
        </Show>
      </p>
    </Show>
  );
}
