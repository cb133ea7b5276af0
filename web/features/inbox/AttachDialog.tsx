import { keepPreviousData } from '@tanstack/solid-query';
import { createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { inboxKey, type MailView, useAttaching } from './queries.ts';

type Choice = { id: string; number: string; title: string; place: string };

/** Which ticket a mail is about, and as whose word it stands there. */
export function AttachDialog(props: {
  mail: MailView;
  onDone: (number: string) => void;
  onClose: () => void;
}): JSX.Element {
  const attaching = useAttaching();
  const [text, setText] = createSignal('');
  const [asked, setAsked] = createSignal('');
  const [ticket, setTicket] = createSignal<string | undefined>(props.mail.ticketId ?? props.mail.suggested[0]?.id);
  const [as, setAs] = createSignal<'sender' | 'office'>();
  const [tried, setTried] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const found = useQuery(() => ({
    queryKey: [...inboxKey, 'search', asked()],
    queryFn: async () => (await api.desk.search.query({ text: asked(), limit: 8 })).tickets,
    enabled: asked().length > 1,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));
  const searching = () => asked().length > 1;
  const choices = (): Choice[] => {
    const listed: Choice[] = searching() ? (found.data ?? []) : props.mail.suggested;
    const { ticketId, ticketNumber } = props.mail;
    if (searching() || !ticketId || listed.some(({ id }) => id === ticketId)) return listed;
    return [{ id: ticketId, number: ticketNumber ?? '', title: '', place: '' }, ...listed];
  };
  const fit = useQuery(() => ({
    queryKey: [...inboxKey, 'fit', props.mail.id, ticket()],
    queryFn: () => api.inbox.fit.query({ id: props.mail.id, ticketId: ticket() ?? '' }),
    enabled: ticket() !== undefined,
    refetchInterval: false as const,
  }));
  const chosenAs = () => (fit.data?.sender ? (as() ?? 'sender') : 'office');
  const submit = async () => {
    setTried(true);
    const ticketId = ticket();
    if (!ticketId || !fit.data || fit.data.closed) return;
    const { number } = fit.data;
    const answer = await attaching.run({ id: props.mail.id, ticketId, as: chosenAs() });
    if (answer) props.onDone(number);
  };
  return (
    <ActDialog
      title={m.inbox_attach_title()}
      submit={m.inbox_attach_submit()}
      busy={attaching.busy()}
      error={attaching.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        type="search"
        label={m.inbox_attach_search()}
        hint={m.inbox_attach_search_hint()}
        maxLength={100}
        autocomplete="off"
        value={text()}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          clearTimeout(timer);
          timer = setTimeout(() => setAsked(typed.trim()), 200);
        }}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <Show
        when={choices().length > 0}
        fallback={
          <Show when={searching() && found.isSuccess}>
            <p class="text-muted">{m.inbox_attach_none()}</p>
          </Show>
        }
      >
        <RadioCards
          label={searching() ? m.inbox_attach_found() : m.inbox_attach_suggested()}
          cards={choices().map((each) => ({
            value: each.id,
            title: [each.number, each.title].filter(Boolean).join(' · '),
            detail: each.place || undefined,
          }))}
          value={ticket()}
          onChange={setTicket}
        />
      </Show>
      <Show when={tried() && !ticket()}>
        <ErrorNote title={m.inbox_attach_missing()} />
      </Show>
      <Show when={ticket() ? fit.data : undefined}>
        {(fits) => (
          <Show when={!fits().closed} fallback={<ErrorNote title={m.inbox_attach_closed()} />}>
            <Show when={fits().sender} fallback={<p class="text-pretty text-muted">{m.inbox_attach_only_office()}</p>}>
              {(name) => (
                <RadioCards<'sender' | 'office'>
                  label={m.inbox_attach_as()}
                  cards={[
                    {
                      value: 'sender',
                      title: m.inbox_attach_as_sender({ name: name() }),
                      detail: m.inbox_attach_as_sender_detail(),
                    },
                    { value: 'office', title: m.inbox_attach_as_office(), detail: m.inbox_attach_as_office_detail() },
                  ]}
                  value={chosenAs()}
                  onChange={setAs}
                />
              )}
            </Show>
          </Show>
        )}
      </Show>
    </ActDialog>
  );
}
