import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { officeKey } from '../desk/queries.ts';
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
      <Switch fallback={<Skeleton shape="rows" count={4} />}>
        <Match when={found.isError}>
          <ErrorNote
            title={m.preferences_failed()}
            text={sayFailure(found.error)}
            action={<Button onClick={() => void found.refetch()}>{m.ui_try_again()}</Button>}
          />
        </Match>
        <Match when={found.data}>
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
        </Match>
      </Switch>
    </Dialog>
  );
}
