import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api, enterBy, refusalIn } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { sessionKey, useCompany } from '../signin/session.ts';

type Opened = Answers['invitations']['open'];
type Step = 'checking' | 'code' | 'over' | 'email' | 'proof' | 'password' | 'done';

const GROUP = 4;
const LENGTH = 12;

/** A code as it stands in the letter, while it is typed: in groups of four, look-alikes as what they mean. */
function grouped(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .slice(0, LENGTH);
  return (letters.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

const homes: Record<Opened['entrance'], string> = {
  residents: '/meine',
  contractors: '/auftraege',
  management: '/anmelden/verwaltung',
};

/**
 * Where an invitation is taken up: by a mailed link or a letter's picture (what they carry stands behind the `#`, where
 * no server sees it), or by typing the code. Opening the page uses nothing up.
 */
export default function RedeemPage(): JSX.Element {
  const company = useCompany();
  const client = useQueryClient();
  const navigate = useNavigate();
  const brought = location.hash.slice(1);
  const [step, setStep] = createSignal<Step>(brought ? 'checking' : 'code');
  const [code, setCode] = createSignal('');
  const [opened, setOpened] = createSignal<Opened>();
  const [email, setEmail] = createSignal('');
  const [mailed, setMailed] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();

  const attempt = async (work: () => Promise<void>, wrong?: () => string) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(wrong && refusalIn(error)?.code === 'codeWrong' ? wrong() : sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const open = async (secret: string) => {
    const found = await api.invitations.open.mutate({ secret });
    setOpened(found);
    setEmail(found.email ?? '');
    setStep(found.email ? 'password' : 'email');
  };
  onMount(() => {
    if (!brought) return;
    const isLink = brought.length > 40;
    // It stays out of the browser's history.
    history.replaceState(history.state, '', location.pathname);
    void open(brought).catch((error: unknown) => {
      if (isLink && refusalIn(error)?.code === 'codeWrong') return setStep('over');
      setCode(isLink ? '' : grouped(brought));
      setFailure(refusalIn(error)?.code === 'codeWrong' ? m.invitations_redeem_wrong() : sayFailure(error));
      setStep('code');
    });
  });
  const sendProof = () =>
    attempt(async () => {
      await api.invitations.proveEmail.mutate({ opened: opened()?.opened ?? '', email: email().trim() });
      setMailed('');
      setStep('proof');
    }, m.invitations_redeem_wrong);
  const needsProof = () => email().trim().toLowerCase() !== (opened()?.email ?? '').toLowerCase();
  const finish = () =>
    attempt(
      async () => {
        const { entrance } = await api.invitations.redeem.mutate({
          opened: opened()?.opened ?? '',
          password: password(),
          proof: needsProof() ? { email: email().trim(), code: mailed() } : null,
        });
        if (entrance === 'management') return void setStep('done');
        enterBy({ entrance });
        client.clear();
        client.setQueryData(sessionKey(entrance), await api.session.me.query());
        navigate(homes[entrance], { replace: true });
      },
      () => (needsProof() ? m.invitations_redeem_mail_wrong() : m.invitations_redeem_wrong()),
    );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (step() === 'code') void attempt(() => open(code()), m.invitations_redeem_wrong);
    else if (step() === 'email') void sendProof();
    else void finish();
  };
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      links={[{ href: '/anmelden', label: m.invitations_redeem_to_sign_in() }]}
    >
      <Switch>
        <Match when={step() === 'checking'}>
          <PageTitle title={m.invitations_redeem_checking()} />
          <Skeleton shape="rows" count={2} />
        </Match>
        <Match when={step() === 'over'}>
          <PageTitle
            title={m.invitations_redeem_link_over()}
            below={<p class="text-pretty text-muted">{m.invitations_redeem_link_over_text()}</p>}
          />
          <ButtonLink look="filled" href="/anmelden">
            {m.invitations_redeem_to_sign_in()}
          </ButtonLink>
        </Match>
        <Match when={step() === 'done'}>
          <PageTitle
            title={m.invitations_redeem_title()}
            below={<p class="text-pretty text-muted">{m.invitations_redeem_done()}</p>}
          />
          <ButtonLink look="filled" href={homes.management}>
            {m.invitations_redeem_to_sign_in()}
          </ButtonLink>
        </Match>
        <Match when={true}>
          <PageTitle
            above={opened()?.place}
            title={opened() ? m.invitations_redeem_hello({ name: opened()?.name ?? '' }) : m.invitations_redeem_title()}
            below={
              <p class="text-pretty text-muted">
                <Switch>
                  <Match when={step() === 'code'}>{m.invitations_redeem_lead()}</Match>
                  <Match when={step() === 'proof'}>{m.invitations_redeem_sent({ email: email() })}</Match>
                  <Match when={step() === 'password'}>{m.invitations_redeem_mail_lead({ email: email() })}</Match>
                </Switch>
              </p>
            }
          />
          <form class="flex flex-col gap-4" onSubmit={submit}>
            <Switch>
              <Match when={step() === 'code'}>
                <TextField
                  name="code"
                  label={m.invitations_redeem_code()}
                  hint={m.invitations_redeem_code_hint()}
                  error={failure()}
                  placeholder="XXXX-XXXX-XXXX"
                  autocomplete="one-time-code"
                  autocapitalize="characters"
                  spellcheck={false}
                  required
                  class="font-semibold tracking-widest"
                  value={code()}
                  onInput={(event) => {
                    const { value, selectionStart } = event.currentTarget;
                    // Somebody who corrects in the middle is left alone.
                    setCode(selectionStart === value.length ? grouped(value) : value);
                    if (selectionStart === value.length) event.currentTarget.value = code();
                  }}
                />
                <Button type="submit" look="filled" busy={busy()}>
                  {m.invitations_redeem_next()}
                </Button>
              </Match>
              <Match when={step() === 'email'}>
                <TextField
                  type="email"
                  name="email"
                  label={m.invitations_redeem_email()}
                  hint={m.invitations_redeem_email_hint()}
                  error={failure()}
                  autocomplete="email"
                  inputmode="email"
                  required
                  value={email()}
                  onInput={(event) => setEmail(event.currentTarget.value)}
                />
                <Button type="submit" look="filled" busy={busy()}>
                  {m.invitations_redeem_send_code()}
                </Button>
              </Match>
              <Match when={true}>
                <Show when={step() === 'proof'}>
                  <TextField
                    name="mailed"
                    label={m.invitations_redeem_mail_code()}
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    required
                    value={mailed()}
                    onInput={(event) => setMailed(event.currentTarget.value)}
                  />
                </Show>
                <TextField
                  type="password"
                  name="password"
                  label={m.invitations_redeem_password()}
                  hint={m.invitations_redeem_password_hint()}
                  autocomplete="new-password"
                  required
                  value={password()}
                  onInput={(event) => setPassword(event.currentTarget.value)}
                />
                <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
                <Button type="submit" look="filled" busy={busy()}>
                  {m.invitations_redeem_finish()}
                </Button>
                <Show when={step() === 'proof'}>
                  <Button look="outline" disabled={busy()} onClick={() => void sendProof()}>
                    {m.invitations_redeem_again()}
                  </Button>
                </Show>
                <Show when={step() === 'proof' || !opened()?.byMail}>
                  <Button
                    look="quiet"
                    onClick={() => {
                      setFailure(undefined);
                      setEmail('');
                      setStep('email');
                    }}
                  >
                    {step() === 'proof' ? m.invitations_redeem_change() : m.invitations_redeem_mail_other()}
                  </Button>
                </Show>
              </Match>
            </Switch>
          </form>
        </Match>
      </Switch>
    </PortalShell>
  );
}
