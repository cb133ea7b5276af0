import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { IconButton } from '../../ui/Button.tsx';
import { sessionKey, useSignedIn } from './session.ts';
import { signedOut } from './sign-out.ts';

/** Signs a contractor out, on the pages behind their door; nothing where nobody is signed in. */
export function ContractorSignOut(): JSX.Element {
  const me = useSignedIn('contractors');
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    if (!(await signedOut(() => api.session.signOut.mutate()))) return;
    client.clear();
    client.setQueryData(sessionKey('contractors'), null);
    navigate('/anmelden/handwerker');
  };
  const name = () => `${me.data?.givenName ?? ''} ${me.data?.familyName ?? ''}`.trim();
  return (
    <Show when={me.data}>
      <IconButton icon="signOut" label={m.portal_sign_out({ name: name() })} onClick={() => void signOut()} />
    </Show>
  );
}
