import { For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Sheet } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';

const all = (): ReadonlyArray<readonly [keys: readonly string[], does: string]> => [
  [['J', 'K'], m.desk_key_browse()],
  [[m.desk_key_enter(), 'E'], m.desk_key_open()],
  [['A'], m.desk_key_accept()],
  [['O'], m.desk_key_order()],
  [['R'], m.desk_key_ask()],
  [['W'], m.desk_key_forward()],
  [['N'], m.desk_key_note()],
  [['L'], m.desk_key_reject()],
  [['Z', m.desk_key_ctrl_z()], m.desk_key_undo()],
  [['X'], m.desk_key_select()],
  [['⇧', 'X'], m.desk_key_select_more()],
  [['S'], m.desk_key_star()],
  [['C'], m.desk_key_new()],
  [['/'], m.desk_key_search()],
  [[m.desk_key_ctrl_k()], m.desk_key_find()],
  [[m.desk_key_escape()], m.desk_key_back()],
  [['?'], m.desk_key_all()],
];

/** Every key of the desk and of a ticket's page. */
export function KeySheet(props: { open: boolean; onOpenChange: (open: boolean) => void }): JSX.Element {
  return (
    <Sheet open={props.open} onOpenChange={props.onOpenChange} title={m.ui_keys_title()}>
      <dl class="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2.5">
        <For each={all()}>
          {([keys, does]) => (
            <>
              <dt class="flex gap-1">
                <For each={keys}>{(key) => <Kbd>{key}</Kbd>}</For>
              </dt>
              <dd>{does}</dd>
            </>
          )}
        </For>
      </dl>
    </Sheet>
  );
}
