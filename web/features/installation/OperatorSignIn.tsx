import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { installation, keys } from './client.ts';

/** The way in for operators. */
export function OperatorSignIn(): JSX.Element {
  const client = useQueryClient();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await installation.signIn.mutate({ email: email(), password: password() });
      await client.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <PortalShell brand={{ name: m.installation_brand() }}>
      <PageTitle
        title={m.installation_signin_title()}
        below={<p class="text-muted">{m.installation_signin_lead()}</p>}
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
          type="password"
          name="password"
          label={m.signin_password()}
          autocomplete="current-password"
          required
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
        <Button type="submit" look="filled" busy={busy()}>
          {m.signin_enter()}
        </Button>
      </form>
    </PortalShell>
  );
}
