import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Party } from '../../../domain/parties.ts';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useContractors, useEmployees } from '../desk/queries.ts';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { type TicketView, useTicketAct } from './queries.ts';

type Kind = 'reporter' | 'owner' | 'advisoryBoard' | 'employee' | 'contractor' | 'management';

/** Asks somebody about a ticket, or hands it to somebody: whom, and what is said to them. */
export function AddresseeDialog(props: {
  ticket: TicketView;
  act: 'ask' | 'forward';
  onClose: () => void;
}): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const employees = useEmployees();
  const contractors = useContractors();
  const asks = () => props.act === 'ask';
  const [kind, setKind] = createSignal<Kind | undefined>(
    props.act === 'ask' ? (props.ticket.reporter?.name ? 'reporter' : undefined) : 'employee',
  );
  const [who, setWho] = createSignal<string>();
  const [text, setText] = createSignal('');
  const [tried, setTried] = createSignal(false);

  const kinds = (): { value: Kind; label: string }[] => {
    const { reporter, property, place } = props.ticket;
    const found: { value: Kind; label: string }[] = [];
    if (reporter?.name) found.push({ value: 'reporter', label: m.ticket_to_reporter({ name: reporter.name }) });
    if (property.managementType === 'rental') found.push({ value: 'owner', label: m.ticket_to_landlord() });
    else if (place === 'unit') found.push({ value: 'owner', label: m.ticket_to_owner() });
    if (property.managementType === 'weg' && place === 'common')
      found.push({ value: 'advisoryBoard', label: m.ticket_to_board() });
    found.push({ value: 'employee', label: m.ticket_to_employee() });
    found.push({ value: 'contractor', label: m.ticket_to_contractor() });
    if (!asks() && props.ticket.assignee) found.push({ value: 'management', label: m.ticket_to_desk() });
    return found;
  };
  const named = () => kind() === 'employee' || kind() === 'contractor';
  const people = () =>
    (kind() === 'employee' ? employees.data : contractors.data)?.map(({ id, name }) => ({ value: id, label: name })) ??
    [];
  const to = (): Party | undefined => {
    const role = kind();
    if (!role) return undefined;
    if (role !== 'employee' && role !== 'contractor') return { role };
    const id = who();
    return id ? { role, id } : undefined;
  };
  /** Who is written to, as far as a name is known. */
  const addressee = () => {
    if (kind() === 'reporter') return props.ticket.reporter?.name;
    return named() ? people().find(({ value }) => value === who())?.label : undefined;
  };
  const noText = () => asks() && text().trim() === '';
  const submit = async () => {
    setTried(true);
    const party = to();
    if (!party || noText()) return;
    const answer = await act.run({
      command: { type: props.act, to: party },
      ...(text().trim() && { text: text().trim() }),
    });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied')
      toast({ text: asks() ? m.ticket_done_sent() : m.ticket_done_forward(), undo: answer.undo });
  };
  return (
    <ActDialog
      title={asks() ? m.ticket_ask_title() : m.ticket_forward_title()}
      description={asks() ? m.ticket_ask_hint() : undefined}
      submit={asks() ? m.ticket_ask_submit() : m.ticket_forward_submit()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Select
        label={m.ticket_ask_to()}
        options={kinds()}
        value={kind()}
        onChange={(value) => {
          setKind(value);
          setWho(undefined);
        }}
        error={tried() && !kind() ? m.ticket_choice_missing() : undefined}
      />
      <Show when={named() && (kind() ?? false)} keyed>
        <Select
          label={kind() === 'employee' ? m.ticket_to_which_employee() : m.ticket_to_which_contractor()}
          options={people()}
          value={who()}
          onChange={setWho}
          error={tried() && !who() ? m.ticket_choice_missing() : undefined}
        />
      </Show>
      <WordsField
        label={asks() ? m.ticket_ask_text() : m.ticket_forward_text()}
        purpose={asks() ? 'ask' : 'any'}
        filling={{ ...fillingOf(props.ticket), name: addressee() }}
        optional={!asks()}
        value={text()}
        onChange={setText}
        error={tried() && noText() ? m.ticket_text_missing() : undefined}
      />
    </ActDialog>
  );
}
