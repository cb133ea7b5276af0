import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fullName } from '../../../domain/person/person.ts';
import { type Answers, api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { ThingPage } from '../shell/ThingPage.tsx';
import { FirmVacations } from '../team/FirmVacations.tsx';
import { sayTrade } from '../ticket/trades.ts';
import { useAttempt } from './attempt.ts';
import { Card, LinkLines } from './Card.tsx';
import { ContractorDialog } from './ContractorDialog.tsx';
import { useContractorPage } from './queries.ts';
import { sayChannel } from './words.ts';

type Firm = Answers['contractors']['get'];

/** Everything about one firm or caretaker: what they do and where, what they work on, who asks them first. */
export default function ContractorPage(): JSX.Element {
  const params = useParams();
  const page = useContractorPage(() => params.id ?? '');
  return (
    <ThingPage query={page} failed={m.people_failed_one()} elsewhere={{ href: '/personen', label: m.people_title() }}>
      {(firm) => <Page firm={firm()} />}
    </ThingPage>
  );
}

function Page(props: { firm: Firm }): JSX.Element {
  const navigate = useNavigate();
  const [editing, setEditing] = createSignal(false);
  const one = () => ({ id: props.firm.id, revision: props.firm.revision });
  const attempt = useAttempt();
  const remove = async () => {
    if (await attempt(() => api.contractors.remove.mutate(one()), m.people_removed()))
      navigate('/personen', { replace: true });
  };
  const activate = (active: boolean) =>
    attempt(
      () => api.contractors.activate.mutate({ ...one(), active }),
      active ? m.people_resumed_done() : m.people_contractor_ended_done(),
    );
  const facts = () => {
    const { firm } = props;
    const { person } = firm;
    return [
      { term: m.people_trades(), value: firm.trades.map(sayTrade).join(', ') },
      {
        term: m.people_districts_short(),
        value: firm.districts.length > 0 ? firm.districts.join(', ') : m.people_districts_everywhere(),
      },
      { term: m.people_channel_short(), value: sayChannel(person.channel) },
      { term: m.people_email(), value: person.email },
      { term: m.people_phone(), value: [person.phone, person.mobile].filter(Boolean).join('\n') },
      { term: m.people_fax(), value: person.fax },
      { term: m.people_address(), value: person.street && `${person.street}\n${person.postalCode} ${person.city}` },
      { term: m.people_note(), value: firm.note },
    ].filter(({ value }) => value);
  };
  return (
    <>
      <A href="/personen?rolle=contractor" class="text-accent underline-offset-3 hover:underline">
        {m.people_role_contractor()}
      </A>
      <div class="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{fullName(props.firm.person)}</h1>
          <p class="mt-1 flex flex-wrap items-center gap-1.5 text-muted">
            <Pill tone="neutral">{props.firm.internal ? m.people_internal_short() : m.people_external_short()}</Pill>
            <Show when={!props.firm.active}>
              <Pill tone="late">{m.people_contractor_ended()}</Pill>
            </Show>
            <Show when={props.firm.hasAccount}>
              <Pill tone="neutral">{m.people_has_account()}</Pill>
            </Show>
            <A href={`/personen/${props.firm.personId}`} class="text-accent underline-offset-3 hover:underline">
              {m.people_to_person()}
            </A>
          </p>
        </div>
        <Show when={props.firm.mayKeep}>
          <div class="flex flex-wrap gap-2">
            <Button onClick={() => setEditing(true)}>{m.people_edit()}</Button>
            <Menu
              items={[
                props.firm.active
                  ? { label: m.people_contractor_end(), onSelect: () => void activate(false) }
                  : { label: m.people_contractor_resume(), onSelect: () => void activate(true) },
                { label: m.people_remove(), icon: 'trash', danger: true, onSelect: () => void remove() },
              ]}
            />
          </div>
        </Show>
      </div>
      <div class="mt-6 grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-8 gap-y-7 max-md:grid-cols-1">
        <Card
          title={m.people_orders()}
          detail={m.people_orders_count({ open: props.firm.openOrders, done: props.firm.doneOrders })}
        >
          <LinkLines
            rows={props.firm.orders}
            none={m.people_orders_none()}
            href={(order) => `/vorgaenge/${order.ticketId}`}
          >
            {(order) => (
              <>
                <span class="block truncate font-semibold">{order.title}</span>
                <span class="text-sm text-muted">
                  {order.number} · {order.property}
                  <Show when={order.dueAt}>
                    {(due) => (
                      <>
                        {' '}
                        · <When iso={due()} as="due" />
                      </>
                    )}
                  </Show>
                </span>
              </>
            )}
          </LinkLines>
        </Card>
        <div class="grid content-start gap-7">
          <Card title={m.people_facts()}>
            <Facts facts={facts()} />
          </Card>
          <FirmVacations firmId={props.firm.id} mayChange={props.firm.mayKeep} />
          <Card title={m.people_preferred_by()}>
            <LinkLines
              rows={props.firm.preferredBy}
              none={m.people_preferred_none()}
              href={(wish) => `/objekte/${wish.propertyId}`}
            >
              {(wish) => (
                <>
                  <span class="font-semibold">{wish.property}</span>
                  <span class="text-sm text-muted"> · {sayTrade(wish.trade)}</span>
                </>
              )}
            </LinkLines>
          </Card>
        </div>
      </div>
      <Show when={editing()}>
        <ContractorDialog known={props.firm} onClose={() => setEditing(false)} />
      </Show>
    </>
  );
}
