import { createSignal, For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Letterhead, letterhead } from '../../../domain/letterhead.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';

type Key = keyof Letterhead;

/** Who the company's letters come from. */
export function SenderDialog(props: {
  known: Letterhead | null;
  /** The company's name, until another one is given. */
  name: string;
  onSaved: () => void;
  onClose: () => void;
}): JSX.Element {
  const [value, setValue] = createSignal<Letterhead>(
    props.known ?? { name: props.name, street: '', postalCode: '', city: '', phone: '', fax: '', email: '' },
  );
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const wrong = (): ReadonlySet<unknown> =>
    new Set(letterhead.safeParse(value()).error?.issues.map(({ path }) => path[0]) ?? []);
  const fields: { key: Key; label: () => string; optional?: boolean; hint?: () => string; longest: number }[] = [
    { key: 'name', label: m.letters_name, longest: 80 },
    { key: 'street', label: m.letters_street, longest: 80 },
    { key: 'postalCode', label: m.letters_postal_code, longest: 5 },
    { key: 'city', label: m.letters_city, longest: 60 },
    { key: 'phone', label: m.letters_phone, longest: 40, optional: true },
    { key: 'fax', label: m.letters_fax, longest: 40, optional: true, hint: m.letters_fax_hint },
    { key: 'email', label: m.letters_email, longest: 120, optional: true },
  ];
  const submit = async () => {
    setTried(true);
    if (wrong().size > 0) return;
    setBusy(true);
    try {
      await api.letters.setLetterhead.mutate(value());
      toast({ text: m.letters_sender_saved() });
      props.onSaved();
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActDialog
      title={props.known ? m.letters_sender_change() : m.letters_sender_enter()}
      submit={m.letters_save()}
      busy={busy()}
      error={error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <For each={fields}>
        {(field) => (
          <TextField
            label={field.label()}
            hint={field.hint?.()}
            optional={field.optional ?? false}
            maxLength={field.longest}
            inputMode={field.key === 'postalCode' ? 'numeric' : undefined}
            value={value()[field.key]}
            onInput={(event) => setValue({ ...value(), [field.key]: event.currentTarget.value })}
            error={
              tried() && wrong().has(field.key)
                ? field.key === 'postalCode'
                  ? m.letters_postal_code_wrong()
                  : m.letters_field_missing()
                : undefined
            }
          />
        )}
      </For>
    </ActDialog>
  );
}
