import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { useAct } from './act.ts';
import { type Company, installation, type Overview } from './client.ts';

const OWN = 'own';

/** Moves a company's database to another server. */
export function MoveDialog(props: {
  company: Company;
  servers: Overview['servers'];
  onClose: () => void;
}): JSX.Element {
  const { act, busy, failure } = useAct();
  const [server, setServer] = createSignal<string>();
  const options = () =>
    [
      { value: OWN, label: m.installation_own_server() },
      ...props.servers.map(({ id, name }) => ({ value: id, label: name })),
    ].map((option) => ({ ...option, disabled: option.value === (props.company.serverId ?? OWN) }));
  const move = async () => {
    const chosen = server();
    if (chosen === undefined) return;
    const { id } = props.company;
    const target = chosen === OWN ? null : chosen;
    if (await act(() => installation.move.mutate({ id, server: target }), m.installation_move_begun())) props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.installation_move_title({ name: props.company.name })}
      description={m.installation_move_lead()}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{m.ui_cancel()}</Button>
          <Button look="filled" busy={busy()} disabled={server() === undefined} onClick={() => void move()}>
            {m.installation_move()}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <Select label={m.installation_server()} options={options()} value={server()} onChange={setServer} />
        <Show when={props.servers.length === 0}>
          <p class="text-muted">{m.installation_no_other_server()}</p>
        </Show>
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      </div>
    </Dialog>
  );
}
