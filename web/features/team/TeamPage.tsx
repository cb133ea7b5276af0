import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useMe } from '../desk/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { type Member, type Role, type Team, useChange, useTeam } from './queries.ts';
import { RoleDialog } from './RoleDialog.tsx';
import { RolesSheet } from './RolesSheet.tsx';
import { functionWords, sayExtent, sayRole } from './words.ts';

/** Who works here and with which roles; the roles themselves; how everybody signs in. */
export default function TeamPage(): JSX.Element {
  const team = useTeam();
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.rights_team_title()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.rights_team_lead()}</p>
      <Loaded query={team} failed={m.rights_failed()}>
        {(data) => (
          <>
            <People team={data()} />
            <Roles roles={data().roles} />
            <Demanded required={data().totpRequired} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function People(props: { team: Team }): JSX.Element {
  const [editing, setEditing] = createSignal<Member | 'new'>();
  const me = useMe();
  const invites = () => me.data?.employee?.may.includes('masterData') ?? false;
  const roleOf = (key: string) => props.team.roles.find((role) => role.key === key) ?? { key, name: '' };
  return (
    <section class="mt-6" aria-labelledby="people">
      <div class="mb-2 flex flex-wrap items-end justify-between gap-3">
        <h2 id="people" class="text-md font-semibold">
          {m.rights_people()}
        </h2>
        <Button icon="plus" onClick={() => setEditing('new')}>
          {m.rights_hire()}
        </Button>
      </div>
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <For
          each={props.team.people}
          fallback={
            <li>
              <EmptyState icon="people" title={m.rights_people_none()} text={m.rights_people_none_text()} />
            </li>
          }
        >
          {(one) => (
            <li class="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 not-last:border-b">
              <div class="min-w-52 flex-1">
                <p class="flex flex-wrap items-center gap-2 font-semibold">
                  {one.name}
                  <Show when={!one.active}>
                    <Pill tone="neutral">{m.rights_inactive()}</Pill>
                  </Show>
                  <Show when={one.secondFactor}>
                    <Pill tone="done">{m.rights_second()}</Pill>
                  </Show>
                  <Show when={one.active && !one.hasAccount}>
                    <Pill tone="neutral">{m.rights_no_account()}</Pill>
                  </Show>
                </p>
                <ul class="text-sm text-muted">
                  <For each={one.roles}>
                    {(given) => (
                      <li>
                        {sayRole(roleOf(given.role))}: {sayExtent({ ...given, properties: given.propertyIds.length })}
                      </li>
                    )}
                  </For>
                </ul>
              </div>
              <div class="flex flex-wrap gap-2">
                <Show when={invites() && one.active && !one.hasAccount}>
                  <ButtonLink
                    icon="send"
                    href={`/einladungen/neu?person=${one.id}`}
                    aria-label={`${m.rights_invite()}: ${one.name}`}
                  >
                    {m.rights_invite()}
                  </ButtonLink>
                </Show>
                <ButtonLink look="quiet" href={`/einblick/${one.id}`}>
                  {m.rights_why()}
                </ButtonLink>
                <Button onClick={() => setEditing(one)} aria-label={`${m.rights_edit()}: ${one.name}`}>
                  {m.rights_edit()}
                </Button>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={editing()} keyed>
        {(one) => (
          <RolesSheet
            member={one === 'new' ? undefined : one}
            roles={props.team.roles}
            invites={invites()}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
    </section>
  );
}

function holders(count: number): string {
  if (count === 0) return m.rights_holders_none();
  return count === 1 ? m.rights_holders_one() : m.rights_holders_many({ count });
}

function Roles(props: { roles: readonly Role[] }): JSX.Element {
  const [editing, setEditing] = createSignal<Role | 'new'>();
  return (
    <section class="mt-9" aria-labelledby="roles">
      <div class="mb-2 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="roles" class="text-md font-semibold">
            {m.rights_roles()}
          </h2>
          <p class="text-muted">{m.rights_roles_lead()}</p>
        </div>
        <Button icon="plus" onClick={() => setEditing('new')}>
          {m.rights_role_new()}
        </Button>
      </div>
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <For each={props.roles}>
          {(role) => (
            <li class="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 not-last:border-b">
              <div class="min-w-52 flex-1">
                <p class="font-semibold">
                  {sayRole(role)} <span class="text-sm font-normal text-muted">{holders(role.holders)}</span>
                </p>
                <p class="text-sm text-pretty text-muted">
                  {role.functions.map((each) => functionWords[each]()).join(' · ')}
                </p>
              </div>
              <Show when={role.name}>
                <Button onClick={() => setEditing(role)} aria-label={`${m.rights_role_edit()}: ${role.name}`}>
                  {m.rights_role_edit()}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={editing()} keyed>
        {(role) => <RoleDialog role={role === 'new' ? undefined : role} onClose={() => setEditing(undefined)} />}
      </Show>
    </section>
  );
}

function Demanded(props: { required: boolean }): JSX.Element {
  const { busy, failure, change } = useChange();
  return (
    <section class="mt-9" aria-labelledby="demanded">
      <h2 id="demanded" class="mb-2 text-md font-semibold">
        {m.rights_second()}
      </h2>
      <Checkbox
        label={m.rights_totp_required()}
        hint={m.rights_totp_required_hint()}
        checked={props.required}
        disabled={busy()}
        error={failure()}
        onChange={(required) =>
          void change(() => api.team.setTotpRequired.mutate({ required })).then((done) => {
            if (done) toast({ text: m.rights_saved() });
          })
        }
      />
    </section>
  );
}
