import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { PageTitle } from '../shell/PortalShell.tsx';
import { ContractorFrame } from '../signin/ContractorFrame.tsx';
import { OwnData } from './OwnData.tsx';

/** What is stored about a contractor with an account. */
export default function ContractorDataPage(): JSX.Element {
  return (
    <ContractorFrame>
      <PageTitle title={m.privacy_own_title()} />
      <OwnData door="contractors" />
    </ContractorFrame>
  );
}
