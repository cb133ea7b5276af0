import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { declineReasons } from '../../../domain/workOrder/commands.ts';
import { toast } from '../../ui/Toast.tsx';
import { useContractors } from '../desk/queries.ts';
import { sayWord } from '../lifecycle/words.ts';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { CompleteDialog } from './CompleteDialog.tsx';
import { AskAnyway, ContractorChoice, someAway } from './ContractorChoice.tsx';
import { type OrderCommand, type OrderView, type TicketView, useOrderAct } from './queries.ts';
import { WordsDialog } from './WordsDialog.tsx';

/** The act on an order whose form is open. */
export type OpenOrderDialog =
  | { kind: 'offer' | 'ask' | 'accept' | 'decline' | 'complete' | 'continue' | 'acceptWork' | 'cancel' }
  | { kind: 'answer'; question: string };

/** Acts that the office does on an order with no more than some words. */
const plain = {
  accept: () => ({ title: m.ticket_card_accept(), hint: m.ticket_card_on_behalf(), submit: m.ticket_card_accept() }),
  continue: () => ({ title: m.ticket_card_continue(), hint: undefined, submit: m.ticket_card_continue() }),
  acceptWork: () => ({ title: m.ticket_card_accept_work(), hint: undefined, submit: m.ticket_card_accept_work() }),
  cancel: () => ({ title: m.ticket_card_cancel(), hint: m.ticket_card_cancel_hint(), submit: m.ticket_card_cancel() }),
} as const;

const isPlain = (kind: string | undefined): kind is keyof typeof plain => kind !== undefined && kind in plain;

/** The form of the act on an order that is open. */
export function OrderDialogs(props: {
  order: OrderView;
  ticket: TicketView;
  open: OpenOrderDialog | undefined;
  onClose: () => void;
}): JSX.Element {
  const act = useOrderAct(() => props.order.id);
  const close = () => {
    act.clear();
    props.onClose();
  };
  const send = async (command: OrderCommand, text: string, done = m.ticket_done_saved(), despiteAway = false) => {
    const answer = await act.run({ command, ...(text && { text }), ...(despiteAway && { despiteAway }) });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied') toast({ text: done });
  };
  const kind = () => props.open?.kind;
  const plainKind = () => {
    const open = kind();
    return isPlain(open) ? open : undefined;
  };
  return (
    <Switch>
      <Match when={plainKind()}>
        {(name) => (
          <WordsDialog
            title={plain[name()]().title}
            description={plain[name()]().hint}
            submit={plain[name()]().submit}
            danger={name() === 'cancel'}
            words={m.ticket_card_message()}
            purpose="order"
            filling={fillingOf(props.ticket)}
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ text }) => void send({ type: name() }, text)}
            onClose={close}
          />
        )}
      </Match>
      <Match when={kind() === 'ask'}>
        <WordsDialog
          title={m.ticket_card_ask()}
          submit={m.ticket_ask_submit()}
          words={m.ticket_ask_text()}
          wordsNeeded={() => true}
          purpose="order"
          filling={fillingOf(props.ticket)}
          busy={act.busy()}
          error={act.error()}
          onSubmit={({ text }) => void send({ type: 'ask' }, text, m.ticket_done_sent())}
          onClose={close}
        />
      </Match>
      <Match when={props.open?.kind === 'answer' && props.open}>
        {(open) => (
          <WordsDialog
            title={m.ticket_card_answer()}
            description={questionText(props.order, open().question)}
            submit={m.ticket_card_answer_submit()}
            words={m.ticket_answer_text()}
            wordsNeeded={() => true}
            purpose="order"
            filling={fillingOf(props.ticket)}
            busy={act.busy()}
            error={act.error()}
            onSubmit={({ text }) =>
              void send({ type: 'answer', question: open().question }, text, m.ticket_done_sent())
            }
            onClose={close}
          />
        )}
      </Match>
      <Match when={kind() === 'decline'}>
        <WordsDialog<(typeof declineReasons)[number]>
          title={m.ticket_card_decline()}
          description={m.ticket_card_on_behalf()}
          submit={m.ticket_card_decline()}
          choices={{
            label: m.ticket_reject_reason(),
            cards: declineReasons.map((value) => ({ value, title: sayWord('decline', value) })),
          }}
          words={m.ticket_card_message()}
          purpose="order"
          filling={fillingOf(props.ticket)}
          busy={act.busy()}
          error={act.error()}
          onSubmit={({ text, choice }) => choice && void send({ type: 'decline', reason: choice }, text)}
          onClose={close}
        />
      </Match>
      <Match when={kind() === 'complete'}>
        <CompleteDialog
          order={props.order}
          filling={fillingOf(props.ticket)}
          busy={act.busy()}
          error={act.error()}
          onSubmit={(command, text) => void send(command, text)}
          onClose={close}
        />
      </Match>
      <Match when={kind() === 'offer'}>
        <OfferDialog
          order={props.order}
          ticket={props.ticket}
          busy={act.busy()}
          error={act.error()}
          onSubmit={(contractors, text, despiteAway) =>
            void send({ type: 'offer', contractors }, text, m.ticket_done_sent(), despiteAway)
          }
          onClose={close}
        />
      </Match>
    </Switch>
  );
}

/** What the contractor asked last, as far as the timeline says it. */
function questionText(order: OrderView, question: string): string | undefined {
  const asked = order.timeline.filter(({ kind, actor }) => kind === 'asked' && actor.kind === 'contractor');
  const open = order.questions.filter(({ fromUs }) => !fromUs);
  const text = asked.slice(-open.length)[open.findIndex(({ id }) => id === question)]?.text;
  return text ? m.ticket_quote({ text }) : undefined;
}

function OfferDialog(props: {
  order: OrderView;
  ticket: TicketView;
  busy: boolean;
  error: string | undefined;
  onSubmit: (contractors: string[], text: string, despiteAway: boolean) => void;
  onClose: () => void;
}): JSX.Element {
  const [chosen, setChosen] = createSignal<string[]>([]);
  const [text, setText] = createSignal('');
  const firms = useContractors();
  const [despiteAway, setDespiteAway] = createSignal(false);
  const away = () => someAway(firms.data, chosen());
  const [tried, setTried] = createSignal(false);
  return (
    <ActDialog
      wide
      title={props.order.phase === 'unplaced' ? m.ticket_card_offer_more() : m.ticket_card_offer()}
      description={`${props.order.number} · ${props.order.title}`}
      submit={props.order.phase === 'unplaced' ? m.ticket_card_offer_more() : m.ticket_card_offer()}
      busy={props.busy}
      error={props.error}
      onSubmit={() => {
        setTried(true);
        if (chosen().length === 0 || (away() && !despiteAway())) return;
        props.onSubmit(chosen(), text().trim(), away());
      }}
      onClose={props.onClose}
    >
      <ContractorChoice
        trade={props.ticket.kind.trade ?? undefined}
        property={props.ticket.property}
        without={props.order.contractorId}
        chosen={chosen()}
        onChange={setChosen}
        error={tried() && chosen().length === 0 ? m.ticket_order_none_chosen() : undefined}
      />
      <Show when={away()}>
        <AskAnyway confirmed={despiteAway()} onConfirm={setDespiteAway} tried={tried()} />
      </Show>
      <WordsField
        label={m.ticket_card_message()}
        purpose="order"
        filling={fillingOf(props.ticket)}
        optional
        value={text()}
        onChange={setText}
      />
    </ActDialog>
  );
}
