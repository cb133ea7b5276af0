import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayRange } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { WordsDialog } from './WordsDialog.tsx';

/** Agrees on one of the dates that were offered, in the name of who told the office. */
export function PickSlotDialog(props: {
  slots: readonly { id: string; starts: string; ends: string }[];
  busy: boolean;
  error: string | undefined;
  onPick: (slot: string) => void;
  onClose: () => void;
}): JSX.Element {
  return (
    <WordsDialog<string>
      title={m.ticket_visit_pick_title()}
      submit={m.ticket_visit_pick()}
      choices={{
        label: m.ticket_visit_pick_title(),
        cards: props.slots.map(({ id, starts, ends }) => ({
          value: id,
          title: sayRange(starts, ends, { locale: locale(), now: now() }),
        })),
      }}
      busy={props.busy}
      error={props.error}
      onSubmit={({ choice }) => choice && props.onPick(choice)}
      onClose={props.onClose}
    />
  );
}
