import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { federalState } from '../../../domain/time/workingTime.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import { SlotEditor } from '../appointments/SlotEditor.tsx';
import { type SlotDraft, slotsOf, suggestSlots } from '../appointments/slots.ts';
import { useEmployees, useMe } from '../desk/queries.ts';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { type TicketView, useTicketAct } from './queries.ts';

type Door = 'reporter' | 'owner' | 'management';
type Manner = 'offer' | 'set';

/** A visit of our own: who comes, who opens, and when; without `visit` a new one, else new dates for that one. */
export function ArrangeVisitDialog(props: {
  ticket: TicketView;
  visit?: TicketView['visits'][number];
  onClose: () => void;
}): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const me = useMe();
  const employees = useEmployees();
  const id = props.visit?.id ?? crypto.randomUUID();
  const state = () => federalState.safeParse(props.ticket.property.federalState).data ?? null;
  const [chosenVisitor, setVisitor] = createSignal<string>();
  const [chosenDoor, setDoor] = createSignal<Door>(props.ticket.reporter?.name ? 'reporter' : 'management');
  const [chosenManner, setManner] = createSignal<Manner>('offer');
  const [slots, setSlots] = createSignal<SlotDraft[]>(suggestSlots(state(), Date.now()));
  const [text, setText] = createSignal('');
  const visitor = () => chosenVisitor() ?? me.data?.personId;
  const door = (): Door => (props.visit ? (props.visit.with.role as Door) : chosenDoor());
  // Where we open ourselves there is nobody to choose.
  const manner = (): Manner => (door() === 'management' ? 'set' : chosenManner());
  const shown = () => (manner() === 'set' ? slots().slice(0, 1) : slots());
  const doors = () => {
    const { reporter, place, property } = props.ticket;
    return [
      ...(reporter?.name
        ? [{ value: 'reporter' as const, label: m.visit_door_reporter({ name: reporter.name }) }]
        : []),
      ...(place === 'unit' || property.managementType === 'rental'
        ? [{ value: 'owner' as const, label: m.visit_door_owner() }]
        : []),
      { value: 'management' as const, label: m.visit_door_management() },
    ];
  };
  const submit = async () => {
    const comes = visitor();
    if (!comes) return;
    const dates = { slots: slotsOf(shown()), fixed: manner() === 'set' };
    const answer = await act.run({
      command: props.visit
        ? { type: 'proposeSlots', appointment: id, ...dates }
        : { type: 'arrangeVisit', appointment: id, visitor: comes, with: door(), ...dates },
      ...(text().trim() && { text: text().trim() }),
    });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied') toast({ text: manner() === 'set' ? m.visit_done_set() : m.visit_done_offered() });
  };
  return (
    <ActDialog
      title={props.visit ? m.visit_again_title() : m.visit_title()}
      description={m.visit_hint()}
      submit={manner() === 'set' ? m.visit_submit_set() : m.visit_submit_offer()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Show when={!props.visit}>
        <Select
          label={m.visit_who()}
          options={(employees.data ?? []).map(({ id: value, name }) => ({ value, label: name }))}
          value={visitor()}
          onChange={setVisitor}
        />
        <Select label={m.visit_door()} options={doors()} value={door()} onChange={setDoor} />
      </Show>
      <Show when={door() !== 'management'}>
        <RadioCards<Manner>
          label={m.visit_manner()}
          hideLabel
          cards={[
            { value: 'offer', title: m.visit_manner_offer(), detail: m.visit_manner_offer_hint() },
            { value: 'set', title: m.visit_manner_set(), detail: m.visit_manner_set_hint() },
          ]}
          value={manner()}
          onChange={setManner}
        />
      </Show>
      <SlotEditor
        slots={shown()}
        onChange={(next) => setSlots(manner() === 'set' ? [...next, ...slots().slice(1)] : next)}
        federalState={state()}
        most={manner() === 'set' ? 1 : undefined}
      />
      <WordsField
        label={m.visit_words()}
        purpose="any"
        filling={fillingOf(props.ticket)}
        optional
        value={text()}
        onChange={setText}
      />
    </ActDialog>
  );
}
