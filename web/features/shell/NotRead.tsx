import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { currentDoor, isUnanswered, type Refusal, refusalIn } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/**
 * Why something can't be read, where it would stand: to be asked for again if nothing was answered, else the way from here,
 * since it will not come however often it is asked for. What is not there and what is for others read the same.
 */
export function NotRead(props: {
  error: unknown;
  page?: boolean;
  /** Says what could not be loaded, where asking again may help. */
  failed?: string;
  /** What may be done, where it does not. */
  hint?: string;
  class?: string;
  onAgain: () => void;
  /** The way from here; without it to where whoever stands at this door begins. */
  elsewhere?: { href: string; label: string };
}): JSX.Element {
  const refusal = () => {
    const found = refusalIn(props.error);
    // An address that is none of ours leads to nothing, as one of something that was there.
    return found.code === 'badInput' ? ({ code: 'notFound', details: {} } as const) : found;
  };
  const failed = () => (mayCome(refusal()) ? props.failed : undefined);
  const way = () => props.elsewhere ?? beginning();
  return (
    <ErrorNote
      page={props.page === true}
      class={props.class}
      title={failed() ?? sayRefusal(refusal())}
      text={mayCome(refusal()) ? failed() && sayRefusal(refusal()) : props.hint}
      action={
        mayCome(refusal()) ? (
          <Button onClick={() => props.onAgain()}>{m.ui_try_again()}</Button>
        ) : (
          <ButtonLink href={way().href}>{way().label}</ButtonLink>
        )
      }
    />
  );
}

/**
 * Whether instead of a page stands only why it can't be read, with the way from here: a page that names it above itself
 * leaves that to the note.
 */
export function leadsAway({ data, error }: { readonly data: unknown; readonly error: unknown }): boolean {
  return data === undefined && Boolean(error) && !mayCome(refusalIn(error));
}

const mayCome = (refusal: Refusal) => isUnanswered(refusal) || refusal.code === 'tooMany';

function beginning(): { href: string; label: string } {
  switch (currentDoor().entrance) {
    case 'management':
      return { href: '/schreibtisch', label: m.ticket_back() };
    case 'residents':
      return { href: '/meine', label: m.portal_home() };
    case 'contractors':
      return { href: '/auftraege', label: m.order_list_title() };
    default:
      return { href: '/', label: m.ui_to_start() };
  }
}
