import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy, refusalIn } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { meKey } from '../desk/queries.ts';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { SecondCode } from './CodeFields.tsx';
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

  const [pending, setPending] = createSignal<string>();
  const [code, setCode] = createSignal('');

  const enter = async () => {
    client.clear();
    client.setQueryData(meKey, await api.session.me.query());
    navigate(onwardTo(search.weiter, '/schreibtisch'), { replace: true });
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const shown = pending();
      if (shown !== undefined) await api.session.secondFactor.mutate({ pending: shown, code: code() });
      else {
        const given = { entrance: 'management', email: email(), password: password() } as const;
        const answer = await api.session.signIn.mutate(given);
        if (answer.pending !== null) {
          setPending(answer.pending);
          return;
        }
      }
      await enter();
    } catch (error) {
      // What the password proved is too old: it is asked for again.
      if (refusalIn(error).code === 'signInNeeded') setPending(undefined);
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
            type={shown() ? 'text' : 'password'}
            name="password"
            label={m.signin_password()}
            autocomplete="current-password"
            required
            value={password()}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <Checkbox label={m.desk_signin_show()} checked={shown()} onChange={setShown} />
        </Show>
        {failure() && <ErrorNote title={failure() ?? ''} />}
        <Button type="submit" look="filled" busy={busy()}>
          {m.signin_enter()}
        </Button>
        <ButtonLink look="quiet" href="/anmelden/passwort?zugang=management">
          {m.signin_forgot()}
        </ButtonLink>
      </form>
    </PortalShell>
  );
}
