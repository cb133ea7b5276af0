import type { JSX } from 'solid-js';
import { ContractorFrame } from '../signin/ContractorFrame.tsx';
import { OwnVacations } from '../team/OwnVacations.tsx';
import { Account } from './AccountPage.tsx';

/** The account of a contractor, and when the firm is on vacation. */
export default function ContractorAccount(): JSX.Element {
  return (
    <ContractorFrame>
      <Account />
      <OwnVacations />
    </ContractorFrame>
  );
}
