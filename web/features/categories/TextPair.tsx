import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Text } from '../../../domain/report/categories.ts';
import { MOST } from '../../../domain/report/document.ts';
import { TextField } from '../../ui/TextField.tsx';

/** One text in both languages, side by side; what is wrong stands at the language that it is about. */
export function TextPair(props: {
  label: string;
  value: Text;
  onChange: (value: Text) => void;
  error?: string | undefined;
  optional?: boolean;
}): JSX.Element {
  const field = (language: keyof Text, name: string) => (
    <TextField
      label={m.categories_in_language({ label: props.label, language: name })}
      lang={language}
      maxLength={MOST.words}
      optional={props.optional ?? false}
      value={props.value[language]}
      onInput={(event) => props.onChange({ ...props.value, [language]: event.currentTarget.value })}
      error={props.error && props.value[language].trim() === '' ? props.error : undefined}
    />
  );
  return (
    <div class="grid min-w-0 grid-cols-1 gap-x-3 gap-y-2 sm:grid-cols-2">
      {field('de', m.categories_german())}
      {field('en', m.categories_english())}
    </div>
  );
}
