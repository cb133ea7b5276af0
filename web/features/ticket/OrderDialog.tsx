import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answers } from '../../api.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useContractors } from '../desk/queries.ts';
import { fillingOf, WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { AskAnyway, ContractorChoice, someAway } from './ContractorChoice.tsx';
import { sayPlace } from './place.ts';
import { type TicketView, useClients, usePlacing } from './queries.ts';
import { TogetherChoice } from './TogetherChoice.tsx';
import { WhoMay } from './WhoMay.tsx';

type ClientKind = Answers['tickets']['clients'][number]['kind'];

const clientWords: Record<ClientKind, () => string> = {
  ownersAssociation: () => m.ticket_order_client_association(),
  owner: () => m.ticket_order_client_owner(),
  landlord: () => m.ticket_order_client_landlord(),
  workspace: () => m.ticket_order_client_workspace(),
};

/** What an order or an approval may cost at most: a million euros. */
const MOST_CENTS = 100_000_000;

/**
 * Euros as people write them ("400", "1.250,50", "1250.5") in cents; null for nothing, undefined for no amount, or for
 * more than a million.
 */
export function centsOf(text: string): number | null | undefined {
  const plain = text.replace(/[\s€]/g, '');
  if (plain === '') return null;
  if (!/^(\d+|\d{1,3}([.,]\d{3})+)([.,]\d{1,2})?$/.test(plain)) return undefined;
  const [, whole = '', cents = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(plain) ?? [];
  const amount = Number(whole.replace(/[.,]/g, '')) * 100 + Number(cents.padEnd(2, '0') || 0);
  return amount > MOST_CENTS ? undefined : amount;
}

/** Gives an order for a ticket: to whom first and whom next, for whom, up to what amount. */
export function OrderDialog(props: {
  ticket: TicketView;
  /** Others that the same order is to be for, where they were chosen before. */
  others?: readonly TicketView[];
  /** Called when it has been placed. */
  onDone?: () => void;
  onClose: () => void;
}): JSX.Element {
  const placing = usePlacing();
  const clients = useClients(() => props.ticket.id);
  const orderId = crypto.randomUUID();
  const [title, setTitle] = createSignal(props.ticket.title);
  const [contractors, setContractors] = createSignal<string[]>([]);
  const [appointment, setAppointment] = createSignal(
    [props.ticket, ...(props.others ?? [])].some(({ place }) => place === 'unit'),
  );
  const [client, setClient] = createSignal<ClientKind>();
  const [limit, setLimit] = createSignal('');
  const [instructions, setInstructions] = createSignal('');
  const [together, setTogether] = createSignal<string[]>(props.others?.map(({ id }) => id) ?? []);
  const firms = useContractors();
  const [despiteAway, setDespiteAway] = createSignal(false);
  const away = () => someAway(firms.data, contractors());
  const [tried, setTried] = createSignal(false);
  const clientKind = () => client() ?? clients.data?.[0]?.kind;
  const chosen = () => clients.data?.find(({ kind }) => kind === clientKind());
  const freeUpTo = () => chosen()?.freeUpToCents ?? null;
  const overFree = () => (centsOf(limit()) ?? 0) > (freeUpTo() ?? Number.POSITIVE_INFINITY);
  const tooShort = () => title().trim().length < 3;

  const submit = async () => {
    setTried(true);
    const limitCents = centsOf(limit());
    const kind = clientKind();
    if (tooShort() || contractors().length === 0 || limitCents === undefined || (away() && !despiteAway())) return;
    const answer = await placing.run({
      orderId,
      tickets: [props.ticket.id, ...together()],
      besides: [
        ...new Set(
          [props.ticket, ...(props.others ?? [])].flatMap(({ orders }) =>
            orders.flatMap(({ id, phase }) => (phase === 'closed' ? [] : [id])),
          ),
        ),
      ],
      contractors: contractors(),
      needsAppointment: appointment(),
      ...(kind && { clientKind: kind }),
      title: title().trim(),
      instructions: instructions().trim(),
      limitCents,
      despiteAway: away(),
    });
    if (!answer) return;
    props.onDone?.();
    props.onClose();
    if (answer.state === 'applied') toast({ text: m.ticket_done_order({ number: answer.number }) });
  };
  return (
    <ActDialog
      wide
      title={m.ticket_order_title()}
      description={`${props.ticket.number} · ${props.ticket.title}`}
      submit={props.ticket.phase === 'new' ? m.ticket_act_accept_order() : m.ticket_order_submit()}
      busy={placing.busy()}
      error={placing.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <ContractorChoice
        trade={props.ticket.kind.trade ?? undefined}
        property={props.ticket.property}
        chosen={contractors()}
        onChange={setContractors}
        error={tried() && contractors().length === 0 ? m.ticket_order_none_chosen() : undefined}
      />
      <Show when={away()}>
        <AskAnyway confirmed={despiteAway()} onConfirm={setDespiteAway} tried={tried()} />
      </Show>
      <TextField
        label={m.ticket_order_name()}
        maxLength={120}
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
        error={tried() && tooShort() ? m.ticket_order_title_short() : undefined}
      />
      <WordsField
        label={m.ticket_order_instructions()}
        purpose="order"
        filling={fillingOf(props.ticket)}
        optional
        value={instructions()}
        onChange={setInstructions}
      />
      <Show
        when={props.others}
        fallback={<TogetherChoice ticketId={props.ticket.id} chosen={together()} onChange={setTogether} />}
      >
        {(others) => (
          <fieldset>
            <legend class="mb-1 font-semibold">{m.ticket_collective_tickets({ count: together().length + 1 })}</legend>
            <p class="text-sm text-muted">{m.ticket_together_hint()}</p>
            <div class="max-h-60 overflow-y-auto">
              <For each={others()}>
                {(each) => (
                  <Checkbox
                    label={`${each.number} · ${each.title}`}
                    hint={sayPlace(each.property.street, each.unit, each.place === 'common')}
                    checked={together().includes(each.id)}
                    onChange={(on) =>
                      setTogether(on ? [...together(), each.id] : together().filter((id) => id !== each.id))
                    }
                  />
                )}
              </For>
            </div>
          </fieldset>
        )}
      </Show>
      <Show
        when={props.ticket.owner === 'ask' && clientKind() === 'owner' && props.ticket.approval?.status !== 'given'}
      >
        <p role="status" class="rounded-xl bg-us-soft px-3.5 py-2.5 text-base">
          {props.ticket.approval?.status === 'refused' ? m.ticket_owner_refused() : m.ticket_order_no_approval()}
        </p>
      </Show>
      <Checkbox
        label={m.ticket_order_appointment()}
        hint={together().length > 0 ? m.ticket_order_appointment_each() : m.ticket_order_appointment_hint()}
        checked={appointment()}
        onChange={setAppointment}
      />
      <div class="grid items-start gap-4 sm:grid-cols-2">
        <Show when={clients.data?.length}>
          <Select
            label={m.ticket_order_client()}
            hint={chosen()?.name}
            value={clientKind()}
            onChange={setClient}
            options={(clients.data ?? []).map(({ kind }) => ({ value: kind, label: clientWords[kind]() }))}
          />
        </Show>
        <TextField
          label={m.ticket_order_limit()}
          hint={m.ticket_order_limit_hint()}
          optional
          inputmode="decimal"
          value={limit()}
          onInput={(event) => setLimit(event.currentTarget.value)}
          error={tried() && centsOf(limit()) === undefined ? m.ticket_order_limit_wrong() : undefined}
        />
      </div>
      <Show when={freeUpTo()}>
        {(cents) => (
          <p role="status" class={overFree() ? 'rounded-xl bg-us-soft px-3.5 py-2.5 text-base' : 'text-sm text-muted'}>
            {overFree()
              ? m.ticket_order_over_free({ amount: sayMoney(cents(), locale()), name: chosen()?.name ?? '' })
              : m.ticket_order_free({ amount: sayMoney(cents(), locale()) })}
          </p>
        )}
      </Show>
      <Show when={placing.refusal()?.code === 'overLimit'}>
        <WhoMay
          ticket={props.ticket}
          amountCents={centsOf(limit()) ?? null}
          words={[title().trim(), instructions().trim()].filter(Boolean).join('\n')}
          onDone={props.onClose}
        />
      </Show>
    </ActDialog>
  );
}
