import { A } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { officeKey, useWorkspace } from '../desk/queries.ts';
import { FaxForm } from './FaxForm.tsx';
import { LetterheadForm } from './LetterheadForm.tsx';

/** What stands on the company's letters, and how its faxes go out. */
export default function LetterSettingsPage(): JSX.Element {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const settings = useQuery(() => ({
    queryKey: ['letterSettings'],
    queryFn: () => api.letters.settings.query(),
    // What is being typed must not be replaced.
    refetchInterval: false as const,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  const saved = () => {
    void client.invalidateQueries({ queryKey: ['letterSettings'] });
    void client.invalidateQueries({ queryKey: officeKey });
  };
  return (
    <div class="mx-auto max-w-180 px-5 py-6 max-lg:px-4">
      <A
        href="/briefe"
        class="mb-2 inline-flex min-h-8 items-center gap-1 font-semibold text-accent underline-offset-3 hover:underline"
      >
        <Icon name="chevronLeft" size={16} />
        {m.letters_settings_back()}
      </A>
      <h1 class="text-xl font-semibold">{m.letters_settings()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.letters_settings_lead()}</p>
      <Switch fallback={<Skeleton shape="rows" count={5} />}>
        <Match when={settings.isError && !settings.data}>
          <ErrorNote
            class="mt-5"
            title={m.letters_settings_failed()}
            text={sayFailure(settings.error)}
            action={<Button onClick={() => void settings.refetch()}>{m.ui_try_again()}</Button>}
          />
        </Match>
        <Match when={settings.data && workspace.data && settings.data}>
          {(data) => (
            <>
              <LetterheadForm
                known={data().letterhead}
                hasLogo={data().hasLogo}
                name={workspace.data?.name ?? ''}
                onSaved={saved}
              />
              <FaxForm known={data().fax} commonGateway={data().commonGateway} onSaved={saved} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
