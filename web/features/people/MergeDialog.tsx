import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fullName } from '../../../domain/person/person.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { useAgain } from './queries.ts';
import type { PersonPageData } from './words.ts';

/** Two entries of one person: which of them stays. */
export function MergeDialog(props: {
  person: PersonPageData;
  other: PersonPageData['same'][number];
  onClose: () => void;
  onMerged: (id: string) => void;
}): JSX.Element {
  const again = useAgain();
  const { person, other } = props;
  const [kept, setKept] = createSignal(person.id);
  const act = createAct((input: Questions['people']['merge']) => api.people.merge.mutate(input));
  const [first, second] = [
    { id: person.id, revision: person.revision },
    { id: other.id, revision: other.revision },
  ];
  const submit = async () => {
    const input = kept() === first.id ? { keep: first, drop: second } : { keep: second, drop: first };
    const merged = await act.run(input);
    if (!merged) return;
    const { id } = input.keep;
    toast({
      text: m.people_merged(),
      undo: () =>
        void api.people.unmerge
          .mutate({ id, mergeId: merged.mergeId })
          .then(again, (reason) => toast({ text: sayFailure(reason), tone: 'late' })),
    });
    props.onClose();
    props.onMerged(input.keep.id);
    await again();
  };
  return (
    <ActDialog
      title={m.people_merge_title()}
      description={m.people_merge_lead()}
      submit={m.people_merge()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <RadioCards
        label={m.people_merge_keep()}
        cards={[
          { value: person.id, title: fullName(person), detail: person.periods[0]?.place ?? person.email },
          { value: other.id, title: other.name, detail: other.place ?? undefined },
        ]}
        value={kept()}
        onChange={setKept}
      />
    </ActDialog>
  );
}
