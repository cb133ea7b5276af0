import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { When } from '../../ui/When.tsx';
import type { Overview } from './client.ts';

const words: Record<string, () => string> = {
  signIn: () => m.installation_did_sign_in(),
  create: () => m.installation_did_create(),
  retry: () => m.installation_did_retry(),
  describe: () => m.installation_did_describe(),
  suspend: () => m.installation_did_suspend(),
  resume: () => m.installation_did_resume(),
  planDeletion: () => m.installation_did_plan_deletion(),
  keep: () => m.installation_did_keep(),
  deleteNow: () => m.installation_did_delete_now(),
  deleteNowRefused: () => m.installation_did_not_delete_now(),
  move: () => m.installation_did_move(),
  moveRefused: () => m.installation_did_not_move(),
  setOperator: () => m.installation_did_set_operator(),
  inviteFirst: () => m.installation_did_invite(),
  inviteFirstRefused: () => m.installation_did_not_invite(),
  signInByRecoveryCode: () => m.installation_did_recovery(),
  beginTotp: () => m.installation_did_begin_totp(),
  confirmTotp: () => m.installation_did_confirm_totp(),
  renewRecoveryCodes: () => m.installation_did_renew_codes(),
  removeTotp: () => m.installation_did_remove_totp(),
  addServer: () => m.installation_did_add_server(),
};

/** What operators did last, so that nobody has to ask who closed a company. */
export function Record(props: { overview: Overview }): JSX.Element {
  const nameOf = ({ workspaceId: id, slug }: Overview['record'][number]) =>
    props.overview.companies.find((each) => each.id === id)?.name ?? (slug && m.installation_gone({ slug })) ?? id;
  return (
    <section>
      <h2 class="mb-3 text-lg font-semibold">{m.installation_record()}</h2>
      <Show when={props.overview.record.length > 0} fallback={<p class="text-muted">{m.installation_record_none()}</p>}>
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <For each={props.overview.record}>
            {(entry) => (
              <li class="flex flex-wrap items-baseline justify-between gap-x-4 border-line px-4 py-2 not-last:border-b">
                <span>
                  {words[entry.what]?.() ?? entry.what}
                  <Show when={nameOf(entry)}>{(name) => <span class="font-medium">: {name()}</span>}</Show>
                </span>
                <span class="text-sm text-muted">
                  {entry.email ?? m.installation_command()} · <When iso={entry.at} />
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
