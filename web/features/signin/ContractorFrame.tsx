import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { ContractorSignOut } from './ContractorSignOut.tsx';
import { useCompany } from './session.ts';

/** The frame of a contractor's own pages beside their orders: the way out, and the way back. */
export function ContractorFrame(props: { children: JSX.Element }): JSX.Element {
  enterBy({ entrance: 'contractors' });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      end={<ContractorSignOut />}
      links={[{ href: '/auftraege', label: m.preferences_back_orders() }]}
    >
      {props.children}
    </PortalShell>
  );
}
