import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';
import { PartView } from './PartView.tsx';

/** One project's part, for a contractor who is signed in. */
export default function FirmPartPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  enterBy({ entrance: 'contractors' });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      links={[{ href: '/auftraege', label: m.order_list_title() }]}
      connectionLost={connectionLost()}
    >
      <PartView id={() => params.id} />
    </PortalShell>
  );
}
