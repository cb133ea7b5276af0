import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { PageTitle } from '../shell/PortalShell.tsx';
import { ContractorFrame } from '../signin/ContractorFrame.tsx';
import { OwnPreferences } from './OwnPreferences.tsx';

/** What a contractor with an account hears of. */
export default function ContractorPreferencesPage(): JSX.Element {
  return (
    <ContractorFrame>
      <PageTitle title={m.preferences_title()} />
      <OwnPreferences door="contractors" />
    </ContractorFrame>
  );
}
