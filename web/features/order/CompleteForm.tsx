import { Key } from '@solid-primitives/keyed';
import { createEffect, createSignal, type JSX, Show } from 'solid-js';
import { z } from 'zod/mini';
import { m } from '../../../.build/i18n/messages.js';
import { type CompletionResult, completionResults } from '../../../domain/lifecycle/facts.ts';
import type { Questions } from '../../api.ts';
import { uploadPhotoFor } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { PhotoPicker } from '../../ui/PhotoPicker.tsx';
import type { PhotoShelf } from '../../ui/photo-shelf.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { KeptPhotos } from '../held/KeptPhotos.tsx';
import type { Said } from '../held/take-back.ts';
import { sayWord } from '../lifecycle/words.ts';
import { sayPlace } from '../ticket/place.ts';
import type { FormDraft } from './drafts.ts';
import { Begun } from './OrderForms.tsx';
import type { Order } from './queries.ts';

type Command = Extract<Questions['orders']['act']['command'], { type: 'complete' }>;
type Answer = CompletionResult | 'later';

const reported = z.object({
  result: z.enum(completionResults),
  results: z.optional(z.array(z.object({ ticket: z.string(), result: z.enum(completionResults) }))),
});

/**
 * The contractor's report: about the work, or, where an order is for several places, about each; places may follow
 * later.
 */
export function CompleteForm(props: {
  tickets: Order['tickets'];
  /** Whose report it is. */
  firm: string | null;
  /** What was reported and taken back: it need not be typed again. */
  before: readonly Said[] | undefined;
  draft: FormDraft<'complete'>;
  /** Where photos wait that have not arrived yet. */
  shelf: PhotoShelf;
  busy: boolean;
  onSend: (command: Command, text: string, files: string[]) => void;
  children: JSX.Element;
}): JSX.Element {
  const open = () => props.tickets.filter(({ completion, accepted }) => completion === null && !accepted);
  const several = () => props.tickets.length > 1;
  const begun = props.draft.read();
  const before = props.before?.find(({ type }) => type === 'complete');
  const said = before && reported.safeParse(before.facts).data;
  const [result, setResult] = createSignal<CompletionResult>(begun?.result ?? said?.result ?? 'done');
  const [each, setEach] = createSignal<Readonly<Record<string, Answer>>>(
    begun?.each ?? Object.fromEntries((said?.results ?? []).map((one) => [one.ticket, one.result])),
  );
  const [text, setText] = createSignal(begun?.text ?? before?.text ?? '');
  const [kept, setKept] = createSignal(begun?.files ?? before?.files ?? []);
  const [files, setFiles] = createSignal<string[]>([]);
  createEffect(() =>
    props.draft.keep({ text: text(), result: result(), each: { ...each() }, files: [...kept(), ...files()] }),
  );
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const results = () =>
    open().flatMap(({ id }) => {
      const given = each()[id];
      return given && given !== 'later' ? [{ ticket: id, result: given }] : [];
    });
  const unfinished = () => (several() ? results().some((one) => one.result !== 'done') : result() !== 'done');
  const noText = () => unfinished() && !text().trim();
  const noResult = () => several() && results().length === 0;
  const send = () => {
    setTried(true);
    if (noText() || noResult()) return;
    const [first] = results();
    const command: Command =
      several() && first
        ? { type: 'complete', result: first.result, results: results() }
        : { type: 'complete', result: result() };
    props.onSend(command, text().trim(), [...kept(), ...files()]);
  };
  const place = (ticket: Order['tickets'][number]) =>
    sayPlace(ticket.street, ticket.unit ? { ...ticket, number: ticket.unit } : null, ticket.place === 'common');
  return (
    <>
      <Begun when={begun} />
      <Show
        when={several()}
        fallback={
          <RadioCards
            label={m.order_complete_title()}
            cards={completionResults.map((value) => ({ value, title: sayWord('completion', value) }))}
            value={result()}
            onChange={setResult}
          />
        }
      >
        <p class="text-md text-muted">{m.order_complete_each()}</p>
        <Key each={open()} by="id">
          {(ticket) => (
            <RadioCards<Answer>
              label={`${place(ticket())}: ${ticket().title}`}
              columns={2}
              cards={[
                ...completionResults.map((value) => ({ value, title: sayWord('completion', value) })),
                { value: 'later', title: m.order_complete_later() },
              ]}
              value={each()[ticket().id] ?? 'later'}
              onChange={(value) => setEach((known) => ({ ...known, [ticket().id]: value }))}
            />
          )}
        </Key>
        <Show when={tried() && noResult()}>
          <p role="alert" class="text-base text-late">
            {m.order_complete_none()}
          </p>
        </Show>
      </Show>
      <KeptPhotos files={kept()} onDrop={() => setKept([])} />
      <PhotoPicker
        upload={uploadPhotoFor(props.firm)}
        shelf={props.shelf}
        onChange={setFiles}
        onBusy={setBusy}
        label={m.order_complete_photos()}
        max={8 - kept().length}
      />
      <TextArea
        label={unfinished() ? m.order_complete_why() : m.order_complete_text()}
        hint={several() ? m.order_complete_office_only() : undefined}
        optional={!unfinished()}
        value={text()}
        maxLength={5000}
        error={tried() && noText() ? m.errors_reason_needed() : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button look="filled" busy={busy() || props.busy} onClick={send}>
        {m.order_complete_send()}
      </Button>
      {props.children}
    </>
  );
}
