import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { officeKey } from '../desk/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PreferencesForm } from './PreferencesForm.tsx';

/** What somebody hears of, seen and set by the office at their word. */
export default function PersonPreferences(props: { personId: string; name: string; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const found = useQuery(() => ({
    queryKey: [...officeKey, 'preferences', props.personId],
    queryFn: () => api.preferences.ofPerson.query({ personId: props.personId }),
    refetchInterval: false as const,
    refetchOnWindowFocus: false,
  }));
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && props.onClose()}
      title={m.preferences_title_of({ name: props.name })}
    >
      <Loaded query={found} failed={m.preferences_failed()} count={4} class="">
        {(known) => (
          <>
            <p class="mb-6 text-pretty text-muted">
              {m.preferences_lead_of({ name: props.name })} {m.preferences_must_of()}
            </p>
            <PreferencesForm
              known={known()}
              save={(wished) => api.preferences.setForPerson.mutate({ personId: props.personId, ...wished })}
              onSaved={() => {
                void client.invalidateQueries({ queryKey: officeKey });
                props.onClose();
              }}
            />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
