import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { sessionKey, useCompany } from './session.ts';

/**
 * The page behind a mailed sign-in link. Opening it uses nothing up, and neither does the first button, because mail
 * scanners press that one.
 */
export default function RedeemLink(): JSX.Element {
  const company = useCompany();
  const client = useQueryClient();
  const navigate = useNavigate();
  const token = location.hash.slice(1);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const redeem = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { entrance } = await api.session.redeemCode.mutate({ token });
      enterBy({ entrance });
      client.clear();
      client.setQueryData(sessionKey(entrance), await api.session.me.query());
      navigate(entrance === 'contractors' ? '/auftraege' : '/meine', { replace: true });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <PortalShell brand={{ name: company.data?.name ?? '' }}>
      <PageTitle
        title={m.signin_link_title({ company: company.data?.name ?? '' })}
        below={<p class="text-muted">{m.signin_link_lead()}</p>}
      />
      <div class="flex flex-col gap-3.5">
        <Show
          when={!failure() && token.length >= 20}
          fallback={
            <>
              <ErrorNote title={failure() ?? m.errors_code_wrong()} />
              <ButtonLink href="/anmelden" look="filled">
                {m.signin_link_new()}
              </ButtonLink>
            </>
          }
        >
          <Button look="outline" onClick={() => navigate('/anmelden', { replace: true })}>
            {m.signin_link_not_me()}
          </Button>
          <Button look="filled" busy={busy()} onClick={() => void redeem()}>
            {m.signin_link_enter()}
          </Button>
        </Show>
      </div>
    </PortalShell>
  );
}
