import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { ContractorSignOut } from '../signin/ContractorSignOut.tsx';
import { useCompany } from '../signin/session.ts';
import { OwnVacations } from '../team/OwnVacations.tsx';
import { Account } from './AccountPage.tsx';

/** The account of a contractor, and when the firm is on vacation. */
export default function ContractorAccount(): JSX.Element {
  enterBy({ entrance: 'contractors' });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      end={<ContractorSignOut />}
      links={[{ href: '/auftraege', label: m.rights_to_orders() }]}
    >
      <Account />
      <OwnVacations />
    </PortalShell>
  );
}
