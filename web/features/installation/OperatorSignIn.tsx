import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { refusalIn } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { SecondCode } from '../signin/CodeFields.tsx';
import { installation, keys } from './client.ts';

/** The way in for operators. */
export function OperatorSignIn(): JSX.Element {
  const client = useQueryClient();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [pending, setPending] = createSignal<string>();
  const [code, setCode] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const shown = pending();
      if (shown === undefined) {
        const answer = await installation.signIn.mutate({ email: email(), password: password() });
        if (answer.pending !== null) return void setPending(answer.pending);
      } else await installation.secondFactor.mutate({ pending: shown, code: code() });
      await client.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      // What the password proved is too old: it is asked for again.
      if (refusalIn(error).code === 'signInNeeded') setPending(undefined);
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
        <Show when={pending() === undefined} fallback={<SecondCode value={code()} onInput={setCode} />}>
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
        </Show>
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
        <Button type="submit" look="filled" busy={busy()}>
          {m.signin_enter()}
        </Button>
      </form>
    </PortalShell>
  );
}
