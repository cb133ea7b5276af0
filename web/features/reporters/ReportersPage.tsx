import { A } from '@solidjs/router';
import { keepPreviousData } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { When } from '../../ui/When.tsx';
import { officeKey } from '../desk/queries.ts';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import { useAgain } from '../people/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';

type Reporters = Answers['reporters']['list'];
type Reporter = Reporters['reporters'][number];
type Hint = Reporter['suggestions'][number]['why'][number];

const hints: Record<Hint, () => string> = {
  email: m.reporters_why_email,
  phone: m.reporters_why_phone,
  name: m.reporters_why_name,
  similarName: m.reporters_why_similar_name,
  unit: m.reporters_why_unit,
};

/** "Nicht zugeordnet": who reported by a house's link, and who that is; bound one after the other. */
export default function ReportersPage(): JSX.Element {
  const again = useAgain();
  const [offset, setOffset] = createSignal(0);
  const [choosing, setChoosing] = createSignal<Reporter>();
  const found = useQuery(() => ({
    queryKey: [...officeKey, 'reporters', offset()],
    queryFn: () => api.reporters.list.query({ offset: offset() }),
    placeholderData: keepPreviousData,
  }));
  const undo = async (id: string) => {
    try {
      await api.reporters.undo.mutate({ id });
      toast({ text: m.reporters_undone() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    }
    await again();
  };
  /** Why it failed; undefined once it is decided. */
  const decide = async (
    reporter: Reporter,
    person: { id: string; name: string } | null,
  ): Promise<string | undefined> => {
    const id = crypto.randomUUID();
    try {
      await api.reporters.decide.mutate({ id, reporterIds: reporter.ids, personId: person?.id ?? null });
    } catch (reason) {
      return sayFailure(reason);
    }
    toast({
      text: person ? m.reporters_bound({ name: person.name }) : m.reporters_dismissed({ name: reporter.name }),
      undo: () => void undo(id),
    });
    await again();
    return undefined;
  };
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="flex flex-wrap items-center gap-2 text-xl font-bold tracking-[-0.012em]">
        {m.reporters_title()}
        <Show when={found.data?.count}>{(count) => <Pill tone="us">{count()}</Pill>}</Show>
      </h1>
      <p class="mt-1 text-pretty text-muted">{m.reporters_lead()}</p>
      <Loaded query={found} failed={m.reporters_load_failed()}>
        {(data) => (
          <>
            <Show
              when={data().reporters.length > 0}
              fallback={<EmptyState icon="people" title={m.reporters_empty_title()} text={m.reporters_empty_text()} />}
            >
              <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
                <For each={data().reporters}>
                  {(reporter) => <Line reporter={reporter} onDecide={decide} onChoose={() => setChoosing(reporter)} />}
                </For>
              </ul>
              <Show when={offset() + data().reporters.length < data().count}>
                <div class="mt-4 text-center">
                  <Button onClick={() => setOffset(offset() + data().reporters.length)}>{m.reporters_more()}</Button>
                </div>
              </Show>
            </Show>
            <Show when={data().decisions.length > 0}>
              <section class="mt-8">
                <h2 class="text-md font-semibold">{m.reporters_decisions()}</h2>
                <ul class="mt-2 overflow-hidden rounded-xl border border-line bg-surface">
                  <For each={data().decisions}>
                    {(each) => (
                      <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
                        <span class="min-w-0">
                          {each.person
                            ? m.reporters_decided_bound({ name: each.name, person: each.person.name })
                            : m.reporters_decided_not({ name: each.name })}
                          <span class="block text-sm text-muted">
                            <When iso={each.at} />
                          </span>
                        </span>
                        <Button look="quiet" onClick={() => void undo(each.id)}>
                          {m.reporters_undo()}
                        </Button>
                      </li>
                    )}
                  </For>
                </ul>
              </section>
            </Show>
          </>
        )}
      </Loaded>
      <Show when={choosing()} keyed>
        {(reporter) => (
          <ChooseDialog onClose={() => setChoosing(undefined)} onChosen={(person) => decide(reporter, person)} />
        )}
      </Show>
    </div>
  );
}

function Line(props: {
  reporter: Reporter;
  onDecide: (reporter: Reporter, person: { id: string; name: string } | null) => Promise<string | undefined>;
  onChoose: () => void;
}): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const decide = async (person: { id: string; name: string } | null) => {
    setBusy(true);
    setFailure(await props.onDecide(props.reporter, person));
    setBusy(false);
  };
  return (
    <li class="border-b border-line px-4 py-3.5 last:border-b-0">
      <p class="font-semibold">{props.reporter.name}</p>
      <p class="text-sm text-muted">
        {[props.reporter.email, props.reporter.phone, props.reporter.property].filter(Boolean).join(' · ')}
      </p>
      <Show when={props.reporter.said}>
        {(said) => <p class="text-sm text-muted">{m.reporters_said({ said: said() })}</p>}
      </Show>
      <ul class="mt-1 text-sm">
        <For each={props.reporter.tickets}>
          {(ticket) => (
            <li class="text-muted">
              <A
                href={`/vorgaenge/${ticket.id}`}
                class="inline-flex min-h-6 items-center text-accent underline-offset-3 hover:underline"
              >
                {ticket.number}
              </A>{' '}
              {ticket.title} · <When iso={ticket.reportedAt} as="short" />
            </li>
          )}
        </For>
      </ul>
      <Show when={failure()}>{(text) => <ErrorNote class="mt-2" title={text()} />}</Show>
      <Show
        when={props.reporter.suggestions.length > 0}
        fallback={<p class="mt-2 text-sm text-muted">{m.reporters_no_suggestion()}</p>}
      >
        <ul class="mt-2 flex flex-col gap-2">
          <For each={props.reporter.suggestions}>
            {(person) => (
              <li class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Button busy={busy()} onClick={() => void decide(person)}>
                  {m.reporters_bind({ name: person.name })}
                </Button>
                <span class="text-sm text-muted">
                  {[person.place, ...person.why.map((each) => hints[each]())].filter(Boolean).join(' · ')}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="mt-2 flex flex-wrap gap-2">
        <Button look="quiet" onClick={() => props.onChoose()}>
          {m.reporters_other()}
        </Button>
        <Button look="quiet" disabled={busy()} onClick={() => void decide(null)}>
          {m.reporters_not_resident()}
        </Button>
      </div>
    </li>
  );
}

function ChooseDialog(props: {
  onChosen: (person: { id: string; name: string }) => Promise<string | undefined>;
  onClose: () => void;
}): JSX.Element {
  const [chosen, setChosen] = createSignal<Chosen>();
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [tried, setTried] = createSignal(false);
  const submit = async () => {
    setTried(true);
    const one = chosen();
    if (!one || !('personId' in one)) return;
    setBusy(true);
    const failed = await props.onChosen({ id: one.personId, name: one.name });
    setBusy(false);
    setFailure(failed);
    if (!failed) props.onClose();
  };
  return (
    <ActDialog
      title={m.reporters_choose_title()}
      submit={m.ticket_bind()}
      busy={busy()}
      error={failure()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <PersonChoice
        label={m.ticket_bind_person()}
        value={chosen()}
        onChange={setChosen}
        error={tried() && !chosen() ? m.ticket_choice_missing() : undefined}
      />
    </ActDialog>
  );
}
