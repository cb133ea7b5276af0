import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fullName } from '../../../domain/person/person.ts';
import { api } from '../../api.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { addressOf } from '../desk/address.ts';
import { ThingPage } from '../shell/ThingPage.tsx';
import { useAttempt } from './attempt.ts';
import { Card, LinkLines, lineClass, lineLinkClass, listClass, Nothing } from './Card.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { usePersonPage } from './queries.ts';
import { berlinToday, type PersonPageData, sayChannel, sayPeriod, sayPeriodRole } from './words.ts';

/** Everything about one person: who they are to us, where and when, how they are reached, what they reported. */
export default function PersonPage(): JSX.Element {
  const params = useParams();
  const page = usePersonPage(() => params.id ?? '');
  return (
    <ThingPage query={page} failed={m.people_failed_one()} elsewhere={{ href: '/personen', label: m.people_title() }}>
      {(person) => <Page person={person()} />}
    </ThingPage>
  );
}

function Page(props: { person: PersonPageData }): JSX.Element {
  const navigate = useNavigate();
  const [editing, setEditing] = createSignal(false);
  const [merging, setMerging] = createSignal<PersonPageData['same'][number]>();
  const today = () => berlinToday(now());
  const one = () => ({ id: props.person.id, revision: props.person.revision });
  const attempt = useAttempt();
  const remove = async () => {
    if (await attempt(() => api.people.remove.mutate(one()), m.people_removed()))
      navigate('/personen', { replace: true });
  };
  const unmerge = (mergeId: string) =>
    attempt(() => api.people.unmerge.mutate({ id: props.person.id, mergeId }), m.people_unmerged());
  const activate = (active: boolean) =>
    attempt(
      () => api.people.activate.mutate({ ...one(), active }),
      active ? m.people_resumed_done() : m.people_ended_done(),
    );
  const reach = () => {
    const { person } = props;
    return [
      { term: m.people_email(), value: person.email },
      { term: m.people_phone(), value: person.phone },
      { term: m.people_mobile(), value: person.mobile },
      { term: m.people_fax(), value: person.fax },
      {
        term: m.people_address(),
        value: person.street && `${person.street}\n${person.postalCode} ${person.city}`,
      },
      { term: m.people_channel_short(), value: sayChannel(person.channel) },
    ].filter(({ value }) => value);
  };
  return (
    <>
      <A href="/personen" class="text-accent underline-offset-3 hover:underline">
        {m.people_title()}
      </A>
      <div class="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{fullName(props.person)}</h1>
          <p class="mt-1 flex flex-wrap items-center gap-1.5 text-muted">
            <Show when={props.person.otherNames}>
              <span>{props.person.otherNames}</span>
            </Show>
            <Show when={!props.person.active}>
              <Pill tone="neutral">{m.people_ended()}</Pill>
            </Show>
            <Show when={props.person.employee?.active}>
              <Pill tone="neutral">{m.people_as_employee()}</Pill>
            </Show>
            <For each={props.person.contractors}>
              {(firm) => (
                <A href={`/betriebe/${firm.id}`} class="text-accent underline-offset-3 hover:underline">
                  {m.people_to_contractor()}
                </A>
              )}
            </For>
          </p>
        </div>
        <Show when={props.person.mayKeep}>
          <div class="flex flex-wrap gap-2">
            <Button onClick={() => setEditing(true)}>{m.people_edit()}</Button>
            <Show when={props.person.mayAnswer}>
              <ButtonLink href={`/datenschutz/${props.person.id}`}>{m.privacy_title()}</ButtonLink>
            </Show>
            <Menu
              items={[
                ...(props.person.active && !props.person.account
                  ? [
                      {
                        label: m.invitations_of_person(),
                        icon: 'send' as const,
                        onSelect: () => navigate(`/einladungen/neu?person=${props.person.id}`),
                      },
                    ]
                  : []),
                props.person.active
                  ? { label: m.people_end(), onSelect: () => void activate(false) }
                  : { label: m.people_resume(), onSelect: () => void activate(true) },
                { label: m.people_remove(), icon: 'trash', danger: true, onSelect: () => void remove() },
              ]}
            />
          </div>
        </Show>
      </div>
      <Show when={props.person.same.length > 0}>
        <section class="mt-4 rounded-xl bg-us-soft px-4 py-3.5 text-us">
          <h2 class="font-semibold">{m.people_same_title()}</h2>
          <ul class="mt-1">
            <For each={props.person.same}>
              {(other) => (
                <li>
                  <A href={`/personen/${other.id}`} class="font-semibold underline underline-offset-3">
                    {other.name}
                  </A>
                  <Show when={other.place}>{(place) => <span>, {place()}</span>}</Show>
                  <span> ({other.why === 'name' ? m.people_same_name() : m.people_same_phone()})</span>
                  <Show when={props.person.mayKeep}>
                    <Button look="quiet" class="ml-1" onClick={() => setMerging(other)}>
                      {m.people_merge()}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.person.mayKeep && props.person.merges.length > 0}>
        <ul class="mt-4 rounded-xl border border-line bg-surface px-4 py-2">
          <For each={props.person.merges}>
            {(merge) => (
              <li class="flex flex-wrap items-center justify-between gap-x-4 text-muted">
                <span>
                  {m.people_merge_with({ name: merge.name })} <When iso={merge.at} as="short" />
                </span>
                <Button look="quiet" onClick={() => void unmerge(merge.id)}>
                  {m.people_unmerge()}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="mt-6 grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-8 gap-y-7 max-md:grid-cols-1">
        <div class="grid content-start gap-7">
          <Card title={m.people_periods()}>
            <Show
              when={props.person.periods.length + props.person.landlordOf.length > 0}
              fallback={<Nothing>{m.people_periods_none()}</Nothing>}
            >
              <ul class={listClass}>
                <For each={props.person.landlordOf}>
                  {(property) => (
                    <li class="border-b border-line last:border-b-0">
                      <A href={`/objekte/${property.id}`} class={lineLinkClass}>
                        <span class="block font-semibold">{property.name}</span>
                        <span class="text-sm text-muted">{m.people_role_landlord()}</span>
                      </A>
                    </li>
                  )}
                </For>
                <For each={props.person.periods}>
                  {(period) => (
                    <li class="border-b border-line last:border-b-0">
                      <A
                        href={period.unitId ? `/einheiten/${period.unitId}` : `/objekte/${period.propertyId}`}
                        class={lineLinkClass}
                      >
                        <span class="block font-semibold">{period.place}</span>
                        <span class="text-sm text-muted">
                          {sayPeriodRole(period.role)}, {sayPeriod(period, today())} · {period.property}
                        </span>
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Card>
          <Card
            title={m.people_tickets()}
            detail={m.people_open_count({ count: props.person.openTickets })}
            actions={
              <ButtonLink look="quiet" href={addressOf({ tab: 'open', person: props.person.id })}>
                {m.people_tickets_all()}
              </ButtonLink>
            }
          >
            <LinkLines
              rows={props.person.tickets}
              none={m.people_tickets_none()}
              href={(ticket) => `/vorgaenge/${ticket.id}`}
            >
              {(ticket) => (
                <>
                  <span class="block truncate font-semibold">{ticket.title}</span>
                  <span class="text-sm text-muted">
                    {ticket.number} · {ticket.place} · <When iso={ticket.reportedAt} as="day" />
                    <Show when={ticket.closedAt}> · {m.people_closed()}</Show>
                  </span>
                </>
              )}
            </LinkLines>
          </Card>
        </div>
        <div class="grid content-start gap-7">
          <Card title={m.people_reach()}>
            <Facts facts={reach()} />
          </Card>
          <Card title={m.people_account()}>
            <Show when={props.person.account} fallback={<Nothing>{m.people_account_none()}</Nothing>}>
              {(account) => (
                <p class={`${listClass} ${lineClass}`}>
                  <span class="block font-semibold">{account().email}</span>
                  <span class="text-sm text-muted">
                    <Show when={account().lastSession} fallback={m.people_account_never()}>
                      {(last) => (
                        <>
                          {m.people_account_last()} <When iso={last()} as="day" />
                        </>
                      )}
                    </Show>
                  </span>
                </p>
              )}
            </Show>
          </Card>
        </div>
      </div>
      <Show when={merging()} keyed>
        {(other) => (
          <MergeDialog
            person={props.person}
            other={other}
            onClose={() => setMerging(undefined)}
            onMerged={(id) => navigate(`/personen/${id}`, { replace: true })}
          />
        )}
      </Show>
      <Show when={editing()}>
        <PersonDialog known={props.person} onClose={() => setEditing(false)} />
      </Show>
    </>
  );
}
