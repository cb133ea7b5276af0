import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { PreferencesForm } from './PreferencesForm.tsx';

/** The caller's own notifications, by whatever door they came. */
export function OwnPreferences(props: { door: string; named?: boolean }): JSX.Element {
  const client = useQueryClient();
  const key = () => ['preferences', props.door] as const;
  const found = useQuery(() => ({
    queryKey: key(),
    queryFn: () => api.preferences.get.query(),
    // What is being chosen must not be replaced.
    refetchInterval: false as const,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={found.isError && !found.data}>
        <ErrorNote
          title={m.preferences_failed()}
          text={sayFailure(found.error)}
          action={<Button onClick={() => void found.refetch()}>{m.ui_try_again()}</Button>}
        />
      </Match>
      <Match when={found.data}>
        {(known) => (
          <>
            <Show when={props.named}>
              <p class="text-muted">{m.preferences_for({ name: known().name })}</p>
            </Show>
            <p class="mt-1 mb-6 text-pretty text-muted">
              {m.preferences_lead()} {m.preferences_must()}
            </p>
            <PreferencesForm
              known={known()}
              save={(wished) => api.preferences.set.mutate(wished)}
              onSaved={() => void client.invalidateQueries({ queryKey: key(), refetchType: 'none' })}
            />
          </>
        )}
      </Match>
    </Switch>
  );
}
