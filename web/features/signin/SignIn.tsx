import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { MailedCode } from './CodeFields.tsx';
import { onwardTo, sessionKey, useCompany } from './session.ts';

type Way = 'mail' | 'code' | 'password';

/** The door of residents or contractors: a mailed link with its code, or a password. */
export function SignIn(props: {
  entrance: 'residents' | 'contractors';
  /** Where to go afterwards, unless the address names a page. */
  home: string;
  title: (company: string) => string;
  lead: string;
  links: ReadonlyArray<{ href: string; label: string }>;
  /** Under the form: for whom this door is not. */
  note?: JSX.Element;
}): JSX.Element {
  enterBy({ entrance: props.entrance });
  const company = useCompany();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [way, setWay] = createSignal<Way>('mail');
  const [email, setEmail] = createSignal('');
  const [secret, setSecret] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const enter = async () => {
    client.clear();
    client.setQueryData(sessionKey(props.entrance), await api.session.me.query());
    navigate(onwardTo(search.weiter, props.home), { replace: true });
  };
  const requestMail = () =>
    attempt(async () => {
      await api.session.requestMailLink.mutate({ entrance: props.entrance, email: email() });
      setSecret('');
      setWay('code');
    });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (way() === 'mail') void requestMail();
    else
      void attempt(async () => {
        const { entrance } = props;
        if (way() === 'code') await api.session.redeemCode.mutate({ entrance, email: email(), code: secret() });
        else await api.session.signIn.mutate({ entrance, email: email(), password: secret() });
        await enter();
      });
  };
  const go = (next: Way) => {
    setFailure(undefined);
    setSecret('');
    setWay(next);
  };
  return (
    <PortalShell brand={{ name: company.data?.name ?? '' }} links={props.links} note={props.note}>
      <Switch>
        <Match when={way() === 'code'}>
          <PageTitle
            title={m.signin_sent_title()}
            below={<p class="text-muted">{m.signin_sent_lead({ email: email() })}</p>}
          />
        </Match>
        <Match when={true}>
          <PageTitle title={props.title(company.data?.name ?? '')} below={<p class="text-muted">{props.lead}</p>} />
        </Match>
      </Switch>
      <form class="flex flex-col gap-4" onSubmit={submit}>
        <Show when={way() !== 'code'}>
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
        </Show>
        <Show when={way() === 'code'}>
          <MailedCode value={secret()} onInput={setSecret} />
        </Show>
        <Show when={way() === 'password'}>
          <TextField
            type="password"
            name="password"
            label={m.signin_password()}
            autocomplete="current-password"
            required
            value={secret()}
            onInput={(event) => setSecret(event.currentTarget.value)}
          />
        </Show>
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
        <Button type="submit" look="filled" busy={busy()}>
          {way() === 'mail' ? m.signin_request() : m.signin_enter()}
        </Button>
        <Switch>
          <Match when={way() === 'mail'}>
            <Button look="outline" onClick={() => go('password')}>
              {m.signin_by_password()}
            </Button>
          </Match>
          <Match when={way() === 'password'}>
            <Button look="outline" onClick={() => go('mail')}>
              {m.signin_by_mail()}
            </Button>
            <ButtonLink look="quiet" href={`/anmelden/passwort?zugang=${props.entrance}`}>
              {m.signin_forgot()}
            </ButtonLink>
          </Match>
          <Match when={way() === 'code'}>
            <Button look="outline" disabled={busy()} onClick={() => void requestMail()}>
              {m.signin_again()}
            </Button>
            <Button look="quiet" onClick={() => go('mail')}>
              {m.signin_other_email()}
            </Button>
          </Match>
        </Switch>
      </form>
    </PortalShell>
  );
}
