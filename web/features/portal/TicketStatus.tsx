import { type Accessor, createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayDue, sayMoment, sayRange } from '../../ui/dates.ts';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { PhotoGrid } from '../../ui/PhotoGrid.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { HeldNote } from '../held/HeldNote.tsx';
import { createTakeBack, type Said } from '../held/take-back.ts';
import { Unsent } from '../held/Unsent.tsx';
import { Forecast } from '../lifecycle/Forecast.tsx';
import { sayWhom } from '../lifecycle/names.ts';
import { filePhotos, forecastSteps, reportPhotos, timelineEntries } from '../lifecycle/sentences.tsx';
import { sayOtherwise, sayTurn, toneOfTurn } from '../lifecycle/stages.ts';
import { type TicketStep, TicketSteps } from '../lifecycle/TicketSteps.tsx';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { NotRead } from '../shell/NotRead.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';
import { Answered } from './Answered.tsx';
import { AppointmentCards } from './AppointmentCards.tsx';
import { Leading } from './Leading.tsx';
import { sayDwelling, sayFlat } from './place.ts';
import { type Ticket, useTicket } from './queries.ts';
import { TicketActs } from './TicketActs.tsx';

/** A report's page: where it stands, who has the ball, what can be done, how it came, and what was reported. */
export function TicketStatus(props: { id: Accessor<string | null> }): JSX.Element {
  const ticket = useTicket(props.id);
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={ticket.data}>
        {(data) => <Status ticket={data()} onDone={async () => void (await ticket.refetch())} />}
      </Match>
      <Match when={ticket.error}>
        {(error) => (
          <NotRead
            page
            error={error()}
            onAgain={() => void ticket.refetch()}
            elsewhere={{ href: '/meine', label: m.portal_home() }}
          />
        )}
      </Match>
    </Switch>
  );
}

/** Which of the four steps a report has come to. */
function stepOf(ticket: Ticket): TicketStep {
  if (['confirming', 'acceptance', 'closed'].includes(ticket.phase)) return 'done';
  const running = ticket.orders.filter(({ phase }) => !['closed'].includes(phase));
  if (
    running.some(({ appointments }) => appointments.some(({ status }) => status !== 'open' && status !== 'cancelled'))
  )
    return 'appointment';
  if (running.some(({ phase }) => phase === 'running')) return 'appointment';
  return running.length > 0 ? 'ordered' : 'reported';
}

function Status(props: { ticket: Ticket; onDone: () => Promise<void> }): JSX.Element {
  const place = () => {
    const { property, unit, place: kind } = props.ticket;
    const stated = props.ticket.reporter?.statedPlace ?? '';
    return [property.street, unit ? sayFlat(unit.number ?? '') : kind === 'common' ? m.portal_common() : stated]
      .filter(Boolean)
      .join(', ');
  };
  const ended = () => props.ticket.phase === 'closed' && props.ticket.outcome !== 'done';
  const [before, setBefore] = createSignal<readonly Said[]>();
  const takeBack = createTakeBack({
    ask: (commandId) => api.tickets.takeBack.mutate({ ticketId: props.ticket.id, commandId }),
    onTakenBack: setBefore,
    onDone: () => props.onDone(),
  });
  return (
    <>
      <PageTitle
        above={`${props.ticket.number} · ${place()}`}
        title={props.ticket.title || props.ticket.kind.label[locale()]}
        below={
          <Show when={!ended()} fallback={<Pill tone="neutral">{sayWord('outcome', props.ticket.outcome)}</Pill>}>
            <TicketSteps at={stepOf(props.ticket)} />
          </Show>
        }
      />
      <div class="flex flex-col gap-3.5">
        {/* A firm that was asked sees its own turn only: when it has answered, there is none. */}
        <Show
          when={
            props.ticket.audience !== 'involved' || props.ticket.phase === 'closed' || props.ticket.waiting.length > 0
          }
        >
          <Ball ticket={props.ticket} />
        </Show>
        <Show when={props.ticket.leading}>{(leading) => <Leading leading={leading()} />}</Show>
        <Show when={props.ticket.audience === 'follower'}>
          <p class="text-muted">{m.portal_following()}</p>
        </Show>
        <AppointmentCards ticket={props.ticket} onDone={props.onDone} />
        <Show when={props.ticket.held}>
          {(held) => (
            <HeldNote
              held={held()}
              said={m.held_answer()}
              takingBack={takeBack.busy()}
              onTakeBack={() => void takeBack.run(held().commandId)}
              onSendNow={() => api.tickets.sendNow.mutate({ ticketId: props.ticket.id, commandId: held().commandId })}
              onDone={props.onDone}
            />
          )}
        </Show>
        <Unsent code={props.ticket.unsent} />
        {/* A colleague may have answered: what is half written here stays. */}
        <div classList={{ contents: !props.ticket.held, hidden: !!props.ticket.held }} inert={!!props.ticket.held}>
          <TicketActs ticket={props.ticket} before={before()} onDone={props.onDone} />
        </div>
      </div>
      <Timeline class="mt-7" entries={timelineEntries(props.ticket.timeline, 'you').reverse()} />
      <Forecast class="mt-7" steps={forecastSteps(props.ticket.forecast, 'you')} />
      <Reported ticket={props.ticket} place={place()} />
    </>
  );
}

/** Who has the ball, in the words of whoever reads. */
function Ball(props: { ticket: Ticket }): JSX.Element {
  const company = useCompany();
  const ball = () => props.ticket.waiting.find(({ on }) => on.you) ?? props.ticket.waiting[0];
  const say = () => ({ locale: locale(), now: now() });
  const running = () => props.ticket.orders.filter(({ phase }) => phase === 'running');
  const contractor = () => running()[0]?.contractor;
  const visits = () => [
    ...props.ticket.visits,
    ...(props.ticket.audience === 'reporter' ? running().flatMap(({ appointments }) => appointments) : []),
  ];
  const isComing = (stage: string) => coming() !== undefined && (stage === 'perform' || stage === 'visit');
  /** Who offered the dates that wait for an answer: one of the management, or the firm. */
  const offerer = () => props.ticket.visits.find(({ id }) => id === ball()?.key)?.visitor ?? contractor();
  const coming = () =>
    visits().find(({ status, picked }) => status === 'agreed' && Date.parse(picked?.ends ?? '') > now())?.picked;
  // The answer is late, but as long as the dates stand one of them can be agreed to.
  const stillOffered = () =>
    visits().some(
      ({ status, slots }) => status === 'proposed' && slots.some(({ starts }) => Date.parse(starts) > now()),
    );
  return (
    <Switch
      fallback={
        <WaitingPanel
          tone="others"
          name={company.data?.name ?? ''}
          headline={m.portal_received()}
          then={m.portal_received_then()}
        />
      }
    >
      <Match when={props.ticket.phase === 'closed'}>
        <WaitingPanel
          tone="done"
          label={sayWord('outcome', props.ticket.outcome)}
          headline={
            props.ticket.outcome === 'done'
              ? m.portal_closed_done()
              : props.ticket.outcome === 'rejected'
                ? m.portal_closed_rejected()
                : props.ticket.outcome === 'merged'
                  ? m.portal_closed_merged()
                  : m.portal_closed_other()
          }
          then={
            <Show when={props.ticket.closedAt}>{(at) => m.portal_closed_at({ moment: sayMoment(at(), say()) })}</Show>
          }
        />
      </Match>
      <Match when={ball()}>
        {(turn) => (
          <WaitingPanel
            tone={toneOfTurn(turn(), 'you')}
            {...(turn().on.you && { viewer: 'you' as const })}
            name={turn().on.us ? (company.data?.name ?? m.lifecycle_whom_management()) : sayWhom(turn().on, 'you')}
            headline={
              isComing(turn().stage)
                ? m.portal_visit({ date: sayRange(coming()?.starts ?? '', coming()?.ends ?? '', say()) })
                : sayTurn(turn(), 'you')
            }
            then={
              isComing(turn().stage) ? (
                turn().stage === 'visit' ? (
                  m.visit_then()
                ) : (
                  m.portal_visit_then()
                )
              ) : !turn().on.you && stillOffered() ? (
                m.portal_still_offered()
              ) : turn().on.you ? (
                <>
                  <Show when={turn().stage === 'pick'}>
                    {offerer() ? m.portal_pick_by({ name: offerer() ?? '' }) : ''}{' '}
                    {m.portal_answer_by({ due: sayDue(turn().until, say()) }).replace('..', '.')}{' '}
                  </Show>
                  {sayOtherwise(turn().stage)}
                </>
              ) : undefined
            }
          />
        )}
      </Match>
    </Switch>
  );
}

/** What was reported, as it was written. */
function Reported(props: { ticket: Ticket; place: string }): JSX.Element {
  const facts = (): Fact[] => {
    const { ticket } = props;
    const { property, unit } = ticket;
    const found: Fact[] = [
      {
        term: m.portal_fact_where(),
        value: [
          property.street,
          unit
            ? sayDwelling(unit.number, unit.floor, unit.position)
            : ticket.place === 'common'
              ? m.portal_common()
              : ticket.reporter?.statedPlace,
          `${property.postalCode} ${property.city}`,
        ]
          .filter(Boolean)
          .join('\n'),
      },
    ];
    found.push({ term: m.portal_fact_kind(), value: ticket.kind.label[locale()] });
    const answers = ticket.answers.map(({ question, answer }) => ({
      question: question[locale()],
      answer: answer[locale()],
    }));
    if (answers.length > 0) found.push({ term: m.portal_fact_answers(), value: <Answered answers={answers} /> });
    if (ticket.description) found.push({ term: m.portal_fact_description(), value: ticket.description });
    if (ticket.accessWishes) found.push({ term: m.portal_fact_access(), value: ticket.accessWishes });
    if (ticket.urgency !== 'normal')
      found.push({
        term: m.portal_fact_urgency(),
        value: (
          <Pill tone={urgencyTone(ticket.urgency)} dot>
            {sayWord('urgency', ticket.urgency)}
          </Pill>
        ),
      });
    for (const order of ticket.orders.filter(({ contractor, phase }) => contractor && phase !== 'offered')) {
      found.push({
        term: m.portal_fact_contractor(),
        value: (
          <>
            {order.contractor}
            <Show when={order.contractorPhone && order.phase === 'running' && order.contractorPhone}>
              {(phone) => (
                <>
                  {'\n'}
                  <a href={`tel:${phone().replace(/[^+\d]/g, '')}`}>{phone()}</a>
                </>
              )}
            </Show>
          </>
        ),
      });
    }
    return found;
  };
  return (
    <section class="mt-7">
      <h2 class="mb-2.5 text-xs font-semibold text-muted">
        {props.ticket.audience === 'reporter' ? m.portal_reported() : m.portal_reported_by_others()}
      </h2>
      <Facts facts={facts()} />
      <PhotoGrid
        class="mt-3"
        size="wide"
        photos={[...reportPhotos(props.ticket.timeline), ...filePhotos(props.ticket.photos)]}
      />
      <Show when={props.ticket.reporter && !props.ticket.reporter.confirmed}>
        <p class="mt-3 text-base text-muted">{m.portal_unconfirmed()}</p>
      </Show>
    </section>
  );
}
