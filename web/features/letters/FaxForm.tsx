import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type FaxSettings, faxSettings } from '../../../domain/fax.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';

/** Through which service the company's faxes go, and to which number answers come back. */
export function FaxForm(props: { known: FaxSettings; commonGateway: boolean; onSaved: () => void }): JSX.Element {
  const [value, setValue] = createSignal<FaxSettings>(props.known);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const wrong = () => new Set(faxSettings.safeParse(value()).error?.issues.map(({ path }) => path[0]) ?? []);
  const submit = async () => {
    setTried(true);
    if (wrong().size > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.letters.setFax.mutate(value());
      toast({ text: m.letters_fax_saved() });
      props.onSaved();
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      novalidate
      class="mt-10 flex flex-col gap-4 border-t border-line pt-7"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <h2 class="text-md font-semibold">{m.letters_fax_title()}</h2>
        <p class="mt-1 text-pretty text-muted">{m.letters_fax_lead()}</p>
      </div>
      <TextField
        label={m.letters_fax_gateway()}
        hint={m.letters_fax_gateway_hint({
          usual: props.commonGateway ? m.letters_fax_usual_some() : m.letters_fax_usual_none(),
        })}
        optional
        maxLength={200}
        autocomplete="off"
        value={value().gateway}
        onInput={(event) => setValue({ ...value(), gateway: event.currentTarget.value })}
        error={tried() && wrong().has('gateway') ? m.letters_fax_gateway_wrong() : undefined}
      />
      <Show when={value().gateway.trim()}>
        <RadioCards<FaxSettings['format']>
          label={m.letters_fax_format()}
          columns={2}
          cards={[
            { value: 'plus', title: m.letters_fax_format_plus() },
            { value: 'zeros', title: m.letters_fax_format_zeros() },
          ]}
          value={value().format}
          onChange={(format) => setValue({ ...value(), format })}
        />
      </Show>
      <TextField
        label={m.letters_fax_number()}
        hint={m.letters_fax_number_hint()}
        optional
        inputMode="tel"
        maxLength={40}
        value={value().number}
        onInput={(event) => setValue({ ...value(), number: event.currentTarget.value })}
      />
      <Show when={error()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      <div class="flex max-sm:flex-col">
        <Button type="submit" look="filled" busy={busy()}>
          {m.letters_save()}
        </Button>
      </div>
    </form>
  );
}
