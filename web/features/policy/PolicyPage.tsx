import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type PolicyProblem, policyProblems } from '../../../domain/policy/document.ts';
import { type PolicyDocument, type Stage, stages, type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { useCategories } from '../desk/queries.ts';
import { sayStage } from '../lifecycle/stages.ts';
import { sayWord } from '../lifecycle/words.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { DraftBar, Versions } from './DraftBar.tsx';
import { Example } from './Example.tsx';
import { inherited, ruleAt, same, turnOf, withRule } from './model.ts';
import { Office } from './Office.tsx';
import { StageEditor, sayRule } from './StageEditor.tsx';
import { TimeTravel } from './TimeTravel.tsx';
import { createWriting } from './writing.ts';

type Policies = Answers['policies']['get'];

const key = ['policies'];

const problems: Record<PolicyProblem['code'], () => string> = {
  officeClosed: () => m.policy_problem_office_closed(),
  officeHours: () => m.policy_problem_office_hours(),
  periodShort: () => m.policy_problem_period_short(),
  mixedTime: () => m.policy_problem_mixed_time(),
  reminderLate: () => m.policy_problem_reminder_late(),
  reminderOrder: () => m.policy_problem_reminder_order(),
  escalationEarly: () => m.policy_problem_escalation_early(),
  escalationOrder: () => m.policy_problem_escalation_order(),
  repeatShort: () => m.policy_problem_repeat_short(),
  changedNature: () => m.policy_problem_changed_nature(),
};

/** The rules for reminders and escalations: a draft is written beside the forecast of an example, then published. */
export default function PolicyPage(): JSX.Element {
  const policies = useQuery(() => ({ queryKey: key, queryFn: () => api.policies.get.query() }));
  return (
    <div class="mx-auto max-w-300 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-bold tracking-[-0.012em]">{m.policy_title()}</h1>
      <p class="mt-1 max-w-180 text-muted">{m.policy_lead()}</p>
      <Loaded query={policies} failed={m.policy_failed()}>
        {(found) => (
          // What is being written stays while the page asks again; it starts anew when another draft is there.
          <Show when={`${found().live.version} ${found().draft?.revision ?? 0}`} keyed>
            <Writing policies={found()} />
          </Show>
        )}
      </Loaded>
    </div>
  );
}

function Writing(props: { policies: Policies }): JSX.Element {
  const writing = createWriting<PolicyDocument>({
    written: props.policies,
    acts: api.policies,
    keys: [key],
    published: m.policy_published,
  });
  const { live, document, change } = writing;
  const [category, setCategory] = createSignal<string | null>(null);
  const [urgency, setUrgency] = createSignal<Urgency>('normal');
  const [stage, setStage] = createSignal<Stage>('triage');
  const found = createMemo(() => policyProblems(document()));
  const categories = useCategories();
  /** The kinds of report; those that are no longer offered still rule tickets that run. */
  const known = () =>
    (categories.data?.categories ?? []).map(({ id, label, retired }) => ({
      id,
      label: retired ? m.desk_category_retired({ label: label[locale()] }) : label[locale()],
    }));
  const officeDay = () => Math.max(60, document().office.closes - document().office.opens);
  const place = (of: Stage) => ({ category: category(), urgency: urgency(), stage: of });
  const problemAt = (of: Stage) => {
    const problem = found().find(
      (each) => each.stage === of && each.urgency === urgency() && each.category === category(),
    );
    return problem && problems[problem.code]();
  };
  const officeProblem = () => {
    const problem = found().find((each) => each.stage === undefined);
    return problem && problems[problem.code]();
  };
  const isOwn = (of: Stage) => !same(ruleAt(document(), place(of)), inherited(document(), place(of)));

  const changeOffice = (part: Partial<PolicyDocument['office']>) =>
    change({ ...document(), office: { ...document().office, ...part } });
  return (
    <>
      <DraftBar
        writing={writing}
        live={m.policy_live}
        builtin={m.policy_live_builtin()}
        sound={found().length === 0}
        publishTitle={m.policy_publish_title()}
        publishText={m.policy_publish_text()}
      />

      <Show when={found().length > 0}>
        <ErrorNote class="mt-4" title={m.policy_not_publishable()} text={problemList(found(), known()).join(' ')} />
      </Show>
      <Older policies={props.policies} attempt={writing.attempt} busy={writing.busy()} />

      <div class="mt-5 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div class="grid min-w-0 grid-cols-1 gap-5">
          <section aria-labelledby="policy-office" class="rounded-xl border border-line bg-surface p-4">
            <h2 id="policy-office" class="font-semibold">
              {m.policy_office()}
            </h2>
            <p class="mt-1 text-muted">{m.policy_office_lead()}</p>
            <Office office={document().office} problem={officeProblem()} onChange={changeOffice} />
          </section>
          <section aria-labelledby="policy-rules" class="min-w-0 rounded-xl border border-line bg-surface">
            <div class="grid grid-cols-1 gap-3 p-4 sm:grid-cols-2">
              <h2 id="policy-rules" class="font-semibold sm:col-span-2">
                {m.policy_rules()}
              </h2>
              <Select
                label={m.policy_category()}
                value={category() ?? ''}
                onChange={(value) => setCategory(value || null)}
                options={[
                  { value: '', label: m.policy_all_categories() },
                  ...known().map(({ id, label }) => ({ value: id, label })),
                ]}
              />
              <Select
                label={m.policy_urgency()}
                value={urgency()}
                onChange={setUrgency}
                options={urgencies.map((value) => ({ value, label: sayWord('urgency', value) }))}
              />
            </div>
            <For each={['ours', 'theirs', 'watched'] as const}>
              {(turn) => (
                <>
                  <h3 class="border-t border-line bg-sunken px-4 py-2 text-sm font-semibold text-muted">
                    {{ ours: m.policy_turn_ours, theirs: m.policy_turn_theirs, watched: m.policy_turn_watched }[turn]()}
                  </h3>
                  <ul>
                    <For each={stages.filter((each) => turnOf(each) === turn)}>
                      {(each) => (
                        <li class="border-t border-line">
                          <button
                            type="button"
                            aria-expanded={stage() === each}
                            onClick={() => setStage(each)}
                            class="flex w-full items-start gap-3 px-4 py-3 text-left transition-colors hover:bg-sunken"
                          >
                            <span class="min-w-0 flex-1">
                              <span class="flex flex-wrap items-center gap-2 font-semibold">
                                {sayStage(each)}
                                <Show when={isOwn(each)}>
                                  <Pill tone="others">{m.policy_changed()}</Pill>
                                </Show>
                                <Show when={problemAt(each)}>
                                  <Pill tone="late">{m.policy_wrong()}</Pill>
                                </Show>
                              </span>
                              <span class="block text-muted">
                                {sayRule(ruleAt(document(), place(each)), officeDay())}
                              </span>
                            </span>
                            <Icon
                              name="chevronDown"
                              size={16}
                              class={`mt-1 shrink-0 text-muted ${stage() === each ? 'rotate-180' : ''}`}
                            />
                          </button>
                          <Show when={stage() === each}>
                            <Show when={`${category()} ${urgency()}`} keyed>
                              <StageEditor
                                rule={ruleAt(document(), place(each))}
                                officeDay={officeDay()}
                                problem={problemAt(each)}
                                own={isOwn(each)}
                                onChange={(rule) => change(withRule(document(), place(each), rule))}
                                onReset={() =>
                                  change(withRule(document(), place(each), inherited(document(), place(each))))
                                }
                              />
                            </Show>
                          </Show>
                        </li>
                      )}
                    </For>
                  </ul>
                </>
              )}
            </For>
          </section>
          <TimeTravel document={document()} possible={found().length === 0} />
          <Versions id="policy-versions" versions={props.policies.versions} />
        </div>
        <div class="min-w-0 lg:sticky lg:top-4">
          <Example draft={document()} live={live.document} category={category()} urgency={urgency()} stage={stage()} />
        </div>
      </div>
    </>
  );
}

/** Each problem with where it is: "Dringend, Angefragt: …". */
function problemList(found: readonly PolicyProblem[], known: readonly { id: string; label: string }[]): string[] {
  return found.slice(0, 5).map(({ code, category, urgency, stage }) => {
    const label = known.find(({ id }) => id === category)?.label;
    const where = [label, urgency && sayWord('urgency', urgency), stage && sayStage(stage)].filter(Boolean).join(', ');
    return where ? `${where}: ${problems[code]()}` : problems[code]();
  });
}

/** What runs by older rules, with the way to move it. */
function Older(props: {
  policies: Policies;
  busy: boolean;
  attempt: (work: () => Promise<string>) => Promise<void>;
}): JSX.Element {
  const older = () => Object.values(props.policies.older).reduce((sum, count) => sum + count, 0);
  return (
    <Show when={older() > 0}>
      <section class="mt-4 flex flex-wrap items-center gap-3 rounded-xl bg-others-soft px-4 py-3">
        <p class="mr-auto max-w-180">{m.policy_older(props.policies.older)}</p>
        <Button
          density="desk"
          busy={props.busy}
          onClick={() =>
            void props.attempt(async () => {
              const { moving } = await api.policies.moveAll.mutate();
              return m.policy_moving({ count: moving });
            })
          }
        >
          {m.policy_move_all()}
        </Button>
      </section>
    </Show>
  );
}
