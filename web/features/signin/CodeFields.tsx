import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { TextField } from '../../ui/TextField.tsx';

interface CodeField {
  value: string;
  onInput: (value: string) => void;
}

/** The second proof after a password: a code of the app, or one for recovery. The cursor is there when it appears. */
export function SecondCode(props: CodeField): JSX.Element {
  return (
    <TextField
      name="code"
      label={m.signin_second_code()}
      hint={m.signin_second_hint()}
      autocomplete="one-time-code"
      spellcheck={false}
      maxLength={12}
      required
      ref={(field) => queueMicrotask(() => field.focus())}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}

/** The code of a mail, for whoever reads it elsewhere and can't open its link here. */
export function MailedCode(props: CodeField): JSX.Element {
  return (
    <TextField
      name="code"
      label={m.signin_code()}
      hint={m.signin_code_hint()}
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck={false}
      required
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
