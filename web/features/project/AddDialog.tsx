import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Responsible, When } from '../../../domain/project/state.ts';
import type { Period } from '../../../domain/time/workingTime.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { DialogProps } from './dialog.ts';
import { PartySelect } from './PartySelect.tsx';
import { useCandidates } from './queries.ts';
import { WhenFields } from './WhenFields.tsx';

/** Another to-do, with whom it waits on, its date and its checklist. */
export function AddDialog(props: DialogProps<'add'>): JSX.Element {
  const candidates = useCandidates(() => props.project.propertyId);
  const [title, setTitle] = createSignal('');
  const [text, setText] = createSignal('');
  const [points, setPoints] = createSignal('');
  const [who, setWho] = createSignal<Responsible>({ role: 'management' });
  const [way, setWay] = createSignal<'on' | 'after'>('on');
  const [day, setDay] = createSignal('');
  const [after, setAfter] = createSignal<number>();
  const [period, setPeriod] = createSignal<Period>({ working: 540 });
  const [tried, setTried] = createSignal(false);
  const open = () => props.project.todos;
  const when = (): When | undefined => {
    const n = after();
    if (way() === 'on') return day() ? { on: day() } : undefined;
    return n === undefined ? undefined : { after: n, period: period() };
  };
  const submit = async () => {
    setTried(true);
    const wanted = when();
    if (!wanted || title().trim().length < 3) return;
    const items = points()
      .split('\n')
      .map((point) => point.trim())
      .filter(Boolean)
      .slice(0, 12);
    const said = {
      command: { type: 'add', who: who(), when: wanted },
      title: title().trim(),
      text: text().trim(),
      items,
      files: [],
    } as const;
    if (await props.acts.run({ ...said, items: [...items], files: [] }, { text: m.project_added() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_add()}
      submit={m.project_add_it()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={m.project_todo_title()}
        maxLength={120}
        value={title()}
        error={tried() && title().trim().length < 3 ? m.project_todo_title_missing() : undefined}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <PartySelect label={m.project_responsible()} candidates={candidates.data ?? []} value={who()} onChange={setWho} />
      <WhenFields
        todos={open()}
        way={way()}
        on={day()}
        after={after()}
        period={period()}
        error={tried() && !when() ? m.project_date_missing() : undefined}
        onWay={setWay}
        onDay={setDay}
        onAfter={setAfter}
        onPeriod={setPeriod}
      />
      <TextArea
        label={m.project_todo_text()}
        optional
        maxLength={2000}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <TextArea
        label={m.project_items()}
        hint={m.project_items_hint()}
        optional
        value={points()}
        onInput={(event) => setPoints(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
