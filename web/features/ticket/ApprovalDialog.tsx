import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { centsOf } from './OrderDialog.tsx';
import { type TicketView, useTicketAct } from './queries.ts';

/** Asks a flat's owner whether work in it may be ordered at their expense. */
export function ApprovalDialog(props: { ticket: TicketView; onClose: () => void }): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const [amount, setAmount] = createSignal('');
  const [text, setText] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const submit = async () => {
    setTried(true);
    const amountCents = centsOf(amount());
    if (amountCents === undefined) return;
    const answer = await act.run({
      command: { type: 'seekApproval', amountCents },
      ...(text().trim() && { text: text().trim() }),
    });
    if (!answer) return;
    props.onClose();
    if (answer.state === 'applied') toast({ text: m.ticket_done_sent() });
  };
  return (
    <ActDialog
      title={m.ticket_approval_title()}
      description={m.ticket_approval_hint()}
      submit={m.ticket_approval_submit()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={m.ticket_approval_amount()}
        optional
        inputmode="decimal"
        value={amount()}
        onInput={(event) => setAmount(event.currentTarget.value)}
        error={tried() && centsOf(amount()) === undefined ? m.ticket_order_limit_wrong() : undefined}
      />
      <WordsField
        label={m.ticket_approval_text()}
        purpose="ask"
        filling={fillingOf(props.ticket)}
        optional
        value={text()}
        onChange={setText}
      />
    </ActDialog>
  );
}
