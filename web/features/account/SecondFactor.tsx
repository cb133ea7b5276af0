import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { QrCode } from '../../ui/QrCode.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAttempt } from './queries.ts';

type Step = 'rest' | 'begin' | 'scan' | 'renew' | 'remove';

/** Recovery codes that were told and not yet kept: outside of the page, whose frame changes once the factor is set up. */
const [codes, setCodes] = createSignal<readonly string[]>([]);

/** How an account's second factor is changed. */
export interface FactorActs {
  begin(password: string): Promise<{ secret: string; uri: string }>;
  confirm(code: string): Promise<{ recoveryCodes: string[] }>;
  renew(code: string): Promise<{ recoveryCodes: string[] }>;
  remove(password: string): Promise<void>;
  /** After a change, and once the recovery codes were kept. */
  changed(): void;
}

/** Sets the second factor up, renews its recovery codes, takes it away. */
export function SecondFactor(props: {
  totp: { confirmedAt: string | null; recoveryCodesLeft: number };
  acts: FactorActs;
  hasPassword: boolean;
  /** The company demands one: it can't be taken away. */
  required: boolean;
}): JSX.Element {
  const { busy, failure, attempt } = useAttempt();
  const [step, setStep] = createSignal<Step>('rest');
  const [secret, setSecret] = createSignal({ secret: '', uri: '' });
  const [typed, setTyped] = createSignal('');
  const go = (next: Step) => {
    setTyped('');
    setStep(next);
  };
  const showCodes = (given: { recoveryCodes: string[] } | undefined) => {
    if (!given) return;
    setCodes(given.recoveryCodes);
    go('rest');
  };
  const submit = async () => {
    switch (step()) {
      case 'begin': {
        const begun = await attempt(() => props.acts.begin(typed()));
        if (!begun) return;
        setSecret(begun);
        return go('scan');
      }
      case 'scan':
        return showCodes(await attempt(() => props.acts.confirm(typed())));
      case 'renew':
        return showCodes(await attempt(() => props.acts.renew(typed())));
      case 'remove':
        if (!(await attempt(() => props.acts.remove(typed()).then(() => true)))) return;
        props.acts.changed();
        toast({ text: m.account_totp_removed() });
        return go('rest');
      default:
    }
  };
  const password = () => (
    <TextField
      type="password"
      label={m.account_totp_password()}
      autocomplete="current-password"
      required
      value={typed()}
      onInput={(event) => setTyped(event.currentTarget.value)}
    />
  );
  const code = () => (
    <TextField
      label={m.account_totp_code()}
      hint={m.account_totp_code_hint()}
      inputmode="numeric"
      autocomplete="one-time-code"
      maxLength={7}
      required
      value={typed()}
      onInput={(event) => setTyped(event.currentTarget.value)}
    />
  );
  const act = (label: string, look: 'filled' | 'danger' = 'filled') => (
    <div class="flex flex-wrap gap-2">
      <Button type="submit" look={look} busy={busy()}>
        {label}
      </Button>
      <Button look="quiet" onClick={() => go('rest')}>
        {m.ui_cancel()}
      </Button>
    </div>
  );
  return (
    <section aria-labelledby="second-factor">
      <h2 id="second-factor" class="text-md font-semibold">
        {m.account_totp()}
      </h2>
      <p class="mt-1 text-pretty text-muted">{m.account_totp_lead()}</p>
      <form
        class="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Switch>
          <Match when={codes().length > 0}>
            <div class="rounded-xl border border-line bg-surface px-4 py-3.5">
              <h3 class="font-semibold">{m.account_codes()}</h3>
              <p class="mt-1 text-pretty text-muted">{m.account_codes_lead()}</p>
              <ul class="mt-3 grid grid-cols-2 gap-x-6 gap-y-1.5 font-mono text-md tabular-nums">
                <For each={codes()}>{(one) => <li>{one}</li>}</For>
              </ul>
              <div class="mt-4 flex flex-wrap gap-2" data-no-print>
                <Button icon="print" onClick={() => print()}>
                  {m.account_codes_print()}
                </Button>
                <Button
                  look="filled"
                  onClick={() => {
                    setCodes([]);
                    props.acts.changed();
                  }}
                >
                  {m.account_codes_kept()}
                </Button>
              </div>
            </div>
          </Match>
          <Match when={step() === 'begin'}>
            <Show when={props.hasPassword}>{password()}</Show>
            {act(m.account_totp_next())}
          </Match>
          <Match when={step() === 'scan'}>
            <p class="text-pretty">{m.account_totp_scan()}</p>
            <QrCode text={secret().uri} label={m.account_totp_qr()} />
            <p class="text-muted">
              {m.account_totp_by_hand()}
              <code class="mt-1 block font-mono text-md break-all text-ink" data-secret>
                {secret().secret.replace(/(.{4})(?=.)/g, '$1 ')}
              </code>
            </p>
            {code()}
            {act(m.account_totp_confirm())}
          </Match>
          <Match when={step() === 'renew'}>
            {code()}
            {act(m.account_totp_renew_do())}
          </Match>
          <Match when={step() === 'remove'}>
            {password()}
            {act(m.account_totp_remove(), 'danger')}
          </Match>
          <Match when={props.totp.confirmedAt}>
            {(since) => (
              <>
                <p class="rounded-xl bg-done-soft px-4 py-3 text-done">
                  {m.account_totp_on({
                    date: sayDate(since(), { locale: locale(), now: now() }),
                    count: props.totp.recoveryCodesLeft,
                  })}
                </p>
                <Show when={props.required}>
                  <p class="text-muted">{m.account_totp_demanded()}</p>
                </Show>
                <div class="flex flex-wrap gap-2">
                  <Button onClick={() => go('renew')}>{m.account_totp_renew()}</Button>
                  <Show when={!props.required}>
                    <Button look="quiet" onClick={() => go('remove')}>
                      {m.account_totp_remove()}
                    </Button>
                  </Show>
                </div>
              </>
            )}
          </Match>
          <Match when={true}>
            <div class="flex">
              <Button look="filled" onClick={() => go('begin')}>
                {m.account_totp_begin()}
              </Button>
            </div>
          </Match>
        </Switch>
        <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      </form>
    </section>
  );
}
