import { createSignal, For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type ContractorFacts, contractorFacts, namelessPerson, type Person } from '../../../domain/person/person.ts';
import { problemsBySchema } from '../../../domain/problem.ts';
import { trades } from '../../../domain/report/categories.ts';
import { createAct } from '../../act.ts';
import { type Answers, api } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { sayTrade } from '../ticket/trades.ts';
import { PersonFields, personFields, personProblems } from './PersonFields.tsx';
import { useAgain } from './queries.ts';

type Known = Answers['contractors']['get'];

/** Writes down a firm or caretaker, or changes one: who they are, what they do, and where. */
export function ContractorDialog(props: {
  known?: Known;
  onClose: () => void;
  onMade?: (id: string) => void;
}): JSX.Element {
  const again = useAgain();
  const { known } = props;
  const [id, personId] = [known?.id ?? crypto.randomUUID(), known?.personId ?? crypto.randomUUID()];
  const [person, setPerson] = createSignal<Person>(known?.person ?? { ...namelessPerson, kind: 'company' });
  const [facts, setFacts] = createSignal<ContractorFacts>({
    trades: known?.trades ?? [],
    internal: known?.internal ?? false,
    districts: known?.districts ?? [],
    note: known?.note ?? '',
  });
  const [districts, setDistricts] = createSignal((known?.districts ?? []).join(', '));
  const act = createAct(async (input: { person: Person; facts: ContractorFacts }) => {
    if (known)
      await api.contractors.save.mutate({
        id,
        revision: known.revision,
        personRevision: known.personRevision,
        ...input,
      });
    else await api.contractors.make.mutate({ id, personId, ...input });
    return true;
  });
  const typed = (): ContractorFacts => ({
    ...facts(),
    districts: districts()
      .split(/[\s,;]+/)
      .filter(Boolean),
  });
  const checks = createChecks(
    () => [...personProblems(person()), ...problemsBySchema(contractorFacts, typed())],
    act.refusal,
    [...personFields, 'trades', 'districts', 'note'],
  );
  const submit = async () => {
    if (!checks.ready() || !(await act.run({ person: person(), facts: typed() }))) return;
    await again();
    toast({ text: known ? m.people_saved() : m.people_made() });
    props.onClose();
    if (!known) props.onMade?.(id);
  };
  return (
    <ActDialog
      wide
      title={known ? m.people_contractor_edit() : m.people_new_contractor()}
      submit={m.people_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PersonFields value={person()} onChange={setPerson} checks={checks} />
      <fieldset class="min-w-0" aria-describedby={checks.errorOf('trades') ? 'trades-error' : undefined}>
        <legend class="mb-1 font-semibold">{m.people_trades()}</legend>
        <div class="grid grid-cols-3 gap-x-4 max-sm:grid-cols-2">
          <For each={trades}>
            {(trade) => (
              <Checkbox
                label={sayTrade(trade)}
                checked={facts().trades.includes(trade)}
                onChange={(does) =>
                  setFacts({
                    ...facts(),
                    trades: trades.filter((each) => (each === trade ? does : facts().trades.includes(each))),
                  })
                }
              />
            )}
          </For>
        </div>
        {checks.errorOf('trades') && (
          <p id="trades-error" role="alert" class="mt-1 text-late">
            {m.people_trades_missing()}
          </p>
        )}
      </fieldset>
      <TextField
        label={m.people_districts()}
        hint={m.people_districts_hint()}
        optional
        value={districts()}
        onInput={(event) => setDistricts(event.currentTarget.value)}
        error={checks.errorOf('districts')}
      />
      <Checkbox
        label={m.people_internal()}
        hint={m.people_internal_hint()}
        checked={facts().internal}
        onChange={(internal) => setFacts({ ...facts(), internal })}
      />
      <TextArea
        label={m.people_note()}
        optional
        rows={2}
        maxLength={1000}
        value={facts().note}
        onInput={(event) => setFacts({ ...facts(), note: event.currentTarget.value })}
      />
    </ActDialog>
  );
}
