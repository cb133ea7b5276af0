import { type JSX, splitProps } from 'solid-js';
import { useDensity } from './density.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';

const fieldKeys = ['label', 'hint', 'error', 'optional', 'hideLabel'] as const;

/** One line of text, with its label, hint and error. All attributes of an input go through. */
export function TextField(props: FieldProps & JSX.InputHTMLAttributes<HTMLInputElement>): JSX.Element {
  const [field, own, rest] = splitProps(props, fieldKeys, ['class']);
  const density = useDensity();
  return (
    <Field {...field}>
      {(control) => <input type="text" {...rest} {...control} class={`${controlClass(density)} ${own.class ?? ''}`} />}
    </Field>
  );
}
