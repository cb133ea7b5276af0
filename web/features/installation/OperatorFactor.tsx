import { useQueryClient } from '@tanstack/solid-query';
import { type JSX, Show } from 'solid-js';
import { useQuery } from '../../query.ts';
import { type FactorActs, SecondFactor } from '../account/SecondFactor.tsx';
import { installation, keys } from './client.ts';

/** The operator's own second factor. */
export function OperatorFactor(): JSX.Element {
  const client = useQueryClient();
  const totp = useQuery(() => ({ queryKey: keys.totp, queryFn: () => installation.totp.query() }));
  const again = <Done,>(done: Done): Done => {
    void client.invalidateQueries({ queryKey: keys.totp });
    return done;
  };
  const acts: FactorActs = {
    begin: (password) => installation.beginTotp.mutate({ password }),
    confirm: (code) => installation.confirmTotp.mutate({ code }).then(again),
    renew: (code) => installation.renewRecoveryCodes.mutate({ code }).then(again),
    remove: (password) => installation.removeTotp.mutate({ password }).then(again),
    changed: () => void again(undefined),
  };
  return (
    <Show when={totp.data}>
      {(found) => (
        <div class="max-w-160">
          <SecondFactor totp={found()} acts={acts} hasPassword={true} required={false} />
        </div>
      )}
    </Show>
  );
}
