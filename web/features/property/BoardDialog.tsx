import { createSignal, For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { IconButton } from '../../ui/Button.tsx';
import { now } from '../../ui/now.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { PersonChoice } from '../people/PersonChoice.tsx';
import { useAgain } from '../people/queries.ts';
import { berlinToday } from '../people/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { PropertyPageData } from './words.ts';

type Member = { personId: string; name: string; from: string; until: string };

/** Who is on the advisory board, from when until when. */
export function BoardDialog(props: { property: PropertyPageData; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const [members, setMembers] = createSignal<Member[]>(
    props.property.board.map(({ personId, name, from, until }) => ({ personId, name, from, until: until ?? '' })),
  );
  const [tried, setTried] = createSignal(false);
  const { id, revision } = props.property;
  const act = createAct(async (input: { board: { personId: string; from: string; until: string | null }[] }) => {
    await api.properties.setBoard.mutate({ id, revision, ...input });
    return true;
  });
  const change = (at: number, part: Partial<Member>) =>
    setMembers(members().map((each, n) => (n === at ? { ...each, ...part } : each)));
  const beginWrong = ({ from }: Member) =>
    tried() && !from ? sayRefusal({ code: 'fieldRequired', details: {} }) : undefined;
  const endWrong = ({ from, until }: Member) =>
    tried() && until && until < from ? sayRefusal({ code: 'endsBeforeItBegins', details: {} }) : undefined;
  const submit = async () => {
    setTried(true);
    if (members().some((each) => !each.from || (each.until && each.until < each.from))) return;
    const board = members().map(({ personId, from, until }) => ({ personId, from, until: until || null }));
    if (!(await act.run({ board }))) return;
    await again();
    toast({ text: m.property_saved() });
    props.onClose();
  };
  return (
    <ActDialog
      wide
      title={m.property_board()}
      description={m.property_board_hint()}
      submit={m.property_save()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <For each={members().map((_, n) => n)}>
        {(n) => {
          const member = () => members()[n] as Member;
          return (
            <div class="grid grid-cols-[minmax(0,1fr)_9.5rem_9.5rem_auto] items-start gap-3 max-sm:grid-cols-2">
              <p class="self-center font-semibold max-sm:col-span-2">{member().name}</p>
              <TextField
                type="date"
                label={m.property_from()}
                value={member().from}
                onChange={(event) => change(n, { from: event.currentTarget.value })}
                error={beginWrong(member())}
              />
              <TextField
                type="date"
                label={m.property_until()}
                optional
                value={member().until}
                onChange={(event) => change(n, { until: event.currentTarget.value })}
                error={endWrong(member())}
              />
              <IconButton
                icon="close"
                class="self-end max-sm:col-span-2 max-sm:justify-self-end"
                label={m.people_choose_other({ name: member().name })}
                onClick={() => setMembers(members().filter((_, at) => at !== n))}
              />
            </div>
          );
        }}
      </For>
      <PersonChoice
        label={m.property_board_add()}
        value={undefined}
        onChange={(chosen) => {
          if (chosen && 'personId' in chosen)
            setMembers([...members(), { ...chosen, from: berlinToday(now()), until: '' }]);
        }}
      />
    </ActDialog>
  );
}
