import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ROLE_FUNCTIONS, type RoleFunction } from '../../../domain/roles.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Role, useChange } from './queries.ts';
import { functionWords } from './words.ts';

/** Makes a role of the company's own, or changes it for all who hold it. */
export function RoleDialog(props: { role: Role | undefined; onClose: () => void }): JSX.Element {
  const { busy, failure, change } = useChange();
  const [name, setName] = createSignal(props.role?.name ?? '');
  const [functions, setFunctions] = createSignal<readonly RoleFunction[]>(props.role?.functions ?? ['see']);
  const [told, setTold] = createSignal<'desk' | 'lead' | 'none'>(props.role?.told ?? 'none');
  const [tried, setTried] = createSignal(false);
  const tooShort = () => name().trim().length < 2;
  const save = async () => {
    setTried(true);
    if (tooShort()) return;
    const addressed = told();
    const role = { name: name(), functions: [...functions()], told: addressed === 'none' ? null : addressed };
    if (!(await change(() => api.team.saveRole.mutate({ key: props.role?.key ?? null, role })))) return;
    toast({ text: m.rights_role_saved() });
    props.onClose();
  };
  const remove = async (key: string) => {
    if (!(await change(() => api.team.removeRole.mutate({ key })))) return;
    toast({ text: m.rights_role_removed() });
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.role ? m.rights_role_edit() : m.rights_role_new()}
      footer={
        <>
          <Show when={props.role}>
            {(role) => (
              <Button look="danger" busy={busy()} onClick={() => void remove(role().key)}>
                {m.rights_role_remove()}
              </Button>
            )}
          </Show>
          <Button type="submit" form="role" look="filled" busy={busy()}>
            {m.rights_save()}
          </Button>
        </>
      }
    >
      <form
        id="role"
        novalidate
        class="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={m.rights_role_name()}
          maxLength={60}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
          error={tried() && tooShort() ? m.rights_role_name_short() : undefined}
        />
        <fieldset>
          <legend class="mb-1 font-semibold">{m.rights_role_functions()}</legend>
          <For each={ROLE_FUNCTIONS}>
            {(each) => (
              <Checkbox
                label={functionWords[each]()}
                checked={each === 'see' || functions().includes(each)}
                disabled={each === 'see'}
                onChange={(on) => setFunctions((all) => (on ? [...all, each] : all.filter((one) => one !== each)))}
              />
            )}
          </For>
        </fieldset>
        <RadioCards<'desk' | 'lead' | 'none'>
          label={m.rights_role_told()}
          cards={[
            { value: 'desk', title: m.rights_told_desk() },
            { value: 'lead', title: m.rights_told_lead() },
            { value: 'none', title: m.rights_told_none() },
          ]}
          value={told()}
          onChange={setTold}
        />
        <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      </form>
    </Dialog>
  );
}
