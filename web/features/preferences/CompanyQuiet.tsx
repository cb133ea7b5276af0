import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { builtinQuiet, type QuietHours } from '../../../domain/preferences/preferences.ts';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { toast } from '../../ui/Toast.tsx';
import { QuietFields } from './QuietFields.tsx';
import { clockMinutes, clockText } from './words.ts';

const key = ['preferences', 'company'] as const;

/** The hours in which the company disturbs nobody who said nothing else. */
export function CompanyQuiet(): JSX.Element {
  const found = useQuery(() => ({
    queryKey: key,
    queryFn: async () => ({ quiet: await api.preferences.quiet.query() }),
    refetchInterval: false as const,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return <Show when={found.data}>{(data) => <Form known={data().quiet} />}</Show>;
}

function Form(props: { known: QuietHours | null }): JSX.Element {
  const client = useQueryClient();
  const usual = props.known ?? builtinQuiet;
  const [on, setOn] = createSignal(props.known !== null);
  const [times, setTimes] = createSignal({
    from: clockText(usual.from),
    until: clockText(usual.until),
    mails: usual.mails,
  });
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const faults = () => {
    const [from, until] = [clockMinutes(times().from), clockMinutes(times().until)];
    return {
      from: from === undefined,
      until: until === undefined,
      same: from !== undefined && from === until,
    };
  };
  const submit = async () => {
    setTried(true);
    const [from, until] = [clockMinutes(times().from), clockMinutes(times().until)];
    if (on() && (from === undefined || until === undefined || from === until)) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.preferences.setQuiet.mutate({
        quiet: on() ? { from: from ?? 0, until: until ?? 0, mails: times().mails } : null,
      });
      toast({ text: m.preferences_saved() });
      void client.invalidateQueries({ queryKey: ['preferences'] });
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      novalidate
      class="mt-10 flex flex-col gap-3 border-t border-line pt-7"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <h2 class="text-md font-semibold">{m.preferences_company()}</h2>
        <p class="mt-1 text-pretty text-muted">{m.preferences_company_lead()}</p>
      </div>
      <Checkbox label={m.preferences_company_on()} checked={on()} onChange={setOn} />
      <Show when={on()}>
        <QuietFields
          value={times()}
          faults={tried() ? faults() : undefined}
          onChange={(part) => setTimes({ ...times(), ...part })}
        />
      </Show>
      <Show when={error()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      <div class="flex max-sm:flex-col">
        <Button type="submit" busy={busy()}>
          {m.preferences_company_save()}
        </Button>
      </div>
    </form>
  );
}
