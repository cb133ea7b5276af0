import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { ActDialog } from './ActDialog.tsx';
import { PlaceChoice } from './PlaceChoice.tsx';
import type { TicketView } from './queries.ts';

type Place = Answers['directory']['places'][number];

type Suggestion = Answers['tickets']['bindSuggestions'][number];
const ELSE = 'else';

const sayWhy = ({ why }: Suggestion): string =>
  ({ email: m.ticket_bind_by_email(), phone: m.ticket_bind_by_phone(), name: m.ticket_bind_by_name() })[why];

/**
 * Says who an unconfirmed reporter is: one of those whom address, number or name speak for; else the dwelling first, then
 * one of those who live there or own it.
 */
export function BindDialog(props: { ticket: TicketView; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const [place, setPlace] = createSignal<Place>();
  const [person, setPerson] = createSignal<string>();
  const [suggested, setSuggested] = createSignal<string>();
  const suggestions = useQuery(() => ({
    queryKey: [...officeKey, 'bind', props.ticket.id],
    queryFn: () => api.tickets.bindSuggestions.query({ ticketId: props.ticket.id }),
    refetchInterval: false as const,
  }));
  const found = () => (suggestions.isSuccess ? suggestions.data : []);
  // The surest is chosen already; whoever looks decides with one press.
  const choice = () => suggested() ?? found()[0]?.id ?? ELSE;
  const byDwelling = () => choice() === ELSE;
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const residents = useQuery(() => ({
    queryKey: ['directory', 'residents', place()?.unitId ?? ''],
    queryFn: () => api.directory.residents.query({ unitId: place()?.unitId ?? '' }),
    enabled: Boolean(place()?.unitId),
    refetchInterval: false as const,
  }));
  const submit = async () => {
    setTried(true);
    const personId = byDwelling() ? person() : choice();
    if (!personId) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await api.tickets.bind.mutate({ ticketId: props.ticket.id, personId });
      props.onClose();
      toast({ text: m.ticket_done_bind() });
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: officeKey });
    }
  };
  return (
    <ActDialog
      title={m.ticket_bind_title()}
      description={m.ticket_bind_hint()}
      submit={m.ticket_bind()}
      busy={busy()}
      error={failure()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Show when={found().length > 0}>
        <RadioCards
          label={m.ticket_bind_person()}
          cards={[
            ...found().map((each) => ({
              value: each.id,
              title: each.name,
              detail: [each.place, sayWhy(each)].filter(Boolean).join(' · '),
            })),
            { value: ELSE, title: m.ticket_bind_else() },
          ]}
          value={choice()}
          onChange={setSuggested}
        />
      </Show>
      <Show when={byDwelling() && !suggestions.isPending}>
        <PlaceChoice
          start={props.ticket.property.street}
          place={place()}
          onChange={(next) => {
            setPlace(next);
            setPerson(undefined);
          }}
          error={tried() && !place() ? m.ticket_new_place_missing() : undefined}
        />
        <Show when={place()?.unitId && residents.isSuccess}>
          <Show when={residents.data?.length} fallback={<p class="text-muted">{m.ticket_bind_nobody()}</p>}>
            <Select
              label={m.ticket_bind_person()}
              value={person()}
              onChange={setPerson}
              options={(residents.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              error={tried() && !person() ? m.ticket_choice_missing() : undefined}
            />
          </Show>
        </Show>
      </Show>
    </ActDialog>
  );
}
