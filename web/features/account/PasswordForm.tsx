import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAttempt } from './queries.ts';

/** Sets another password, or the first one of who has signed in by mail so far. */
export function PasswordForm(props: { hasPassword: boolean }): JSX.Element {
  const { busy, failure, attempt } = useAttempt();
  const [current, setCurrent] = createSignal('');
  const [password, setPassword] = createSignal('');
  const title = () => (props.hasPassword ? m.account_password() : m.account_password_set());
  const submit = async () => {
    const input = { current: current(), password: password() };
    if (!(await attempt(() => api.account.changePassword.mutate(input).then(() => true)))) return;
    setCurrent('');
    setPassword('');
    toast({ text: m.account_password_done() });
  };
  return (
    <section aria-labelledby="password">
      <h2 id="password" class="text-md font-semibold">
        {title()}
      </h2>
      <p class="mt-1 text-pretty text-muted">{m.account_password_lead()}</p>
      <form
        class="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Show when={props.hasPassword}>
          <TextField
            type="password"
            label={m.account_password_current()}
            autocomplete="current-password"
            required
            value={current()}
            onInput={(event) => setCurrent(event.currentTarget.value)}
          />
        </Show>
        <TextField
          type="password"
          label={m.account_password_new()}
          hint={m.account_password_hint()}
          autocomplete="new-password"
          required
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
        <div class="flex">
          <Button type="submit" look="outline" busy={busy()}>
            {title()}
          </Button>
        </div>
      </form>
    </section>
  );
}
