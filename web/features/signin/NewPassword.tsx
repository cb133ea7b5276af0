import { useSearchParams } from '@solidjs/router';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ENTRANCES, type Entrance } from '../../../domain/rights.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { MailedCode } from './CodeFields.tsx';
import { useCompany } from './session.ts';

const doors: Record<Entrance, string> = {
  management: '/anmelden/verwaltung',
  residents: '/anmelden',
  contractors: '/anmelden/handwerker',
};

/**
 * A new password by mail: who comes without the mailed token asks for the mail here. The token stands behind a `#` and is
 * used up by setting the password, not by opening the page.
 */
export default function NewPassword(): JSX.Element {
  const company = useCompany();
  const [search] = useSearchParams();
  const token = location.hash.slice(1);
  const entrance = ENTRANCES.find((one) => one === search.zugang) ?? 'residents';
  const [step, setStep] = createSignal<'ask' | 'set' | 'done'>(token.length >= 20 ? 'set' : 'ask');
  const [email, setEmail] = createSignal('');
  const [code, setCode] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [door, setDoor] = createSignal<Entrance>(entrance);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const submit = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      if (step() === 'ask') {
        await api.session.requestNewPassword.mutate({ entrance, email: email() });
        setStep('set');
      } else {
        const proof = token.length >= 20 ? { token } : { entrance, email: email(), code: code() };
        setDoor((await api.session.setNewPassword.mutate({ ...proof, password: password() })).entrance);
        setStep('done');
      }
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const lead = () => {
    if (step() === 'ask') return m.signin_forgot_lead();
    if (step() === 'done') return m.signin_new_done();
    return token.length >= 20 ? m.signin_new_lead() : m.signin_sent_lead({ email: email() });
  };
  return (
    <PortalShell brand={{ name: company.data?.name ?? '' }}>
      <PageTitle title={m.signin_new_title()} below={<p class="text-muted">{lead()}</p>} />
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Switch>
          <Match when={step() === 'done'}>
            <ButtonLink look="filled" href={doors[door()]}>
              {m.signin_enter()}
            </ButtonLink>
          </Match>
          <Match when={step() === 'ask'}>
            <TextField
              type="email"
              name="email"
              label={m.signin_email()}
              autocomplete="username"
              inputmode="email"
              required
              value={email()}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
            <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
            <Button type="submit" look="filled" busy={busy()}>
              {m.signin_forgot_ask()}
            </Button>
          </Match>
          <Match when={true}>
            <Show when={token.length < 20}>
              <MailedCode value={code()} onInput={setCode} />
            </Show>
            <TextField
              type="password"
              name="password"
              label={m.account_password_new()}
              hint={m.account_password_hint()}
              autocomplete="new-password"
              required
              value={password()}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
            <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
            <Button type="submit" look="filled" busy={busy()}>
              {m.signin_new_set()}
            </Button>
          </Match>
        </Switch>
      </form>
    </PortalShell>
  );
}
