import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { SignIn } from './SignIn.tsx';

/** The entrance of contractors with an account. */
export default function ContractorSignIn(): JSX.Element {
  return (
    <SignIn
      entrance="contractors"
      home="/auftraege"
      title={(company) => m.signin_contractors_title({ company })}
      lead={m.signin_contractors_lead()}
      note={m.signin_contractors_note()}
      links={[
        { href: '/anmelden', label: m.signin_to_residents() },
        { href: '/anmelden/verwaltung', label: m.signin_to_management() },
      ]}
    />
  );
}
