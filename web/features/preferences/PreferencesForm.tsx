import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { MessageKind } from '../../../domain/preferences/kinds.ts';
import { type Preferences, type Timing, timings, type Way, ways } from '../../../domain/preferences/preferences.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { useDensity } from '../../ui/density.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { faultsOf, type Known, type Typed, typedOf, wishedBy } from './model.ts';
import { QuietFields } from './QuietFields.tsx';
import { sayByWay, sayKind, sayQuiet, sayTiming, sayWay } from './words.ts';

/** How and when somebody hears of what. Nothing is kept before the button is pressed, and nothing where nothing differs. */
export function PreferencesForm(props: {
  known: Known;
  save: (wished: { way: Way; preferences: Preferences }) => Promise<unknown>;
  onSaved?: () => void;
}): JSX.Element {
  const density = useDensity();
  const [typed, setTyped] = createSignal<Typed>(typedOf(props.known));
  const [kept, setKept] = createSignal(JSON.stringify(typedOf(props.known)));
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const change = (part: Partial<Typed>) => setTyped({ ...typed(), ...part });
  const changed = () => JSON.stringify(typed()) !== kept();
  const faults = () => (tried() ? faultsOf(typed()) : undefined);
  const collects = () => typed().deskDigest || Object.values(typed().kinds).some((kind) => kind?.timing === 'digest');
  const submit = async () => {
    setTried(true);
    const wished = wishedBy(typed());
    if (!wished) return;
    if (!changed()) {
      toast({ text: m.preferences_unchanged() });
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await props.save(wished);
      setKept(JSON.stringify(typed()));
      toast({ text: m.preferences_saved() });
      props.onSaved?.();
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  const gap = () => (density === 'phone' ? 'gap-8' : 'gap-7');
  return (
    <form
      novalidate
      class={`flex flex-col ${gap()}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <UsualWay known={props.known} value={typed().way} onChange={(way) => change({ way })} />
      <Kinds
        known={props.known}
        kinds={typed().kinds}
        onChange={(kind, wish) => change({ kinds: { ...typed().kinds, [kind]: wish } })}
      />
      <Show when={props.known.reach.mail && (collects() || props.known.employee)}>
        <section class="flex flex-col gap-3">
          <div>
            <h2 class="font-semibold">{m.preferences_day()}</h2>
            <Hint>{m.preferences_day_hint()}</Hint>
          </div>
          <Show when={props.known.employee}>
            <Checkbox
              label={m.preferences_day_desk()}
              hint={m.preferences_day_desk_hint()}
              checked={typed().deskDigest}
              onChange={(deskDigest) => change({ deskDigest })}
            />
          </Show>
          <Show when={collects()}>
            <div class="w-40">
              <TextField
                type="time"
                label={m.preferences_day_time()}
                value={typed().digestAt}
                onInput={(event) => change({ digestAt: event.currentTarget.value })}
                error={faults()?.digestAt ? m.preferences_time_missing() : undefined}
              />
            </div>
          </Show>
        </section>
      </Show>
      <section class="flex flex-col gap-3">
        <div>
          <h2 class="font-semibold">{m.preferences_quiet()}</h2>
          <Hint>{m.preferences_quiet_hint()}</Hint>
        </div>
        <RadioCards<Typed['quiet']['whose']>
          label={m.preferences_quiet()}
          hideLabel
          cards={[
            {
              value: 'workspace',
              title: m.preferences_quiet_company(),
              detail: sayQuiet(props.known.companyQuiet),
            },
            { value: 'none', title: m.preferences_quiet_none() },
            { value: 'own', title: m.preferences_quiet_own() },
          ]}
          value={typed().quiet.whose}
          onChange={(whose) => change({ quiet: { ...typed().quiet, whose } })}
        />
        <Show when={typed().quiet.whose === 'own'}>
          <QuietFields
            value={typed().quiet}
            faults={faults()}
            onChange={(part) => change({ quiet: { ...typed().quiet, ...part } })}
          />
        </Show>
      </section>
      <Show when={error()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      <div class="flex flex-wrap items-center gap-3 max-sm:flex-col max-sm:items-stretch">
        <Button type="submit" look="filled" busy={busy()}>
          {m.preferences_save()}
        </Button>
        <Show when={changed()}>
          <span class="text-md text-muted max-sm:text-center">{m.preferences_unsaved()}</span>
        </Show>
      </div>
    </form>
  );
}

function Hint(props: { children: JSX.Element }): JSX.Element {
  const density = useDensity();
  return <p class={`mt-0.5 text-pretty text-muted ${density === 'phone' ? 'text-md' : 'text-sm'}`}>{props.children}</p>;
}

function UsualWay(props: { known: Known; value: Way; onChange: (way: Way) => void }): JSX.Element {
  const open = () => ways.filter((way) => props.known.reach[way] !== null);
  const only = () => (open().length === 1 ? open()[0] : undefined);
  return (
    <section>
      <Show
        when={open().length > 1}
        fallback={
          <>
            <h2 class="font-semibold">{m.preferences_way()}</h2>
            <p class="mt-1 text-pretty break-words text-muted">
              <Show when={only()} fallback={m.preferences_way_none()}>
                {(way) => m.preferences_way_only({ way: sayByWay(way()), address: props.known.reach[way()] ?? '' })}
              </Show>
            </p>
          </>
        }
      >
        <RadioCards<Way>
          label={m.preferences_way()}
          cards={open().map((way) => ({
            value: way,
            title: sayWay(way),
            detail: <span class="break-all">{props.known.reach[way]}</span>,
          }))}
          value={props.value}
          onChange={props.onChange}
        />
        <Hint>{m.preferences_way_hint()}</Hint>
      </Show>
    </section>
  );
}

type Wish = { way: Way | null; timing: Timing };

function Kinds(props: {
  known: Known;
  kinds: Typed['kinds'];
  onChange: (kind: MessageKind, wish: Wish) => void;
}): JSX.Element {
  const open = () => ways.filter((way) => props.known.reach[way] !== null);
  // Collected is what comes by mail; without an address there is nothing to choose.
  const whens = () => timings.filter((timing) => timing !== 'digest' || props.known.reach.mail !== null);
  const byWay = (kind: MessageKind) => wish(kind).timing === 'now' && open().length > 1;
  const wish = (kind: MessageKind): Wish => props.kinds[kind] ?? { way: null, timing: 'now' };
  return (
    <section>
      <h2 class="font-semibold">{m.preferences_kinds()}</h2>
      <ul class="mt-2 rounded-xl border border-line bg-surface">
        <For each={props.known.offered}>
          {(kind) => (
            <li class="flex flex-col gap-3 border-line px-4 py-3.5 not-last:border-b sm:grid sm:grid-cols-[minmax(0,1fr)_minmax(0,20rem)] sm:items-center">
              <div class="min-w-0">
                <p class="font-semibold">{sayKind(kind).name}</p>
                <Hint>{sayKind(kind).hint}</Hint>
              </div>
              <div class={byWay(kind) ? 'grid grid-cols-2 gap-2.5' : 'sm:ml-auto sm:w-[calc(50%-0.3125rem)]'}>
                <Select<Timing>
                  label={m.preferences_when({ kind: sayKind(kind).name })}
                  hideLabel
                  options={whens().map((timing) => ({ value: timing, label: sayTiming(timing) }))}
                  value={wish(kind).timing}
                  onChange={(timing) => props.onChange(kind, { ...wish(kind), timing })}
                />
                <Show when={byWay(kind)}>
                  <Select<Way | 'usual'>
                    label={m.preferences_by({ kind: sayKind(kind).name })}
                    hideLabel
                    options={[
                      { value: 'usual', label: m.preferences_usual() },
                      ...open().map((way) => ({ value: way, label: sayByWay(way) })),
                    ]}
                    value={wish(kind).way ?? 'usual'}
                    onChange={(way) => props.onChange(kind, { ...wish(kind), way: way === 'usual' ? null : way })}
                  />
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
