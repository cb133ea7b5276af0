import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { refusalIn } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AccountMenu } from '../shell/AccountMenu.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { signedOut } from '../signin/sign-out.ts';
import { Companies } from './Companies.tsx';
import { Counts } from './Counts.tsx';
import { installation, keys } from './client.ts';
import { OperatorFactor } from './OperatorFactor.tsx';
import { OperatorSignIn } from './OperatorSignIn.tsx';
import { Record } from './Record.tsx';
import { Servers } from './Servers.tsx';

/** The installation's own administration: its companies, servers and what is billed. An account apart. */
export default function InstallationPage(): JSX.Element {
  const client = useQueryClient();
  const me = useQuery(() => ({ queryKey: keys.me, queryFn: () => installation.me.query(), throwOnError: false }));
  const signOut = async () => {
    if (!(await signedOut(() => installation.signOut.mutate()))) return;
    client.clear();
    await me.refetch();
  };
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={me.isError && refusalIn(me.error).code === 'notFound'}>
        <EmptyState icon="lock" title={m.installation_elsewhere()} text={m.installation_elsewhere_text()} />
      </Match>
      <Match when={me.isError}>
        <div class="mx-auto max-w-140 p-5">
          <ErrorNote title={sayFailure(me.error)} />
        </div>
      </Match>
      <Match when={me.data === null}>
        <OperatorSignIn />
      </Match>
      <Match when={me.data}>
        {(operator) => (
          <div class="min-h-dvh bg-bg">
            <header class="border-b border-line bg-surface">
              <div class="mx-auto flex min-h-13.5 max-w-290 items-center gap-3 px-5 py-2 max-lg:px-4">
                <p class="min-w-0 flex-1 truncate font-semibold">{m.installation_brand()}</p>
                <AccountMenu name={operator().email} onSignOut={() => void signOut()} compact />
              </div>
            </header>
            <Board />
          </div>
        )}
      </Match>
    </Switch>
  );
}

function Board(): JSX.Element {
  const overview = useQuery(() => ({
    queryKey: keys.overview,
    queryFn: () => installation.overview.query(),
    // A company that is being made or moved changes by itself.
    refetchInterval: (query) =>
      query.state.data?.companies.some(({ state }) => state === 'creating' || state === 'moving') ? 2_000 : 30_000,
  }));
  return (
    <main class="mx-auto flex max-w-290 flex-col gap-8 px-5 py-6 max-lg:px-4">
      <Loaded query={overview} count={5} class="">
        {(found) => (
          <>
            <Companies overview={found()} />
            <Counts overview={found()} />
            <Servers servers={found().servers} companies={found().companies} />
            <Record overview={found()} />
            <OperatorFactor />
          </>
        )}
      </Loaded>
    </main>
  );
}
