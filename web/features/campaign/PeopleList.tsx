import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/Toast.tsx';
import { EnterDialog } from './EnterDialog.tsx';
import { PaperProxyDialog } from './PaperProxyDialog.tsx';
import { type AskedPerson, type Campaign, useAsked, useOfficeActs } from './queries.ts';
import { moment, sayChoice, sayWay } from './words.ts';

/** Those who are asked, with what is known of each: written to, looked, answered, by which way. */
export function PeopleList(props: { campaign: Campaign }): JSX.Element {
  const [missing, setMissing] = createSignal(false);
  const [entering, setEntering] = createSignal<AskedPerson>();
  const [proxyOf, setProxyOf] = createSignal<AskedPerson>();
  const { withdrawProxy } = useOfficeActs(() => props.campaign.id);
  const people = useAsked(() => props.campaign.id, missing);
  const mayEnter = (person: AskedPerson) =>
    props.campaign.may.act &&
    props.campaign.phase === 'open' &&
    !props.campaign.voting?.secret &&
    !person.answeredAt &&
    !person.exclusion;
  const mayGiveProxy = (person: AskedPerson) =>
    props.campaign.may.act &&
    props.campaign.phase === 'open' &&
    props.campaign.audience === 'owners' &&
    props.campaign.voting !== null &&
    !person.answeredAt &&
    !person.exclusion;
  const withdraw = async (proxyId: string) => {
    if (await withdrawProxy.run({ proxyId })) toast({ text: m.campaign_proxy_withdrawn() });
    else if (withdrawProxy.error()) toast({ text: withdrawProxy.error() ?? '', tone: 'late' });
  };
  return (
    <section class="mt-6">
      <div class="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 class="font-semibold">{m.campaign_people()}</h2>
        <Checkbox label={m.campaign_people_missing()} checked={missing()} onChange={setMissing} />
      </div>
      <Show when={people.data} fallback={<Skeleton shape="rows" count={3} />}>
        {(data) => (
          <Show when={data().rows.length > 0} fallback={<p class="text-muted">{m.campaign_people_none()}</p>}>
            <ul class="overflow-hidden rounded-xl border border-line bg-surface">
              <For each={data().rows}>
                {(person) => (
                  <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line px-4 py-2.5 not-last:border-b">
                    <span class="min-w-0">
                      <span class="font-semibold">{person.name}</span>
                      <Show when={person.units.length > 0}>
                        <span class="text-muted"> · {person.units.join('; ')}</span>
                      </Show>
                      <span class="block text-sm text-muted">{about(person)}</span>
                    </span>
                    <Show when={mayEnter(person) || mayGiveProxy(person)}>
                      <span class="flex flex-wrap gap-1">
                        <Show when={mayGiveProxy(person)}>
                          <Show
                            when={person.proxy}
                            fallback={
                              <Button
                                look="quiet"
                                aria-label={m.campaign_proxy_enter_name({ name: person.name })}
                                onClick={() => setProxyOf(person)}
                              >
                                {m.campaign_proxy_enter_short()}
                              </Button>
                            }
                          >
                            {(proxy) => (
                              <Button
                                look="quiet"
                                busy={withdrawProxy.busy()}
                                aria-label={m.campaign_proxy_withdraw_name({ name: person.name })}
                                onClick={() => void withdraw(proxy().id)}
                              >
                                {m.campaign_proxy_withdraw()}
                              </Button>
                            )}
                          </Show>
                        </Show>
                        <Show when={mayEnter(person)}>
                          <Button
                            look="quiet"
                            aria-label={m.campaign_enter_name({ name: person.name })}
                            onClick={() => setEntering(person)}
                          >
                            {m.campaign_enter()}
                          </Button>
                        </Show>
                      </span>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <Show when={data().more}>
              <p class="mt-2 text-muted">{m.campaign_people_more()}</p>
            </Show>
          </Show>
        )}
      </Show>
      <Show when={entering()}>
        {(person) => <EnterDialog campaign={props.campaign} person={person()} onClose={() => setEntering(undefined)} />}
      </Show>
      <Show when={proxyOf()}>
        {(person) => (
          <PaperProxyDialog campaign={props.campaign} person={person()} onClose={() => setProxyOf(undefined)} />
        )}
      </Show>
    </section>
  );
}

/** What is known of one: the answer, else how far the question has come. */
function about(person: AskedPerson): string {
  const { answeredAt, choice, way, byProxy, openedAt, messageState, exclusion, proxy } = person;
  if (exclusion) return `${m.campaign_excluded()}: ${exclusion}`;
  if (answeredAt)
    return [
      choice
        ? m.campaign_person_choice({ choice: sayChoice(choice), when: moment(answeredAt) })
        : m.campaign_person_answered({ when: moment(answeredAt) }),
      sayWay(way),
      byProxy && m.campaign_by_proxy(),
    ]
      .filter(Boolean)
      .join(', ');
  const parts = [
    messageState === 'queued'
      ? m.campaign_person_letter()
      : messageState === 'failed' || messageState === null
        ? m.campaign_person_failed()
        : messageState === 'open' || messageState === 'claimed'
          ? m.campaign_person_waiting()
          : m.campaign_person_sent(),
    openedAt && m.campaign_person_opened({ when: moment(openedAt) }),
    proxy && m.campaign_has_proxy({ name: proxy.holder }),
  ];
  return parts.filter(Boolean).join(', ');
}
