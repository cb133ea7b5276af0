import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAttempt, useSessions } from './queries.ts';

const entrances = {
  management: () => m.account_entrance_management(),
  residents: () => m.account_entrance_residents(),
  contractors: () => m.account_entrance_contractors(),
};

/** A device as its browser names itself: "Firefox, Windows". */
function sayDevice(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)/.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'Mac' };
  const parts = [browser, system].flatMap((part) => (part ? [names[part] ?? part] : []));
  return parts.length > 0 ? parts.join(', ') : m.account_session_unknown();
}

/** Where the account is signed in; each but this one can be signed out. */
export function SessionList(): JSX.Element {
  const sessions = useSessions();
  const { failure, attempt } = useAttempt();
  const revoke = async (id: string) => {
    if (await attempt(() => api.session.revoke.mutate({ id }).then(() => true)))
      toast({ text: m.account_session_revoked() });
  };
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions" class="text-md font-semibold">
        {m.account_sessions()}
      </h2>
      <p class="mt-1 text-pretty text-muted">{m.account_sessions_lead()}</p>
      <Show when={sessions.data} fallback={<Skeleton shape="rows" count={2} />}>
        {(list) => (
          <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
            <For each={list()}>
              {(one) => (
                <li class="flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-4 py-3 not-last:border-b">
                  <div class="min-w-0 flex-1">
                    <p class="font-semibold">{sayDevice(one.userAgent)}</p>
                    <p class="text-sm text-muted">
                      {entrances[one.entrance]()} ·{' '}
                      {m.account_session_since({ date: sayDate(one.createdAt, { locale: locale(), now: now() }) })}
                    </p>
                  </div>
                  <Show
                    when={!one.current}
                    fallback={<span class="text-sm text-muted">{m.account_session_here()}</span>}
                  >
                    <Button look="outline" onClick={() => void revoke(one.id)}>
                      {m.account_session_revoke()}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={failure() ?? (sessions.isError && !sessions.data ? sayFailure(sessions.error) : undefined)}>
        {(sentence) => <ErrorNote class="mt-3" title={sentence()} />}
      </Show>
    </section>
  );
}
