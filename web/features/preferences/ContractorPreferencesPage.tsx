import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { ContractorSignOut } from '../signin/ContractorSignOut.tsx';
import { useCompany } from '../signin/session.ts';
import { OwnPreferences } from './OwnPreferences.tsx';

/** What a contractor with an account hears of. */
export default function ContractorPreferencesPage(): JSX.Element {
  enterBy({ entrance: 'contractors' });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      end={<ContractorSignOut />}
      links={[{ href: '/auftraege', label: m.preferences_back_orders() }]}
    >
      <PageTitle title={m.preferences_title()} />
      <OwnPreferences door="contractors" />
    </PortalShell>
  );
}
