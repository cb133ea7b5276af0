import { createSignal, For, Index, type JSX, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { m } from '../../../.build/i18n/messages.js';
import { type Colleague, colleague } from '../../../domain/team.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useProperties } from '../desk/queries.ts';
import { centsOf } from '../ticket/OrderDialog.tsx';
import { type Member, type Role, useChange } from './queries.ts';
import { sayRole } from './words.ts';

/** A role as it is typed. */
type Typed = {
  role: string;
  allProperties: boolean;
  propertyIds: readonly string[];
  limit: string;
  validFrom: string;
  validUntil: string;
};

const typed = (given: Member['roles'][number]): Typed => ({
  role: given.role,
  allProperties: given.allProperties,
  propertyIds: given.propertyIds,
  limit: given.limitCents === null ? '' : String(given.limitCents / 100).replace('.', ','),
  validFrom: given.validFrom ?? '',
  validUntil: given.validUntil ?? '',
});

const sayMissing = {
  familyName: () => m.rights_hire_name_missing(),
  email: () => m.rights_hire_email_wrong(),
};
const isLimitWrong = ({ limit }: Typed) => centsOf(limit) === undefined;
const isPlaceMissing = ({ allProperties, propertyIds }: Typed) => !allProperties && propertyIds.length === 0;
const isPeriodWrong = ({ validFrom, validUntil }: Typed) =>
  validFrom !== '' && validUntil !== '' && validUntil < validFrom;

const clerk: Typed = { role: 'clerk', allProperties: false, propertyIds: [], limit: '', validFrom: '', validUntil: '' };

/**
 * Gives somebody their roles: which, on which properties, up to which amount, from and until when. Without a member it is
 * somebody new, of whom name and mail address are asked too.
 */
export function RolesSheet(props: {
  member: Member | undefined;
  roles: readonly Role[];
  /** Whether who is signed in may invite. */
  invites: boolean;
  onClose: () => void;
}): JSX.Element {
  const { busy, failure, refusal, change } = useChange();
  let form: HTMLFormElement | undefined;
  const [given, setGiven] = createSignal<readonly Typed[]>(
    props.member?.roles.map(typed) ?? [{ ...clerk, allProperties: true }],
  );
  const [active, setActive] = createSignal(props.member?.active ?? true);
  const [onCall, setOnCall] = createSignal(props.member?.onCall ?? false);
  const [name, setName] = createStore<Colleague>({ givenName: '', familyName: '', email: '' });
  // One id, however often it is sent.
  const id = props.member?.id ?? crypto.randomUUID();
  const wrong = () => (props.member ? null : (colleague.safeParse(name).error?.issues ?? null));
  const wrongAt = (field: keyof typeof sayMissing) =>
    tried() && wrong()?.some(({ path }) => path[0] === field) ? sayMissing[field]() : undefined;
  const [tried, setTried] = createSignal(false);
  const [sentEmail, setSentEmail] = createSignal('');
  const emailTaken = () => refusal()?.code === 'emailTaken';
  const emailWrong = () => wrongAt('email') ?? (emailTaken() && name.email === sentEmail() ? failure() : undefined);
  // The sheet is long: what is wrong may be out of sight.
  const showWrong = () =>
    queueMicrotask(() => {
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus({ preventScroll: true });
      form?.querySelector('[aria-invalid="true"], [role="alert"]')?.scrollIntoView({ block: 'center' });
    });
  const set = (at: number, part: Partial<Typed>) =>
    setGiven((all) => all.map((one, n) => (n === at ? { ...one, ...part } : one)));
  const save = async () => {
    setTried(true);
    if (wrong() || given().some((one) => isLimitWrong(one) || isPlaceMissing(one) || isPeriodWrong(one)))
      return showWrong();
    const roles = given().map(({ limit, validFrom, validUntil, propertyIds, ...one }) => ({
      ...one,
      propertyIds: one.allProperties ? [] : [...propertyIds],
      limitCents: centsOf(limit) ?? null,
      validFrom: validFrom || null,
      validUntil: validUntil || null,
    }));
    const save = props.member
      ? () => api.team.setRoles.mutate({ personId: id, active: active(), onCall: onCall(), roles })
      : () => api.team.hire.mutate({ id, colleague: { ...name }, onCall: onCall(), roles });
    setSentEmail(name.email);
    if (!(await change(save))) return showWrong();
    const hired = () => (props.invites ? m.rights_hired() : m.rights_hired_only());
    toast({ text: props.member ? m.rights_saved() : hired() });
    props.onClose();
  };
  const reset = async () => {
    if (!(await change(() => api.team.resetTotp.mutate({ personId: id })))) return;
    toast({ text: m.rights_totp_reset_done() });
    props.onClose();
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.member ? m.rights_edit() : m.rights_hire()}
      description={props.member?.name}
      footer={
        <Button type="submit" form="given-roles" look="filled" busy={busy()}>
          {m.rights_save()}
        </Button>
      }
    >
      <form
        id="given-roles"
        ref={form}
        novalidate
        class="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Show when={!props.member}>
          <div class="grid items-start gap-3.5 sm:grid-cols-2">
            <TextField
              label={m.people_given_name()}
              optional
              maxLength={80}
              autocomplete="off"
              value={name.givenName}
              onInput={(event) => setName('givenName', event.currentTarget.value)}
            />
            <TextField
              label={m.people_family_name()}
              maxLength={120}
              autocomplete="off"
              value={name.familyName}
              error={wrongAt('familyName')}
              onInput={(event) => setName('familyName', event.currentTarget.value)}
            />
          </div>
          <TextField
            type="email"
            label={m.people_email()}
            hint={m.rights_hire_email()}
            maxLength={200}
            autocomplete="off"
            value={name.email}
            error={emailWrong()}
            onInput={(event) => setName('email', event.currentTarget.value)}
          />
        </Show>
        <Index each={given()}>
          {(one, at) => (
            <Assigned
              one={one()}
              first={at === 0}
              roles={props.roles}
              tried={tried()}
              onChange={(part) => set(at, part)}
              onRemove={() => setGiven((all) => all.filter((_, n) => n !== at))}
            />
          )}
        </Index>
        <div class="flex">
          <Button icon="plus" onClick={() => setGiven((all) => [...all, clerk])}>
            {m.rights_assign_add()}
          </Button>
        </div>
        <div class="border-t border-line pt-4">
          <Checkbox label={m.rights_assign_on_call()} checked={onCall()} onChange={setOnCall} />
          <Show when={props.member}>
            <Checkbox
              label={m.rights_assign_works()}
              hint={m.rights_assign_works_hint()}
              checked={active()}
              onChange={setActive}
            />
          </Show>
        </div>
        <Show when={props.member?.secondFactor}>
          <div class="flex">
            <Button look="danger" busy={busy()} onClick={() => void reset()}>
              {m.rights_totp_reset()}
            </Button>
          </div>
        </Show>
        <Show when={!emailTaken() && failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      </form>
    </Sheet>
  );
}

function Assigned(props: {
  one: Typed;
  first: boolean;
  roles: readonly Role[];
  tried: boolean;
  onChange: (part: Partial<Typed>) => void;
  onRemove: () => void;
}): JSX.Element {
  const properties = useProperties();
  const toggle = (id: string, on: boolean) =>
    props.onChange({
      propertyIds: on ? [...props.one.propertyIds, id] : props.one.propertyIds.filter((known) => known !== id),
    });
  return (
    <fieldset class="flex min-w-0 flex-col gap-3.5 rounded-xl border border-line px-4 pt-2 pb-4">
      <legend class="px-1 text-sm text-muted">{props.first ? m.rights_assign_first() : m.rights_assign_more()}</legend>
      <Select
        label={m.rights_role()}
        value={props.one.role}
        onChange={(role) => props.onChange({ role })}
        options={props.roles.map((role) => ({ value: role.key, label: sayRole(role) }))}
      />
      <Checkbox
        label={m.rights_assign_all()}
        checked={props.one.allProperties}
        onChange={(allProperties) => props.onChange({ allProperties })}
      />
      <Show when={!props.one.allProperties}>
        <fieldset class="min-w-0">
          <legend class="font-semibold">{m.rights_assign_which()}</legend>
          <div class="max-h-60 overflow-y-auto">
            <For each={properties.data}>
              {(property) => (
                <Checkbox
                  label={property.name}
                  checked={props.one.propertyIds.includes(property.id)}
                  onChange={(on) => toggle(property.id, on)}
                />
              )}
            </For>
          </div>
          <Show when={props.tried && isPlaceMissing(props.one)}>
            <p role="alert" class="text-late">
              {m.rights_assign_none()}
            </p>
          </Show>
        </fieldset>
      </Show>
      <TextField
        label={m.rights_assign_limit()}
        hint={m.rights_assign_limit_hint()}
        optional
        inputmode="decimal"
        value={props.one.limit}
        onInput={(event) => props.onChange({ limit: event.currentTarget.value })}
        error={props.tried && isLimitWrong(props.one) ? m.rights_assign_limit_wrong() : undefined}
      />
      <Show when={!props.first}>
        <div class="grid items-start gap-3 sm:grid-cols-2">
          <TextField
            type="date"
            label={m.rights_assign_from()}
            optional
            value={props.one.validFrom}
            onInput={(event) => props.onChange({ validFrom: event.currentTarget.value })}
          />
          <TextField
            type="date"
            label={m.rights_assign_until()}
            optional
            value={props.one.validUntil}
            onInput={(event) => props.onChange({ validUntil: event.currentTarget.value })}
            error={props.tried && isPeriodWrong(props.one) ? m.rights_assign_period_wrong() : undefined}
          />
        </div>
        <div class="flex">
          <Button look="quiet" icon="trash" onClick={() => props.onRemove()}>
            {m.rights_assign_remove()}
          </Button>
        </div>
      </Show>
    </fieldset>
  );
}
