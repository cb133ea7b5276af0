import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Loaded } from '../shell/Loaded.tsx';
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
    <Loaded query={found} failed={m.preferences_failed()} shape="page">
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
    </Loaded>
  );
}
