import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { sayMoment } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useCategories } from '../desk/queries.ts';
import { sayActor } from '../lifecycle/names.ts';
import { ActDialog } from './ActDialog.tsx';
import { type TicketView, useSplitting } from './queries.ts';

/** Takes a part of a ticket out into a new one: chosen words and pictures, the same place and reporter. */
export function SplitDialog(props: { ticket: TicketView; onClose: () => void }): JSX.Element {
  const splitting = useSplitting(() => props.ticket.id);
  // The same attempt keeps its ids: a second press has no second effect.
  const ids = { newTicketId: crypto.randomUUID(), splitCommandId: crypto.randomUUID() };
  const [title, setTitle] = createSignal('');
  const categories = useCategories();
  const [chosenCategory, setCategory] = createSignal<string>();
  const [place, setPlace] = createSignal(props.ticket.place);
  const [chosen, setChosen] = createSignal<ReadonlySet<number>>(new Set());
  const [files, setFiles] = createSignal<ReadonlySet<string>>(new Set());
  const [description, setDescription] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const offered = () =>
    (categories.data?.categories ?? []).filter(({ retired, places }) => !retired && places.includes(place()));
  /** As the ticket, while that is still offered there. */
  const category = () => offered().find(({ id }) => id === (chosenCategory() ?? props.ticket.category))?.id;
  const said = () => props.ticket.timeline.filter(({ noun, text }) => noun === 'ticket' && text);
  const pictures = () =>
    props.ticket.timeline.flatMap((entry) => entry.files).filter(({ mediaType }) => mediaType.startsWith('image/'));
  const toggle = <Key,>(set: ReadonlySet<Key>, key: Key, on: boolean): ReadonlySet<Key> => {
    const next = new Set(set);
    if (on) next.add(key);
    else next.delete(key);
    return next;
  };
  const words = () =>
    [...said().flatMap(({ seq, text }) => (chosen().has(seq) && text ? [text] : [])), description().trim()]
      .filter(Boolean)
      .join('\n\n');
  const tooShort = () => title().trim().length < 3;
  const tooLong = () => words().length > 5000;
  const submit = async () => {
    setTried(true);
    const kind = category();
    if (tooShort() || tooLong() || !kind) return;
    const answer = await splitting.run({
      ...ids,
      category: kind,
      place: place(),
      title: title().trim(),
      description: words(),
      files: [...files()],
    });
    if (!answer) return;
    props.onClose();
    toast({ text: m.ticket_split_done({ number: answer.number }) });
  };
  return (
    <ActDialog
      wide
      title={m.ticket_split_title()}
      description={m.ticket_split_hint()}
      submit={m.ticket_split_submit()}
      busy={splitting.busy()}
      error={splitting.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={m.ticket_split_name()}
        maxLength={120}
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
        error={tried() && tooShort() ? m.ticket_order_title_short() : undefined}
      />
      <Select
        label={m.ticket_fact_category()}
        value={category()}
        onChange={setCategory}
        error={tried() && !category() ? m.ticket_choice_missing() : undefined}
        options={offered().map(({ id, label }) => ({ value: id, label: label[locale()] }))}
      />
      <Show when={props.ticket.unit}>
        <RadioCards
          label={m.ticket_split_place()}
          columns={2}
          cards={[
            { value: 'unit', title: m.ticket_split_unit() },
            { value: 'common', title: m.ticket_common() },
          ]}
          value={place()}
          onChange={setPlace}
        />
      </Show>
      <Show when={said().length > 0}>
        <fieldset>
          <legend class="mb-1 text-base font-semibold">{m.ticket_split_words()}</legend>
          <For each={said()}>
            {(entry) => (
              <Checkbox
                label={<span class="whitespace-pre-line">{entry.text}</span>}
                hint={`${sayActor(entry.actor, 'office').name}, ${sayMoment(entry.at, { locale: locale(), now: now() })}`}
                checked={chosen().has(entry.seq)}
                onChange={(on) => setChosen((set) => toggle(set, entry.seq, on))}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={pictures().length > 0}>
        <fieldset>
          <legend class="mb-1.5 text-base font-semibold">{m.ticket_split_photos()}</legend>
          <ul class="grid grid-cols-3 gap-2 sm:grid-cols-5">
            <For each={pictures()}>
              {(file, index) => (
                <li>
                  <label class="relative block aspect-square overflow-hidden rounded-xl border-2 border-line has-checked:border-accent has-focus-visible:outline-2 has-focus-visible:outline-accent">
                    <img src={fileAddress(file.id, 400)} alt="" class="size-full object-cover" />
                    <input
                      type="checkbox"
                      class="absolute top-1.5 left-1.5 size-5"
                      aria-label={m.ticket_split_photo({ index: index() + 1 })}
                      checked={files().has(file.id)}
                      onChange={(event) => setFiles((set) => toggle(set, file.id, event.currentTarget.checked))}
                    />
                  </label>
                </li>
              )}
            </For>
          </ul>
        </fieldset>
      </Show>
      <TextArea
        label={m.ticket_split_more()}
        optional
        maxLength={5000}
        value={description()}
        onInput={(event) => setDescription(event.currentTarget.value)}
        error={tried() && tooLong() ? m.errors_text_too_long({ maximum: '5000' }) : undefined}
      />
    </ActDialog>
  );
}
