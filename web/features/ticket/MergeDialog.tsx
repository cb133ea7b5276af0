import { createSignal, type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { sayMoment } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/Toast.tsx';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { sayPlace } from './place.ts';
import { type TicketView, useMerging, useSimilar } from './queries.ts';

/** Has another ticket about the same damage lead this one. */
export function MergeDialog(props: { ticket: TicketView; onClose: () => void }): JSX.Element {
  const similar = useSimilar(() => props.ticket.id);
  const merging = useMerging(() => props.ticket.id);
  const [into, setInto] = createSignal<string>();
  const [text, setText] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const submit = async () => {
    setTried(true);
    const leading = into();
    if (!leading) return;
    const answer = await merging.run({ into: leading, ...(text().trim() && { text: text().trim() }) });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied') toast({ text: m.ticket_merge_done({ number: answer.number }) });
  };
  const detail = (found: NonNullable<typeof similar.data>[number]) =>
    [
      sayPlace(found.street, found.unit ? { number: found.unit } : null, found.place === 'common'),
      found.reporter,
      sayMoment(found.reportedAt, { locale: locale(), now: now() }),
      found.people > 1 ? m.ticket_merge_people({ count: found.people }) : null,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <ActDialog
      title={m.ticket_merge_title()}
      description={m.ticket_merge_hint({ number: props.ticket.number })}
      submit={m.ticket_merge_submit()}
      busy={merging.busy()}
      error={merging.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Switch fallback={<Skeleton shape="rows" />}>
        <Match when={similar.isError}>
          <ErrorNote title={sayFailure(similar.error)} />
        </Match>
        <Match when={similar.data?.length === 0}>
          <p class="text-muted">{m.ticket_merge_none()}</p>
        </Match>
        <Match when={similar.data}>
          {(found) => (
            <RadioCards
              label={m.ticket_merge_into()}
              cards={found().map((each) => ({
                value: each.id,
                title: `${each.number} · ${each.title}`,
                detail: detail(each),
              }))}
              value={into()}
              onChange={setInto}
              error={tried() && !into() ? m.ticket_choice_missing() : undefined}
            />
          )}
        </Match>
      </Switch>
      <WordsField
        label={m.ticket_merge_text()}
        purpose="any"
        filling={fillingOf(props.ticket)}
        optional
        value={text()}
        onChange={setText}
      />
    </ActDialog>
  );
}
