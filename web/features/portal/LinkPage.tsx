import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';

/** The page behind a mailed link: no account, one matter. Opening it changes nothing. */
export function LinkPage(props: {
  /** What the link opens, and that it is this reader's alone. */
  note: string;
  /** Whether its readers may have an account as residents. */
  residents?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const params = useParams<{ token: string }>();
  enterBy({ link: params.token });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      note={props.note}
      links={props.residents ? [{ href: '/anmelden', label: m.portal_sign_in() }] : undefined}
      connectionLost={connectionLost()}
    >
      {props.children}
    </PortalShell>
  );
}
