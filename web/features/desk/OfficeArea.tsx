import { Navigate, type RouteSectionProps, useLocation, useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy } from '../../api.ts';
import { connectionLost, useLive } from '../../live.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useUndeliveredCount } from '../deliveries/queries.ts';
import { useWaitingMails } from '../inbox/queries.ts';
import type { DeskNavItem } from '../shell/DeskNav.tsx';
import { DeskShell } from '../shell/DeskShell.tsx';
import { PortalShell } from '../shell/PortalShell.tsx';
import { addressOf, deskPath } from './address.ts';
import { BatchProgress } from './BatchProgress.tsx';
import { DeskFilters } from './DeskFilters.tsx';
import { KeySheet } from './KeySheet.tsx';
import type { Command } from './Palette.tsx';
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
          <OfficeFrame
            name={`${person().givenName} ${person().familyName}`.trim()}
            gives={person().employee?.may.includes('accounts') ?? false}
            keeps={person().employee?.may.includes('people') ?? false}
            administers={person().employee?.may.includes('settings') ?? false}
            keepsPeople={person().employee?.may.includes('masterData') ?? false}
            posts={person().employee?.may.includes('triage') ?? false}
          >
            {props.children}
          </OfficeFrame>
        )}
      </Match>
    </Switch>
  );
}

function OfficeFrame(props: {
  name: string;
  /** Whether they give roles, and keep the data of people. */
  gives: boolean;
  keeps: boolean;
  administers: boolean;
  posts: boolean;
  keepsPeople: boolean;
  children: JSX.Element;
}): JSX.Element {
  const workspace = useWorkspace();
  const counts = useDeskCounts();
  const mails = useWaitingMails(() => props.posts);
  const undelivered = useUndeliveredCount(() => props.posts);
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  // The desk hears of every change in the workspace: one topic serves all pages of the office.
  useLive(() => ({ desk: [officeKey], all: [meKey] }));
  const signOut = async () => {
    await api.session.signOut.mutate().catch(() => undefined);
    client.clear();
    client.setQueryData(meKey, null);
    navigate('/anmelden/verwaltung');
  };
  const [finding, setFinding] = createSignal(false);
  const [keys, setKeys] = createSignal(false);
  const commands = (): Command[] => [
    { label: m.desk_command_new(), icon: 'plus', key: 'C', run: () => navigate('/vorgaenge/neu') },
    { label: m.shell_desk(), icon: 'inbox', run: () => navigate(deskPath) },
    { label: m.shell_appointments(), icon: 'calendar', run: () => navigate('/termine') },
    { label: m.project_title(), icon: 'board', run: () => navigate('/projekte') },
    { label: m.campaign_title(), icon: 'check', run: () => navigate('/abstimmungen') },
    ...(props.posts ? [{ label: m.inbox_title(), icon: 'mail' as const, run: () => navigate('/posteingang') }] : []),
    ...(props.posts
      ? [{ label: m.deliveries_title(), icon: 'send' as const, run: () => navigate('/zustellung') }]
      : []),
    { label: m.shell_properties(), icon: 'building', run: () => navigate('/objekte') },
    ...(props.keepsPeople
      ? [{ label: m.shell_people(), icon: 'people' as const, run: () => navigate('/personen') }]
      : []),
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
  const nav = (): DeskNavItem[] => [
    { href: '/schreibtisch', label: m.shell_desk(), icon: 'inbox', count: counts.data?.ours || undefined },
    { href: '/termine', label: m.shell_appointments(), icon: 'calendar' },
    { href: '/projekte', label: m.project_title(), icon: 'board' },
    { href: '/abstimmungen', label: m.campaign_title(), icon: 'check' },
    ...(props.posts
      ? [
          { href: '/posteingang', label: m.inbox_title(), icon: 'mail' as const, count: mails.data || undefined },
          { href: '/briefe', label: m.letters_title(), icon: 'print' as const },
          {
            href: '/zustellung',
            label: m.deliveries_title(),
            icon: 'send' as const,
            count: undelivered.data || undefined,
          },
        ]
      : []),
    { href: '/objekte', label: m.shell_properties(), icon: 'building', apart: true },
    ...(props.keepsPeople ? [{ href: '/personen', label: m.shell_people(), icon: 'people' as const }] : []),
    ...(props.keeps
      ? [{ href: '/einblick', label: m.rights_insight_short(), icon: 'lock' as const, apart: true }]
      : []),
    ...(props.gives ? [{ href: '/mitarbeiter', label: m.rights_team(), icon: 'people' as const }] : []),
    ...(props.administers
      ? [
          { href: '/regeln', label: m.policy_title(), icon: 'hourglass' as const, apart: true },
          { href: '/meldungsarten', label: m.categories_title(), icon: 'list' as const },
          { href: '/texte', label: m.texts_title(), icon: 'document' as const },
          { href: '/daten', label: m.imports_nav(), icon: 'send' as const },
          { href: '/systemzustand', label: m.operation_title(), icon: 'chart' as const },
        ]
      : []),
  ];
  return (
    <DeskShell
      brand={{ name: workspace.data?.name ?? '' }}
      userName={props.name}
      onSignOut={() => void signOut()}
      nav={nav()}
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
          <Palette commands={commands()} keepsPeople={props.keepsPeople} onClose={() => setFinding(false)} />
        </Suspense>
      </Show>
    </DeskShell>
  );
}
