import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { useAccount } from './queries.ts';
import { type FactorActs, SecondFactor } from './SecondFactor.tsx';
import { SessionList } from './SessionList.tsx';

/** The account of a colleague. */
export default function AccountPage(): JSX.Element {
  return (
    <div class="px-5 py-6 max-lg:px-4">
      <Account />
    </div>
  );
}

/** The account of whoever is signed in: second factor, password, and where it is signed in. */
export function Account(): JSX.Element {
  const account = useAccount();
  const client = useQueryClient();
  const acts: FactorActs = {
    begin: (password) => api.account.beginTotp.mutate({ password }),
    confirm: (code) => api.account.confirmTotp.mutate({ code }),
    renew: (code) => api.account.renewRecoveryCodes.mutate({ code }),
    remove: (password) => api.account.removeTotp.mutate({ password }),
    changed: () => void client.invalidateQueries({ queryKey: ['session'] }),
  };
  return (
    <div class="mx-auto flex w-full max-w-160 flex-col gap-9">
      <Loaded query={account} failed={m.account_failed()} shape="page">
        {(data) => (
          <>
            <div>
              <h1 class="text-xl font-semibold">{m.account_title()}</h1>
              <p class="mt-1 text-muted">{m.account_lead({ email: data().email })}</p>
            </div>
            <Show when={data().totpRequired && !data().totp?.confirmedAt}>
              <p role="status" class="-mt-4 rounded-xl bg-us-soft px-4 py-3">
                {m.account_must_enrol()}
              </p>
            </Show>
            <Show when={data().totp}>
              {(totp) => (
                <SecondFactor
                  totp={totp()}
                  acts={acts}
                  hasPassword={data().hasPassword}
                  required={data().totpRequired}
                />
              )}
            </Show>
            <Show when={!(data().totpRequired && !data().totp?.confirmedAt)}>
              <PasswordForm hasPassword={data().hasPassword} />
              <SessionList />
            </Show>
          </>
        )}
      </Loaded>
    </div>
  );
}
