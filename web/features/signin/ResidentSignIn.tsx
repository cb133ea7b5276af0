import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { SignIn } from './SignIn.tsx';

/** The entrance of residents and owners. */
export default function ResidentSignIn(): JSX.Element {
  return (
    <SignIn
      entrance="residents"
      home="/meine"
      title={(company) => m.signin_residents_title({ company })}
      lead={m.signin_residents_lead()}
      note={m.signin_residents_note()}
      links={[
        { href: '/einladung', label: m.invitations_have_code() },
        { href: '/anmelden/handwerker', label: m.signin_to_contractors() },
        { href: '/anmelden/verwaltung', label: m.signin_to_management() },
      ]}
    />
  );
}
