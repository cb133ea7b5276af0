import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Letterhead, letterhead } from '../../../domain/letterhead.ts';
import { api, uploadFile } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';

type Line = Exclude<keyof Letterhead, 'shift' | 'footer'>;

/** What is typed: millimetres are text until they are a number. */
type Typed = Omit<Letterhead, 'shift'> & { right: string; down: string };

const millimetres = (typed: string) => (typed.trim() === '' ? 0 : Number(typed.trim().replace(',', '.')));

/** The letterhead: who sends, the logo, the foot, the place of the address. */
export function LetterheadForm(props: {
  known: Letterhead | null;
  hasLogo: boolean;
  /** The company's name, until another one is given. */
  name: string;
  onSaved: () => void;
}): JSX.Element {
  const start = props.known ?? letterhead.parse({ name: 'xx', street: 'xx', postalCode: '00000', city: 'xx' });
  const { shift, ...lines } = start;
  const [value, setValue] = createSignal<Typed>({
    ...lines,
    ...(!props.known && { name: props.name, street: '', postalCode: '', city: '' }),
    right: String(shift.right),
    down: String(shift.down),
  });
  const [logo, setLogo] = createSignal<string>('keep');
  const [sending, setSending] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  let picker: HTMLInputElement | undefined;
  let form: HTMLFormElement | undefined;
  const head = () => {
    const { right, down, ...rest } = value();
    return { ...rest, shift: { right: millimetres(right), down: millimetres(down) } };
  };
  const wrong = (): ReadonlySet<unknown> =>
    new Set(letterhead.safeParse(head()).error?.issues.map(({ path }) => path.at(-1)) ?? []);
  const set = (field: keyof Typed) => (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
    setValue({ ...value(), [field]: event.currentTarget.value });
  const fault = (field: string, sentence: string) => (tried() && wrong().has(field) ? sentence : undefined);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setSending(true);
    setError(undefined);
    try {
      setLogo(await uploadFile(file, () => {}, new AbortController().signal, { name: file.name }));
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setSending(false);
    }
  };
  const submit = async () => {
    setTried(true);
    if (wrong().size > 0) {
      queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await api.letters.setLetterhead.mutate({ ...head(), logo: logo() as 'keep' | 'none' | (string & {}) });
      setLogo('keep');
      toast({ text: m.letters_head_saved() });
      props.onSaved();
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  const preview = (frame: boolean) => {
    const query = new URLSearchParams({ head: JSON.stringify(head()) });
    if (logo() !== 'keep') query.set('logo', logo());
    if (frame) query.set('frame', '1');
    return `/api/letters/preview.pdf?${query}`;
  };
  const logoNow = () =>
    sending()
      ? m.letters_logo_sending()
      : logo() === 'none' || (logo() === 'keep' && !props.hasLogo)
        ? m.letters_logo_none()
        : logo() === 'keep'
          ? m.letters_logo_kept()
          : m.letters_logo_new();
  const fields: { key: Line; label: () => string; longest: number; optional?: boolean }[] = [
    { key: 'name', label: m.letters_name, longest: 80 },
    { key: 'street', label: m.letters_street, longest: 80 },
    { key: 'postalCode', label: m.letters_postal_code, longest: 5 },
    { key: 'city', label: m.letters_city, longest: 60 },
    { key: 'phone', label: m.letters_phone, longest: 40, optional: true },
    { key: 'fax', label: m.letters_fax, longest: 40, optional: true },
    { key: 'email', label: m.letters_email, longest: 120, optional: true },
  ];
  return (
    <form
      ref={form}
      novalidate
      class="mt-6 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 class="text-md font-semibold">{m.letters_head()}</h2>
      <div class="grid gap-4 sm:grid-cols-2">
        <For each={fields}>
          {(field) => (
            <TextField
              label={field.label()}
              optional={field.optional ?? false}
              maxLength={field.longest}
              inputMode={field.key === 'postalCode' ? 'numeric' : undefined}
              value={value()[field.key]}
              onInput={set(field.key)}
              error={fault(
                field.key,
                field.key === 'postalCode' ? m.letters_postal_code_wrong() : m.letters_field_missing(),
              )}
            />
          )}
        </For>
      </div>
      <div>
        <h3 class="font-semibold">{m.letters_logo()}</h3>
        <p class="text-sm text-muted">{m.letters_logo_hint()}</p>
        <p class="mt-1.5" role="status">
          {logoNow()}
        </p>
        <div class="mt-2 flex flex-wrap gap-2">
          <input
            ref={picker}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-label={m.letters_logo_choose()}
            class="sr-only"
            tabindex={-1}
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = '';
            }}
          />
          <Button busy={sending()} onClick={() => picker?.click()}>
            {props.hasLogo || logo() !== 'keep' ? m.letters_logo_change() : m.letters_logo_choose()}
          </Button>
          <Show when={logo() !== 'none' && (props.hasLogo || logo() !== 'keep')}>
            <Button look="quiet" onClick={() => setLogo('none')}>
              {m.letters_logo_remove()}
            </Button>
          </Show>
        </div>
      </div>
      <TextArea
        label={m.letters_footer()}
        hint={m.letters_footer_hint()}
        optional
        rows={3}
        maxLength={300}
        value={value().footer}
        onInput={set('footer')}
        error={fault('footer', m.letters_footer_wrong())}
      />
      <TextField
        label={m.letters_bank()}
        hint={m.letters_bank_hint()}
        optional
        maxLength={120}
        value={value().bank}
        onInput={set('bank')}
      />
      <fieldset class="min-w-0">
        <legend class="font-semibold">{m.letters_window()}</legend>
        <p class="text-sm text-muted">{m.letters_window_hint()}</p>
        <div class="mt-2 grid grid-cols-2 gap-4">
          <TextField
            label={m.letters_shift_right()}
            inputMode="decimal"
            maxLength={6}
            value={value().right}
            onInput={set('right')}
            error={fault('right', m.letters_shift_wrong())}
          />
          <TextField
            label={m.letters_shift_down()}
            inputMode="decimal"
            maxLength={6}
            value={value().down}
            onInput={set('down')}
            error={fault('down', m.letters_shift_wrong())}
          />
        </div>
      </fieldset>
      <Show when={error()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      <div class="flex flex-wrap items-center gap-2 max-sm:flex-col max-sm:items-stretch">
        <Button type="submit" look="filled" busy={busy()} disabled={sending()}>
          {m.letters_save()}
        </Button>
        <Show when={wrong().size === 0}>
          <ButtonLink href={preview(false)} target="_blank" rel="noopener" icon="document">
            {m.letters_preview()}
          </ButtonLink>
          <ButtonLink href={preview(true)} target="_blank" rel="noopener" icon="print">
            {m.letters_test_print()}
          </ButtonLink>
        </Show>
      </div>
      <p class="text-sm text-muted">{m.letters_preview_hint()}</p>
    </form>
  );
}
