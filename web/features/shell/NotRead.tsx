import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { isUnanswered, refusalIn } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/** Why something can't be read, where it would stand: to be asked for again if nothing was answered, else the way from here. */
export function NotRead(props: {
  error: unknown;
  page?: boolean;
  onAgain: () => void;
  elsewhere: { href: string; label: string };
}): JSX.Element {
  const refusal = () => refusalIn(props.error);
  return (
    <ErrorNote
      page={props.page === true}
      title={sayRefusal(refusal())}
      action={
        isUnanswered(refusal()) ? (
          <Button onClick={() => props.onAgain()}>{m.ui_try_again()}</Button>
        ) : (
          <ButtonLink href={props.elsewhere.href}>{props.elsewhere.label}</ButtonLink>
        )
      }
    />
  );
}
