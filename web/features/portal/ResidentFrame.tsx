import { Navigate, useLocation, useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { forgetOffline } from '../report/offline.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { sessionKey, useCompany, useSignedIn } from '../signin/session.ts';
import { signedOut } from '../signin/sign-out.ts';

/** The frame of the pages of residents and owners who are signed in; others are led to the door and back again. */
export function ResidentFrame(props: { children: JSX.Element }): JSX.Element {
  enterBy({ entrance: 'residents' });
  const company = useCompany();
  const me = useSignedIn('residents');
  const location = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const signOut = async () => {
    if (!(await signedOut(() => api.session.signOut.mutate()))) return;
    await forgetOffline();
    client.clear();
    client.setQueryData(sessionKey('residents'), null);
    navigate('/anmelden');
  };
  const name = () => `${me.data?.givenName ?? ''} ${me.data?.familyName ?? ''}`.trim();
  return (
    <Switch
      fallback={
        <PortalShell brand={{ name: company.data?.name ?? '' }}>
          <Skeleton shape="page" />
        </PortalShell>
      }
    >
      <Match when={me.isError && !me.data}>
        <PortalShell brand={{ name: company.data?.name ?? '' }} connectionLost>
          <ErrorNote
            title={sayFailure(me.error)}
            action={<Button onClick={() => void me.refetch()}>{m.ui_try_again()}</Button>}
          />
        </PortalShell>
      </Match>
      <Match when={me.isSuccess && me.data === null}>
        <Navigate href={`/anmelden?weiter=${encodeURIComponent(location.pathname)}`} />
      </Match>
      <Match when={me.data}>
        <PortalShell
          brand={{ name: company.data?.name ?? '' }}
          end={<IconButton icon="signOut" label={m.portal_sign_out({ name: name() })} onClick={() => void signOut()} />}
          links={[
            { href: '/meine', label: m.portal_home() },
            ...(me.data?.owner ? [{ href: '/meine/wohnungen', label: m.renters_own_title() }] : []),
            { href: '/meine/dokumente', label: m.document_own_title() },
            { href: '/meine/benachrichtigungen', label: m.preferences_title() },
            { href: '/meine/konto', label: m.account_title() },
            { href: '/meine/daten', label: m.privacy_own_nav() },
          ]}
          connectionLost={connectionLost()}
        >
          {props.children}
        </PortalShell>
      </Match>
    </Switch>
  );
}
