import { Navigate, type RouteSectionProps, useLocation, useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import type { EmployeeAct } from '../../../domain/roles.ts';
import { api, enterBy } from '../../api.ts';
import { connectionLost, useLive } from '../../live.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { undoLast } from '../../ui/Toast.tsx';
import { useUndeliveredCount } from '../deliveries/queries.ts';
import { useWaitingMails } from '../inbox/queries.ts';
import { useOpenRequestCount } from '../privacy/queries.ts';
import { useWaitingRenterCount } from '../renters/queries.ts';
import { DeskShell } from '../shell/DeskShell.tsx';
import { PortalShell } from '../shell/PortalShell.tsx';
import { signedOut } from '../signin/sign-out.ts';
import { addressOf, deskPath } from './address.ts';
import { BatchProgress } from './BatchProgress.tsx';
import { DeskFilters } from './DeskFilters.tsx';
import { KeySheet } from './KeySheet.tsx';
import type { Command } from './Palette.tsx';
import { type PlaceCount, placesFor } from './places.ts';
import { meKey, officeKey, useDeskCounts, useMe, useWorkspace } from './queries.ts';

const Palette = lazy(() => import('./Palette.tsx'));

/** The frame of all pages of the management company: who is signed in, where to go, what changes live. */
export default function OfficeArea(props: RouteSectionProps): JSX.Element {
  enterBy({ entrance: 'management' });
  const me = useMe();
  const location = useLocation();
  const signIn = () => `/anmelden/verwaltung?weiter=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={me.isError && me.data === undefined}>
        <div class="mx-auto max-w-120 p-4 pt-16">
          <ErrorNote
            title={m.desk_failed_title()}
            text={sayFailure(me.error)}
            action={<Button onClick={() => void me.refetch()}>{m.ui_try_again()}</Button>}
          />
        </div>
      </Match>
      <Match when={me.data?.mustEnrol}>
        <Show when={location.pathname === '/konto'} fallback={<Navigate href="/konto" />}>
          <PortalShell brand={{ name: '' }}>{props.children}</PortalShell>
        </Show>
      </Match>
      <Match when={me.data !== undefined && !me.data?.employee}>
        <Navigate href={signIn()} />
      </Match>
      <Match when={me.data?.employee && me.data}>
        {(person) => (
          <OfficeFrame name={`${person().givenName} ${person().familyName}`.trim()} may={person().employee?.may ?? []}>
            {props.children}
          </OfficeFrame>
        )}
      </Match>
    </Switch>
  );
}

function OfficeFrame(props: {
  name: string;
  /** What they may do somewhere. */
  may: readonly EmployeeAct[];
  children: JSX.Element;
}): JSX.Element {
  const workspace = useWorkspace();
  const counts = useDeskCounts();
  const posts = () => props.may.includes('triage');
  const mails = useWaitingMails(posts);
  const undelivered = useUndeliveredCount(posts);
  const renters = useWaitingRenterCount(() => props.may.includes('masterData'));
  const requests = useOpenRequestCount(() => props.may.includes('privacy'));
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  // The desk hears of every change in the workspace: one topic serves all pages of the office.
  useLive(() => ({ desk: [officeKey], all: [meKey] }));
  const signOut = async () => {
    if (!(await signedOut(() => api.session.signOut.mutate()))) return;
    client.clear();
    client.setQueryData(meKey, null);
    navigate('/anmelden/verwaltung');
  };
  const [finding, setFinding] = createSignal(false);
  const [keys, setKeys] = createSignal(false);
  const commands = (): Command[] => [
    { label: m.desk_command_new(), icon: 'plus', key: 'C', run: () => navigate('/vorgaenge/neu') },
    ...placesFor(props.may).flatMap(({ items }) =>
      items.map(({ href, label, icon }) => ({ label, icon, run: () => navigate(href) })),
    ),
    { label: m.desk_tab_holders(), icon: 'hourglass', run: () => navigate(`${deskPath}/wartet-auf`) },
    { label: m.desk_tab_favourites(), icon: 'star', run: () => navigate(addressOf({ tab: 'favourites' })) },
    { label: m.preferences_title(), icon: 'bell', run: () => navigate('/benachrichtigungen') },
    { label: m.desk_command_keys(), icon: 'key', key: '?', run: () => setKeys(true) },
  ];
  onMount(() => {
    const inDialog = () => document.querySelector('[role="dialog"], dialog[open]') !== null;
    const unless = (act: () => void) => (event: KeyboardEvent) => {
      if (inDialog() || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    onCleanup(
      tinykeys(window, {
        '[Shift]+?': unless(() => setKeys(true)),
        c: unless(() => navigate('/vorgaenge/neu')),
        z: unless(() => void undoLast()),
        '$mod+z': (event) => {
          if (!inDialog() && undoLast()) event.preventDefault();
        },
      }),
    );
    // It is there when it is called, so that no letter goes astray.
    void Palette.preload();
    // Also while something is typed: that is what the box is for.
    const find = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      if (!inDialog()) setFinding(true);
    };
    addEventListener('keydown', find);
    onCleanup(() => removeEventListener('keydown', find));
  });
  const waitingAt = (of: PlaceCount) =>
    ({
      ours: counts.data?.ours,
      mails: mails.data,
      undelivered: undelivered.data,
      renters: renters.data,
      privacy: requests.data,
    })[of] || undefined;
  return (
    <DeskShell
      brand={{ name: workspace.data?.name ?? '' }}
      userName={props.name}
      onSignOut={() => void signOut()}
      nav={placesFor(props.may, waitingAt)}
      connectionLost={connectionLost()}
      onSearch={() => setFinding(true)}
      start={
        <Show when={location.pathname === '/schreibtisch'}>
          <DeskFilters />
        </Show>
      }
      actions={
        <Show when={location.pathname !== '/vorgaenge/neu'}>
          <ButtonLink href="/vorgaenge/neu" look="filled" aria-keyshortcuts="c" class="whitespace-nowrap">
            {m.desk_new_ticket()}
          </ButtonLink>
        </Show>
      }
    >
      <Suspense fallback={<Skeleton shape="rows" />}>{props.children}</Suspense>
      <BatchProgress />
      <KeySheet open={keys()} onOpenChange={setKeys} />
      <Show when={finding()}>
        <Suspense>
          <Palette
            commands={commands()}
            keepsPeople={props.may.includes('masterData')}
            onClose={() => setFinding(false)}
          />
        </Suspense>
      </Show>
    </DeskShell>
  );
}
