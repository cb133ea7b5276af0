import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { rejectionReasons } from '../../../domain/ticket/rejection.ts';
import { toast } from '../../ui/Toast.tsx';
import { sayWhom } from '../lifecycle/names.ts';
import { sayWord } from '../lifecycle/words.ts';
import { fillingOf } from '../texts/WordsField.tsx';
import { AddresseeDialog } from './AddresseeDialog.tsx';
import { ApprovalDialog } from './ApprovalDialog.tsx';
import { ArrangeVisitDialog } from './ArrangeVisitDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { noteReaders } from './note-readers.ts';
import { OrderDialog } from './OrderDialog.tsx';
import { type TicketCommand, type TicketView, useTicketAct } from './queries.ts';
import { SplitDialog } from './SplitDialog.tsx';
import { WordsDialog } from './WordsDialog.tsx';

/** The act whose form is open. */
export type OpenDialog =
  | {
      kind:
        | 'order'
        | 'ask'
        | 'forward'
        | 'reject'
        | 'note'
        | 'urgency'
        | 'close'
        | 'dispute'
        | 'reopen'
        | 'withdraw'
        | 'merge'
        | 'split'
        | 'approval'
        | 'visit';
    }
  | { kind: 'answer'; question: string }
  | { kind: 'decide'; question: string }
  | { kind: 'rework'; order: string };

const urgencyHints: Record<Urgency, () => string> = {
  emergency: () => m.ticket_urgency_emergency(),
  urgent: () => m.ticket_urgency_urgent(),
  normal: () => m.ticket_urgency_normal(),
};

/** The form of the act that is open. Each keeps what was typed until it is done or closed. */
export function TicketDialogs(props: {
  ticket: TicketView;
  open: OpenDialog | undefined;
  onClose: () => void;
}): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const close = () => {
    act.clear();
    props.onClose();
  };
  const send = async (command: TicketCommand, text: string, done: string, files: string[] = []) => {
    const answer = await act.run({ command, ...(text && { text }), ...(files.length > 0 && { files }) });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied') toast({ text: done, undo: answer.undo });
  };
  const common = {
    onClose: close,
    get filling() {
      return fillingOf(props.ticket);
    },
  };
  const is = (kind: OpenDialog['kind']) => props.open?.kind === kind;
  const about = () => {
    const open = props.open;
    return open?.kind === 'answer' ? props.ticket.asked.find(({ id }) => id === open.question) : undefined;
  };
  return (
    <Switch>
      <Match when={is('order')}>
        <OrderDialog ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('ask')}>
        <AddresseeDialog act="ask" ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('forward')}>
        <AddresseeDialog act="forward" ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('visit')}>
        <ArrangeVisitDialog ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('merge')}>
        <MergeDialog ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('split')}>
        <SplitDialog ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={is('approval')}>
        <ApprovalDialog ticket={props.ticket} onClose={props.onClose} />
      </Match>
      <Match when={props.open?.kind === 'decide' && props.open}>
        {(open) => (
          <WordsDialog<'given' | 'refused'>
            {...common}
            busy={act.busy()}
            error={act.error()}
            title={m.ticket_decide_title()}
            description={m.ticket_decide_hint()}
            submit={m.ticket_decide_submit()}
            choices={{
              label: m.ticket_decide_title(),
              cards: [
                { value: 'given', title: m.ticket_decide_given() },
                { value: 'refused', title: m.ticket_decide_refused() },
              ],
            }}
            words={m.ticket_decide_text()}
            wordsNeeded={(choice) => choice === 'refused'}
            onSubmit={({ text, choice }) =>
              choice &&
              void send(
                { type: 'decideApproval', question: open().question, given: choice === 'given' },
                text,
                m.ticket_done_saved(),
              )
            }
          />
        )}
      </Match>
      <Match when={is('reject')}>
        <WordsDialog
          {...common}
          busy={act.busy()}
          error={act.error()}
          purpose="reject"
          title={m.ticket_reject_title()}
          description={m.ticket_reject_hint()}
          submit={m.ticket_reject_submit()}
          danger
          choices={{
            label: m.ticket_reject_reason(),
            cards: rejectionReasons.map((value) => ({ value, title: sayWord('rejection', value) })),
          }}
          words={m.ticket_reject_text()}
          wordsNeeded={(reason) => reason === 'other'}
          onSubmit={({ text, choice }) =>
            choice && void send({ type: 'reject', reason: choice }, text, m.ticket_done_reject())
          }
        />
      </Match>
      <Match when={is('note')}>
        <WordsDialog<'internal' | 'visible'>
          {...common}
          busy={act.busy()}
          error={act.error()}
          purpose="note"
          title={m.ticket_note_title()}
          submit={(choice) => (choice === 'visible' ? m.ticket_note_submit_visible() : m.ticket_note_submit())}
          choices={noteReaders()}
          words={m.ticket_note_text()}
          wordsNeeded={() => true}
          photos
          onSubmit={({ text, choice, files }) =>
            void send({ type: 'note', visibility: choice ?? 'internal' }, text, m.ticket_done_saved(), files)
          }
        />
      </Match>
      <Match when={is('urgency')}>
        <WordsDialog<Urgency>
          {...common}
          busy={act.busy()}
          error={act.error()}
          title={m.ticket_urgency_title()}
          submit={m.ticket_urgency_submit()}
          choices={{
            label: m.ticket_urgency_label(),
            first: props.ticket.urgency,
            cards: urgencies.map((value) => ({
              value,
              title: sayWord('urgency', value),
              detail: urgencyHints[value](),
            })),
          }}
          onSubmit={({ choice }) =>
            choice && void send({ type: 'setUrgency', urgency: choice }, '', m.ticket_done_saved())
          }
        />
      </Match>
      <Match when={is('close')}>
        <WordsDialog<'done' | 'notNeeded'>
          {...common}
          busy={act.busy()}
          error={act.error()}
          title={m.ticket_close_title()}
          submit={m.ticket_close_submit()}
          choices={{
            label: m.ticket_close_outcome(),
            cards: [
              { value: 'done', title: m.ticket_close_done() },
              { value: 'notNeeded', title: m.ticket_close_not_needed() },
            ],
          }}
          words={m.ticket_close_text()}
          onSubmit={({ text, choice }) =>
            choice && void send({ type: 'close', outcome: choice }, text, m.ticket_done_close())
          }
        />
      </Match>
      <Match when={is('dispute')}>
        <WordsDialog
          {...common}
          busy={act.busy()}
          error={act.error()}
          title={m.ticket_dispute_title()}
          submit={m.ticket_dispute_submit()}
          words={m.ticket_dispute_text()}
          wordsNeeded={() => true}
          photos
          onSubmit={({ text, files }) => void send({ type: 'dispute' }, text, m.ticket_done_saved(), files)}
        />
      </Match>
      <Match when={is('reopen')}>
        <WordsDialog
          {...common}
          busy={act.busy()}
          error={act.error()}
          title={m.ticket_reopen_title()}
          submit={m.ticket_act_reopen()}
          words={m.ticket_reopen_text()}
          onSubmit={({ text }) => void send({ type: 'reopen' }, text, m.ticket_done_reopen())}
        />
      </Match>
      <Match when={is('withdraw')}>
        <WordsDialog
          {...common}
          busy={act.busy()}
          error={act.error()}
          title={m.ticket_withdraw_title()}
          description={m.ticket_withdraw_hint()}
          submit={m.ticket_act_withdraw()}
          danger
          words={m.ticket_withdraw_text()}
          onSubmit={({ text }) => void send({ type: 'withdraw' }, text, m.ticket_done_close())}
        />
      </Match>
      <Match when={props.open?.kind === 'answer' && props.open}>
        {(open) => (
          <WordsDialog
            {...common}
            busy={act.busy()}
            error={act.error()}
            title={m.ticket_answer_title()}
            description={m.ticket_answer_hint({ whom: sayWhom(about()?.to ?? null, 'office') })}
            submit={m.ticket_answer_submit()}
            words={m.ticket_answer_text()}
            wordsNeeded={() => true}
            photos
            onSubmit={({ text, files }) =>
              void send({ type: 'answer', question: open().question }, text, m.ticket_done_saved(), files)
            }
          />
        )}
      </Match>
      <Match when={props.open?.kind === 'rework' && props.open}>
        {(open) => (
          <WordsDialog
            {...common}
            busy={act.busy()}
            error={act.error()}
            purpose="order"
            title={m.ticket_rework_title()}
            submit={m.ticket_rework_submit()}
            words={m.ticket_rework_text()}
            wordsNeeded={() => true}
            photos
            onSubmit={({ text, files }) =>
              void send({ type: 'demandRework', order: open().order }, text, m.ticket_done_sent(), files)
            }
          />
        )}
      </Match>
    </Switch>
  );
}
