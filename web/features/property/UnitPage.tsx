import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import {
  leaseGaps,
  type Ownership,
  ownershipProblems,
  type Tenancy,
  tenancyProblems,
} from '../../../domain/occupancy/occupancy.ts';
import { refuses } from '../../../domain/problem.ts';
import { api } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { useAttempt } from '../people/attempt.ts';
import { Card, LinkLines, lineClass, listClass, Nothing } from '../people/Card.tsx';
import { berlinToday, sayPeriod, sayPeriodRole } from '../people/words.ts';
import { ThingPage } from '../shell/ThingPage.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';
import { PeriodDialog } from './PeriodDialog.tsx';
import { useUnitPage } from './queries.ts';
import { SaleDialog } from './SaleDialog.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { useUndo } from './undo.ts';
import { sayCount, sayDoubt, sayFloor, sayUsage, type UnitPageData } from './words.ts';

type Period = UnitPageData['periods'][number];

/** Everything about one unit: who lived there and owned it when, and what was reported. */
export default function UnitPage(): JSX.Element {
  const params = useParams();
  const page = useUnitPage(() => params.id ?? '');
  return (
    <ThingPage
      query={page}
      failed={m.property_failed_one()}
      elsewhere={{ href: '/objekte', label: m.property_title() }}
    >
      {(unit) => <Page unit={unit()} />}
    </ThingPage>
  );
}

/** What is doubtful or wrong about who lives there and owns it, as sentences. */
function doubtsOf(unit: UnitPageData): string[] {
  const rows = unit.periods.map((row) => ({ ...row, unitId: unit.id, personId: row.person.id }));
  const tenancies = rows.flatMap((row) =>
    row.kind === 'tenancy' ? [{ ...row, leaseId: row.leaseId ?? row.id } as Tenancy] : [],
  );
  const ownerships = rows.flatMap((row) => (row.kind === 'ownership' ? [row as Ownership] : []));
  const found = [...tenancyProblems(tenancies), ...leaseGaps(tenancies), ...ownershipProblems(ownerships)];
  return [
    ...new Set(
      found.flatMap((each) =>
        refuses(each) ? sayRefusal({ code: each.code, details: each.details }) : (sayDoubt(each) ?? []),
      ),
    ),
  ];
}

function Page(props: { unit: UnitPageData }): JSX.Element {
  const undo = useUndo();
  const navigate = useNavigate();
  const [open, setOpen] = createSignal<'edit' | 'handOver' | 'sale'>();
  const [correcting, setCorrecting] = createSignal<Period>();
  const today = () => berlinToday(now());
  const weg = () => props.unit.property.managementType === 'weg';
  const owned = () => props.unit.periods.some(({ kind }) => kind === 'ownership');
  const one = () => ({ id: props.unit.id, revision: props.unit.revision });
  const attempt = useAttempt();
  const remove = async () => {
    const { id } = props.unit.property;
    if (await attempt(() => api.units.remove.mutate(one()), m.property_removed()))
      navigate(`/objekte/${id}`, { replace: true });
  };
  const activate = (active: boolean) =>
    attempt(
      () => api.units.activate.mutate({ ...one(), active }),
      active ? m.property_unit_resumed_done() : m.property_unit_ended_done(),
    );
  const facts = () => {
    const { unit } = props;
    return [
      { term: m.property_usage(), value: sayUsage(unit.usage) },
      { term: m.property_unit_place(), value: [sayFloor(unit.floor), unit.position].filter(Boolean).join(' ') },
      { term: m.property_unit_staircase(), value: unit.staircase },
      {
        term: m.property_unit_area_short(),
        value: unit.area ? m.property_unit_area_said({ area: sayCount(unit.area) }) : '',
      },
      { term: m.property_unit_rooms(), value: unit.rooms ? sayCount(unit.rooms) : '' },
      {
        term: m.property_unit_share_short(),
        value:
          unit.shareNumerator && unit.property.shareDenominator
            ? `${sayCount(unit.shareNumerator)}/${sayCount(unit.property.shareDenominator)}`
            : '',
      },
    ].filter(({ value }) => value);
  };
  const vacant = () =>
    !props.unit.periods.some(
      ({ kind, from, until }) => kind === 'tenancy' && from <= today() && (until === null || until >= today()),
    );
  return (
    <>
      <A href={`/objekte/${props.unit.property.id}`} class="text-accent underline-offset-3 hover:underline">
        {props.unit.property.name}
      </A>
      <div class="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">
            {props.unit.building.street}, {props.unit.number}
          </h1>
          <p class="mt-1 flex flex-wrap items-center gap-1.5 text-muted">
            <Show when={!props.unit.active}>
              <Pill tone="neutral">{m.property_unit_ended()}</Pill>
            </Show>
            <Show when={props.unit.active && vacant()}>
              <Pill tone="neutral">{m.property_vacant()}</Pill>
            </Show>
            <span>{props.unit.property.city}</span>
          </p>
        </div>
        <Show when={props.unit.mayKeep}>
          <div class="flex flex-wrap gap-2">
            <Button look="filled" onClick={() => setOpen('handOver')}>
              {vacant() ? m.property_handover_in() : m.property_handover()}
            </Button>
            <Show when={weg()}>
              <Button onClick={() => setOpen('sale')}>{owned() ? m.property_sale() : m.property_first_owner()}</Button>
            </Show>
            <Menu
              items={[
                { label: m.property_unit_edit(), onSelect: () => setOpen('edit') },
                props.unit.active
                  ? { label: m.property_unit_end(), onSelect: () => void activate(false) }
                  : { label: m.property_unit_resume(), onSelect: () => void activate(true) },
                { label: m.property_remove(), icon: 'trash', danger: true, onSelect: () => void remove() },
              ]}
            />
          </div>
        </Show>
      </div>
      <For each={doubtsOf(props.unit)}>
        {(doubt) => <p class="mt-4 rounded-xl bg-us-soft px-4 py-3 text-us">{doubt}</p>}
      </For>
      <div class="mt-6 grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-8 gap-y-7 max-md:grid-cols-1">
        <div class="grid content-start gap-7">
          <Card
            title={m.property_periods()}
            actions={
              props.unit.mayKeep && props.unit.undo ? (
                <Button look="quiet" icon="undo" onClick={() => void undo(props.unit.id, props.unit.undo?.id ?? '')}>
                  {props.unit.undo.kind === 'sale' ? m.property_undo_sale() : m.property_undo_handover()}
                </Button>
              ) : undefined
            }
          >
            <Show
              when={props.unit.periods.length > 0}
              fallback={<Nothing>{weg() ? m.property_periods_none_weg() : m.property_periods_none()}</Nothing>}
            >
              <ol class={listClass}>
                <For each={props.unit.periods}>
                  {(period) => {
                    const over = () => period.until !== null && period.until < today();
                    const ahead = () => period.from > today();
                    return (
                      <li class={`${lineClass} flex items-center gap-3`}>
                        <span
                          aria-hidden="true"
                          class={`size-2 shrink-0 rounded-full ${over() ? 'bg-line-strong' : ahead() ? 'bg-others' : 'bg-done'}`}
                        />
                        <span class="min-w-0 flex-1">
                          <A
                            href={`/personen/${period.person.id}`}
                            class={`font-semibold underline-offset-3 hover:underline ${over() ? 'text-muted' : 'text-ink'}`}
                          >
                            {period.person.name}
                          </A>
                          <span class="block text-sm text-muted">
                            {sayPeriodRole(period.role)}
                            <Show when={period.share}>
                              {(share) =>
                                share().numerator === share().denominator
                                  ? ''
                                  : ` ${share().numerator}/${share().denominator}`
                              }
                            </Show>
                            , {sayPeriod(period, today())}
                          </span>
                        </span>
                        <Show when={ahead()}>
                          <Pill tone="others">{m.property_planned()}</Pill>
                        </Show>
                        <Show when={props.unit.mayKeep}>
                          <IconButton
                            icon="gear"
                            label={m.property_period_correct({ name: period.person.name })}
                            onClick={() => setCorrecting(period)}
                          />
                        </Show>
                      </li>
                    );
                  }}
                </For>
              </ol>
            </Show>
          </Card>
          <Card title={m.property_tickets()} detail={m.property_ticket_count({ count: props.unit.ticketCount })}>
            <LinkLines
              rows={props.unit.tickets}
              none={m.property_unit_tickets_none()}
              href={(ticket) => `/vorgaenge/${ticket.id}`}
            >
              {(ticket) => (
                <>
                  <span class="block truncate font-semibold">{ticket.title}</span>
                  <span class="text-sm text-muted">
                    {ticket.number} · <When iso={ticket.reportedAt} as="day" />
                    <Show when={ticket.closedAt}> · {m.people_closed()}</Show>
                  </span>
                </>
              )}
            </LinkLines>
          </Card>
        </div>
        <Card title={m.property_facts()}>
          <Facts facts={facts()} />
          <Show when={props.unit.property.landlord}>
            {(landlord) => (
              <p class="mt-3 text-muted">
                {m.property_landlord()}:{' '}
                <A href={`/personen/${landlord().id}`} class="text-accent underline-offset-3 hover:underline">
                  {landlord().name}
                </A>
              </p>
            )}
          </Show>
        </Card>
      </div>
      <Show when={open() === 'edit'}>
        <UnitDialog
          buildingId={props.unit.building.id}
          whole={weg() ? props.unit.property.shareDenominator : null}
          known={props.unit}
          onClose={() => setOpen(undefined)}
        />
      </Show>
      <Show when={open() === 'handOver'}>
        <HandOverDialog unit={props.unit} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={open() === 'sale'}>
        <SaleDialog unit={props.unit} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={correcting()} keyed>
        {(period) => <PeriodDialog unit={props.unit} period={period} onClose={() => setCorrecting(undefined)} />}
      </Show>
    </>
  );
}
