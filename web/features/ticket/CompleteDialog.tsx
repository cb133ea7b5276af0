import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type CompletionResult, completionResults } from '../../../domain/lifecycle/facts.ts';
import type { Filling } from '../../../domain/texts/placeholders.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { sayPlace } from './place.ts';
import type { OrderCommand, OrderView } from './queries.ts';

type Answer = CompletionResult | 'later';

/** What a firm has phoned in: about the work, or about each place of a collective order; some may follow later. */
export function CompleteDialog(props: {
  order: OrderView;
  filling: Filling;
  busy: boolean;
  error: string | undefined;
  onSubmit: (command: OrderCommand, text: string) => void;
  onClose: () => void;
}): JSX.Element {
  const [result, setResult] = createSignal<CompletionResult>();
  const [each, setEach] = createSignal<Readonly<Record<string, Answer>>>({});
  const [text, setText] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const several = () => props.order.tickets.length > 1;
  const open = () => props.order.tickets.filter(({ completion, accepted }) => completion === null && !accepted);
  const results = () =>
    open().flatMap(({ id }) => {
      const given = each()[id];
      return given && given !== 'later' ? [{ ticket: id, result: given }] : [];
    });
  const given = () => (several() ? results()[0]?.result : result());
  const unfinished = () =>
    several() ? results().some((one) => one.result !== 'done') : result() !== undefined && result() !== 'done';
  const noText = () => unfinished() && text().trim() === '';
  const cards = completionResults.map((value) => ({ value, title: sayWord('completion', value) }));
  return (
    <ActDialog
      wide={several()}
      title={m.ticket_card_complete()}
      description={m.ticket_card_on_behalf()}
      submit={m.ticket_card_complete()}
      busy={props.busy}
      error={props.error}
      onSubmit={() => {
        setTried(true);
        const first = given();
        if (!first || noText()) return;
        props.onSubmit({ type: 'complete', result: first, ...(several() && { results: results() }) }, text().trim());
      }}
      onClose={props.onClose}
    >
      <Show
        when={several()}
        fallback={
          <RadioCards
            label={m.ticket_card_complete_result()}
            cards={cards}
            value={result()}
            onChange={setResult}
            error={tried() && !given() ? m.ticket_choice_missing() : undefined}
          />
        }
      >
        <For each={open()}>
          {(ticket) => (
            <RadioCards<Answer>
              label={`${ticket.number} · ${sayPlace(
                ticket.street,
                ticket.unit ? { ...ticket, number: ticket.unit } : null,
                ticket.place === 'common',
              )}: ${ticket.title}`}
              columns={2}
              cards={[...cards, { value: 'later', title: m.order_complete_later() }]}
              value={each()[ticket.id] ?? 'later'}
              onChange={(value) => setEach((known) => ({ ...known, [ticket.id]: value }))}
            />
          )}
        </For>
        <Show when={tried() && !given()}>
          <p role="alert" class="text-late">
            {m.order_complete_none()}
          </p>
        </Show>
      </Show>
      <WordsField
        label={m.ticket_card_message()}
        purpose="order"
        filling={props.filling}
        optional={!unfinished()}
        value={text()}
        onChange={setText}
        error={tried() && noText() ? m.errors_reason_needed() : undefined}
      />
    </ActDialog>
  );
}
