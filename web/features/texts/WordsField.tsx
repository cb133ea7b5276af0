import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { BlockPurpose } from '../../../domain/texts/blocks.ts';
import { type Filling, fill, openIn } from '../../../domain/texts/placeholders.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { useMe, useWorkspace } from '../desk/queries.ts';

const BlockMenu = lazy(() => import('./BlockMenu.tsx'));

/** What is known of a ticket for the placeholders of a reusable text. */
export function fillingOf(ticket: {
  number: string;
  title: string;
  property: { name: string; street: string; postalCode: string; city: string };
  unit: { number: string | null } | null;
  reporter: { name: string | null } | null;
}): Filling {
  const { property } = ticket;
  return {
    name: ticket.reporter?.name,
    number: ticket.number,
    title: ticket.title,
    property: property.name,
    address: `${property.street}, ${property.postalCode} ${property.city}`,
    unit: ticket.unit?.number,
  };
}

/**
 * Words that somebody in the office writes to people, with the reusable texts at hand: by the button above, or Alt+B
 * while writing. A text goes to where the cursor is; what its placeholders stand for is filled in then.
 */
export function WordsField(props: {
  label: string;
  purpose: BlockPurpose;
  value: string;
  onChange: (value: string) => void;
  /** What is known where the text is used. */
  filling?: Filling | undefined;
  optional?: boolean;
  error?: string | undefined;
}): JSX.Element {
  const me = useMe();
  const workspace = useWorkspace();
  const [open, setOpen] = createSignal(false);
  let area: HTMLTextAreaElement | undefined;
  const filling = (): Filling => ({
    today: new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'Europe/Berlin' }).format(now()),
    colleague: me.data ? `${me.data.givenName} ${me.data.familyName}`.trim() : undefined,
    company: workspace.data?.name,
    ...props.filling,
  });
  const insert = (text: string) => {
    const [from, to] = [area?.selectionStart ?? props.value.length, area?.selectionEnd ?? props.value.length];
    const filled = fill(text, filling());
    // Words that stand before it and after it are not glued to it.
    const before = props.value.slice(0, from);
    const gap = before === '' || /\s$/.test(before) ? '' : '\n';
    const next = `${before}${gap}${filled}${props.value.slice(to)}`.slice(0, 5000);
    props.onChange(next);
    const cursor = from + gap.length + filled.length;
    queueMicrotask(() => area?.setSelectionRange(cursor, cursor));
  };
  const left = () => openIn(props.value);
  return (
    <div class="flex flex-col gap-1">
      <TextArea
        ref={area}
        label={props.label}
        optional={props.optional ?? false}
        maxLength={5000}
        value={props.value}
        aria-keyshortcuts="Alt+B"
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          // By the key and not its letter: Alt makes another letter of it on some keyboards.
          if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyB') return;
          event.preventDefault();
          setOpen(true);
        }}
        error={props.error}
      />
      <div class="-ml-2 flex min-h-8">
        <Suspense>
          <BlockMenu
            purpose={props.purpose}
            open={open()}
            onOpenChange={setOpen}
            returnTo={() => area}
            onChoose={insert}
          />
        </Suspense>
      </div>
      <Show when={left().length > 0}>
        <p role="status" class="text-sm text-us">
          {m.texts_still_open({ list: left().join(', ') })}
        </p>
      </Show>
    </div>
  );
}
