import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';
import { Ballot } from './Ballot.tsx';

/** The page behind the link in an owner's mail: no account, one campaign. Opening it changes nothing. */
export default function BallotLinkPage(): JSX.Element {
  const params = useParams<{ token: string }>();
  enterBy({ link: params.token });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      note={m.campaign_portal_link_note()}
      links={[{ href: '/anmelden', label: m.portal_sign_in() }]}
      connectionLost={connectionLost()}
    >
      <Ballot id={() => null} />
    </PortalShell>
  );
}
