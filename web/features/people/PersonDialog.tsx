import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { namelessPerson, type Person } from '../../../domain/person/person.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { toast } from '../../ui/Toast.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { PersonFields, personFields, personProblems } from './PersonFields.tsx';
import { useAgain } from './queries.ts';
import type { PersonPageData } from './words.ts';

/** Writes a person down, or changes one. What was typed stays when somebody else was quicker. */
export function PersonDialog(props: {
  known?: PersonPageData;
  onClose: () => void;
  onMade?: (id: string) => void;
}): JSX.Element {
  const again = useAgain();
  const id = props.known?.id ?? crypto.randomUUID();
  const { known } = props;
  const [value, setValue] = createSignal<Person>(
    known
      ? (Object.fromEntries(personFields.map((field) => [field, known[field as keyof Person]])) as Person)
      : namelessPerson,
  );
  const act = createAct((input: { person: Person }) =>
    known
      ? api.people.save.mutate({ id, revision: known.revision, person: input.person }).then(() => true)
      : api.people.make.mutate({ id, person: input.person }).then(() => true),
  );
  const checks = createChecks(() => personProblems(value()), act.refusal, personFields);
  const submit = async () => {
    if (!checks.ready()) return;
    if (!(await act.run({ person: value() }))) return;
    await again();
    toast({ text: known ? m.people_saved() : m.people_made() });
    props.onClose();
    if (!known) props.onMade?.(id);
  };
  return (
    <ActDialog
      title={known ? m.people_edit() : m.people_new()}
      submit={m.people_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PersonFields value={value()} onChange={setValue} checks={checks} />
    </ActDialog>
  );
}
