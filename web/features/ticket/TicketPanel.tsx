import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { PhotoGrid } from '../../ui/PhotoGrid.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { UndeliveredNotes } from '../deliveries/UndeliveredNotes.tsx';
import { useMe } from '../desk/queries.ts';
import { WaitingMails } from '../inbox/WaitingMails.tsx';
import { ContactDialog } from '../letters/ContactDialog.tsx';
import { Forecast } from '../lifecycle/Forecast.tsx';
import { sayAway, sayWhom } from '../lifecycle/names.ts';
import { forecastSteps, reportPhotos, timelineEntries } from '../lifecycle/sentences.tsx';
import { sayThen, sayTurn, toneOfTurn } from '../lifecycle/stages.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { TicketProjects } from '../project/TicketProjects.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { BindDialog } from './BindDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { Kindred, OwnerNote } from './Notes.tsx';
import { OrderCard } from './OrderCard.tsx';
import { OwnVisits } from './OwnVisits.tsx';
import { sayPlace } from './place.ts';
import { type TicketView, useTicket } from './queries.ts';
import { TicketActs } from './TicketActs.tsx';

/** A ticket with everything that can be done on it: beside the desk's list (`beside`), or as a page of its own. */
export function TicketPanel(props: { id: string; beside?: boolean }): JSX.Element {
  const ticket = useTicket(() => props.id);
  return (
    <Loaded query={ticket} failed={m.desk_failed_title()} shape="page" page={!props.beside}>
      {(found) => <Panel ticket={found()} beside={props.beside === true} />}
    </Loaded>
  );
}

function Panel(props: { ticket: TicketView; beside: boolean }): JSX.Element {
  const pictures = () => reportPhotos(props.ticket.timeline);
  const [merging, setMerging] = createSignal(false);
  return (
    <article class={props.beside ? '' : 'grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_24rem]'}>
      <div class="min-w-0">
        <Head ticket={props.ticket} beside={props.beside} />
        <Waiting ticket={props.ticket} />
        <TicketActs ticket={props.ticket} />
        <OwnerNote ticket={props.ticket} />
        <WaitingMails mails={props.ticket.mails} />
        <UndeliveredNotes fileId={props.ticket.id} />
        <Kindred ticket={props.ticket} onMerge={() => setMerging(true)} />
        <Show when={merging()}>
          <MergeDialog ticket={props.ticket} onClose={() => setMerging(false)} />
        </Show>
        <Show when={props.ticket.description} fallback={<p class="mt-5 text-muted">{m.ticket_no_description()}</p>}>
          {(text) => (
            <blockquote class="mt-5 leading-snug whitespace-pre-line text-pretty">
              {m.ticket_quote({ text: text() })}
            </blockquote>
          )}
        </Show>
        <PhotoGrid photos={pictures()} class="mt-3" />
        <OwnVisits ticket={props.ticket} />
        <Show when={props.ticket.orders.length > 0}>
          <section class="mt-5" aria-label={m.ticket_orders()}>
            <h2 class="mb-2 text-xs font-semibold text-muted">{m.ticket_orders()}</h2>
            <div class="flex flex-col gap-3">
              <For each={props.ticket.orders.map(({ id }) => id)}>
                {(id) => (
                  <Show when={props.ticket.orders.find((order) => order.id === id)}>
                    {(order) => <OrderCard order={order()} ticket={props.ticket} />}
                  </Show>
                )}
              </For>
            </div>
          </section>
        </Show>
        <TicketProjects
          ticketId={props.ticket.id}
          propertyId={props.ticket.property.id}
          title={props.ticket.title}
          open={props.ticket.phase !== 'closed'}
        />
        <Show when={props.beside}>
          <TicketFacts ticket={props.ticket} class="mt-5" />
        </Show>
        <Timeline
          entries={timelineEntries(props.ticket.timeline, 'office')}
          {...(props.beside && { fold: 6 })}
          class="mt-5"
        />
        <Show when={props.beside}>
          <Forecast steps={forecastSteps(props.ticket.forecast, 'office')} class="mt-5" />
        </Show>
      </div>
      <Show when={!props.beside}>
        <div class="flex min-w-0 flex-col gap-6 xl:sticky xl:top-20">
          <TicketFacts ticket={props.ticket} />
          <Forecast steps={forecastSteps(props.ticket.forecast, 'office')} />
        </div>
      </Show>
    </article>
  );
}

function Head(props: { ticket: TicketView; beside: boolean }): JSX.Element {
  const [binding, setBinding] = createSignal(false);
  const me = useMe();
  const mayBind = () => me.data?.employee?.may.includes('triage') ?? false;
  const place = () =>
    sayPlace(
      props.ticket.property.street,
      props.ticket.unit?.number ? props.ticket.unit : null,
      props.ticket.place === 'common',
    );
  return (
    <header class="mb-3.5">
      <div class="flex items-start gap-2 text-muted">
        <p class="min-w-0 flex-1 text-base">
          {props.ticket.number} · {place()}
        </p>
        <Show when={props.beside}>
          <A
            href={`/vorgaenge/${props.ticket.id}`}
            title={m.desk_open_page()}
            aria-label={m.desk_open_page()}
            class="-my-1.5 grid size-8 shrink-0 place-items-center rounded-lg transition-colors hover:bg-line/60 hover:text-ink"
          >
            <Icon name="external" size={16} />
          </A>
        </Show>
      </div>
      <Show when={props.beside} fallback={<h1 class="text-2xl font-bold tracking-[-0.012em]">{props.ticket.title}</h1>}>
        <h2 class="text-xl font-bold tracking-[-0.012em]">{props.ticket.title}</h2>
      </Show>
      <Show when={props.ticket.urgency !== 'normal' || props.ticket.reporter?.confirmed === false}>
        <p class="mt-2 flex flex-wrap gap-1.5">
          <Show when={props.ticket.urgency !== 'normal'}>
            <Pill tone={urgencyTone(props.ticket.urgency)} dot>
              {sayWord('urgency', props.ticket.urgency)}
            </Pill>
          </Show>
          <Show when={props.ticket.reporter?.confirmed === false}>
            <span title={m.ticket_unconfirmed_hint()}>
              <Pill tone="us">{m.ticket_unconfirmed()}</Pill>
            </span>
            <Show when={mayBind()}>
              <button
                type="button"
                class="min-h-6 rounded px-1 text-sm font-semibold text-accent underline-offset-3 hover:underline"
                onClick={() => setBinding(true)}
              >
                {m.ticket_bind()}
              </button>
            </Show>
          </Show>
        </p>
      </Show>
      <Show when={binding()}>
        <BindDialog ticket={props.ticket} onClose={() => setBinding(false)} />
      </Show>
    </header>
  );
}

function Waiting(props: { ticket: TicketView }): JSX.Element {
  const first = () => props.ticket.waiting.find(({ on }) => on.us) ?? props.ticket.waiting[0];
  const others = () => props.ticket.waiting.filter((ball) => ball !== first());
  const name = (ball: TicketView['waiting'][number]) => (ball.on.us ? undefined : sayWhom(ball.on, 'office'));
  return (
    <Switch>
      <Match when={props.ticket.closedAt}>
        {(closed) => (
          <WaitingPanel
            tone="done"
            label={m.lifecycle_phase_closed()}
            headline={sayWord('outcome', props.ticket.outcome)}
            then={<When iso={closed()} />}
          />
        )}
      </Match>
      <Match when={first()}>
        {(ball) => (
          <WaitingPanel
            tone={toneOfTurn(ball(), 'office')}
            viewer="office"
            {...(name(ball()) && { name: name(ball()) })}
            headline={sayTurn(ball(), 'office')}
            then={
              <>
                <Show when={sayAway(ball().on.role === 'management' ? props.ticket.assignee : ball().on)}>
                  {(away) => <span class="block font-semibold text-ink">{away()}</span>}
                </Show>
                {sayThen(props.ticket.forecast, 'office')}
                <For each={others()}>
                  {(other) => (
                    <span class="block">
                      {m.ticket_also_waiting({
                        what: `${m.lifecycle_waiting_on({ name: sayWhom(other.on, 'office') })}. ${sayTurn(other, 'office')}`,
                      })}
                    </span>
                  )}
                </For>
              </>
            }
          />
        )}
      </Match>
      <Match when={true}>
        <WaitingPanel tone="us" viewer="office" headline={m.ticket_received()} />
      </Match>
    </Switch>
  );
}

/** Where, what, who reported it and how to reach them. */
function TicketFacts(props: { ticket: TicketView; class?: string }): JSX.Element {
  const [editing, setEditing] = createSignal(false);
  const facts = (): Fact[] => {
    const { ticket } = props;
    const { property, reporter } = ticket;
    const found: Fact[] = [
      {
        term: m.ticket_fact_property(),
        value: (
          <>
            <b>{property.name}</b>
            {`\n${property.street}, ${property.postalCode} ${property.city}`}
          </>
        ),
      },
      { term: m.ticket_fact_category(), value: ticket.kind.label[locale()] },
      ...ticket.answers.map(({ question, answer }) => ({ term: question[locale()], value: answer[locale()] })),
    ];
    if (ticket.accessWishes) found.push({ term: m.ticket_fact_access(), value: ticket.accessWishes });
    found.push({ term: m.ticket_fact_reporter(), value: reporter?.name ?? m.ticket_reporter_office() });
    if (reporter?.phone || reporter?.email)
      found.push({
        term: m.ticket_fact_contact(),
        value: (
          <span class="flex flex-col items-start">
            <Show when={reporter.phone}>
              {(phone) => (
                <a href={`tel:${phone().replace(/\s/g, '')}`} class="inline-flex min-h-6 items-center">
                  {phone()}
                </a>
              )}
            </Show>
            <Show when={reporter.email}>
              {(email) => (
                <a href={`mailto:${email()}`} class="inline-block max-w-full truncate leading-6">
                  {email()}
                </a>
              )}
            </Show>
          </span>
        ),
      });
    if (reporter?.personId && ticket.acts.some((act) => act !== 'note'))
      found.push({
        term: m.ticket_fact_post(),
        value: (
          <button type="button" class="font-semibold text-accent hover:underline" onClick={() => setEditing(true)}>
            {m.letters_contact_change()}
          </button>
        ),
      });
    if (ticket.assignee?.name) found.push({ term: m.ticket_fact_assignee(), value: ticket.assignee.name });
    found.push({ term: m.ticket_fact_reported(), value: <When iso={ticket.reportedAt} /> });
    return found;
  };
  return (
    <section class={props.class} aria-label={m.ticket_facts()}>
      <h2 class="mb-2 text-xs font-semibold text-muted">{m.ticket_facts()}</h2>
      <Facts facts={facts()} />
      <Show when={editing() && props.ticket.reporter?.personId}>
        {(personId) => <ContactDialog personId={personId()} onClose={() => setEditing(false)} />}
      </Show>
    </section>
  );
}
