import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { meKey } from '../desk/queries.ts';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { onwardTo, useCompany } from './session.ts';

/** The management's entrance: mail address and password; afterwards on to where the person wanted to go. */
export default function ManagementSignIn(): JSX.Element {
  enterBy({ entrance: 'management' });
  const company = useCompany();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [shown, setShown] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await api.session.signIn.mutate({ entrance: 'management', email: email(), password: password() });
      client.clear();
      client.setQueryData(meKey, await api.session.me.query());
      navigate(onwardTo(search.weiter, '/schreibtisch'), { replace: true });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      links={[
        { href: '/anmelden', label: m.signin_to_residents() },
        { href: '/anmelden/handwerker', label: m.signin_to_contractors() },
      ]}
    >
      <PageTitle
        title={m.desk_signin_title({ name: company.data?.name ?? '' })}
        below={<p class="text-muted">{m.desk_signin_lead()}</p>}
      />
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          type="email"
          name="email"
          label={m.signin_email()}
          autocomplete="username"
          required
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          type={shown() ? 'text' : 'password'}
          name="password"
          label={m.signin_password()}
          autocomplete="current-password"
          required
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Checkbox label={m.desk_signin_show()} checked={shown()} onChange={setShown} />
        {failure() && <ErrorNote title={failure() ?? ''} />}
        <Button type="submit" look="filled" busy={busy()}>
          {m.signin_enter()}
        </Button>
      </form>
    </PortalShell>
  );
}
