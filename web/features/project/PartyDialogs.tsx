import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Responsible } from '../../../domain/project/state.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { DialogProps } from './dialog.ts';
import { PartySelect } from './PartySelect.tsx';
import { useCandidates } from './queries.ts';

/** Hands a to-do to somebody else. */
export function AssignDialog(props: DialogProps<'assign'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const { responsible } = props.asked.todo;
  const [who, setWho] = createSignal<Responsible | undefined>(
    responsible.role === 'advisoryBoard' || responsible.role === 'management'
      ? { role: responsible.role }
      : responsible.id &&
          (responsible.role === 'employee' || responsible.role === 'person' || responsible.role === 'contractor')
        ? { role: responsible.role, id: responsible.id }
        : undefined,
  );
  const submit = async () => {
    const to = who();
    if (!to) return;
    const said = { command: { type: 'assign', todo: props.asked.todo.n, to }, files: [] } as const;
    if (await props.acts.run({ ...said, files: [] }, { text: m.project_assigned() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_assign_title({ title: props.asked.todo.title })}
      submit={m.project_assign()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PartySelect
        label={m.project_responsible()}
        hint={m.project_assign_hint()}
        candidates={candidates.data ?? []}
        value={who()}
        onChange={setWho}
      />
    </ActDialog>
  );
}

/** Who leads the project. */
export function LeadDialog(props: DialogProps<'lead'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const known = () => props.project.lead?.id;
  const [who, setWho] = createSignal<Responsible>(
    known() ? { role: 'employee', id: known() ?? '' } : { role: 'management' },
  );
  const submit = async () => {
    const leader = who();
    const command = { type: 'lead' as const, to: leader.role === 'employee' ? leader.id : null };
    if (await props.acts.run({ command, files: [] }, { text: m.project_lead_changed() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_lead_act()}
      submit={m.project_lead_save()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PartySelect
        label={m.project_lead()}
        hint={m.project_lead_hint()}
        candidates={(candidates.data ?? []).filter(({ role }) => role === 'employee')}
        value={who()}
        onChange={setWho}
      />
    </ActDialog>
  );
}
