import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from './act.ts';
import { type Company, installation } from './client.ts';

const FORM = 'invite-form';

/** Gives a new company its first administrator, who invites everybody else. */
export function InviteDialog(props: { company: Company; onClose: () => void }): JSX.Element {
  const { act, busy, failure } = useAct();
  const [givenName, setGivenName] = createSignal('');
  const [familyName, setFamilyName] = createSignal('');
  const [email, setEmail] = createSignal('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const said = { id: props.company.id, givenName: givenName(), familyName: familyName(), email: email().trim() };
    if (await act(() => installation.inviteFirst.mutate(said), m.installation_invited())) props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.installation_invite_title({ name: props.company.name })}
      description={m.installation_invite_lead()}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{m.ui_cancel()}</Button>
          <Button look="filled" type="submit" form={FORM} busy={busy()}>
            {m.installation_invite_send()}
          </Button>
        </>
      }
    >
      <form id={FORM} class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          label={m.installation_invite_given()}
          optional
          maxlength={80}
          value={givenName()}
          onInput={(event) => setGivenName(event.currentTarget.value)}
        />
        <TextField
          label={m.installation_invite_family()}
          required
          maxlength={120}
          value={familyName()}
          onInput={(event) => setFamilyName(event.currentTarget.value)}
        />
        <TextField
          type="email"
          label={m.signin_email()}
          required
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      </form>
    </Dialog>
  );
}
