import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { shareProblems } from '../../../domain/property/shares.ts';
import { api, fileAddress } from '../../api.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Money } from '../../ui/Money.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { addressOf } from '../desk/address.ts';
import { useAttempt } from '../people/attempt.ts';
import { Card, LinkLines, lineClass, lineLinkClass, listClass, Nothing } from '../people/Card.tsx';
import { berlinToday, sayPeriod } from '../people/words.ts';
import { ThingPage } from '../shell/ThingPage.tsx';
import { sayTrade } from '../ticket/trades.ts';
import { BoardDialog } from './BoardDialog.tsx';
import { BuildingDialog } from './BuildingDialog.tsx';
import { BuildingUnits } from './BuildingUnits.tsx';
import { PreferredDialog } from './PreferredDialog.tsx';
import { PropertyDialog } from './PropertyDialog.tsx';
import { usePropertyPage } from './queries.ts';
import { type PropertyPageData, reportAddressOf, sayCount, sayDoubt, sayPrinciple, sayType } from './words.ts';

/** Everything about one property: its buildings and units, who decides there, what is open. */
export default function PropertyPage(): JSX.Element {
  const params = useParams();
  const page = usePropertyPage(() => params.id ?? '');
  return (
    <ThingPage
      query={page}
      failed={m.property_failed_one()}
      elsewhere={{ href: '/objekte', label: m.property_title() }}
      class="max-w-300"
    >
      {(property) => <Page property={property()} />}
    </ThingPage>
  );
}

function Page(props: { property: PropertyPageData }): JSX.Element {
  const navigate = useNavigate();
  const [open, setOpen] = createSignal<'edit' | 'building' | 'board' | 'preferred'>();
  const today = () => berlinToday(now());
  const weg = () => props.property.managementType === 'weg';
  const one = () => ({ id: props.property.id, revision: props.property.revision });
  const units = () => props.property.buildings.flatMap((building) => building.units).filter(({ active }) => active);
  const shares = () => units().map(({ shareNumerator }) => shareNumerator);
  const doubts = () =>
    weg() && props.property.shareDenominator && units().length > 0
      ? shareProblems(props.property.shareDenominator, shares()).flatMap((each) => sayDoubt(each) ?? [])
      : [];
  const attempt = useAttempt();
  const remove = async () => {
    if (await attempt(() => api.properties.remove.mutate(one()), m.property_removed()))
      navigate('/objekte', { replace: true });
  };
  const activate = (active: boolean) =>
    attempt(
      () => api.properties.activate.mutate({ ...one(), active }),
      active ? m.property_resumed_done() : m.property_ended_done(),
    );
  const facts = () => {
    const { property } = props;
    const rules = property.communityRules;
    return [
      { term: m.property_number(), value: property.number },
      {
        term: m.property_address(),
        value: `${property.street}\n${property.postalCode} ${property.city}`,
      },
      ...(property.landlord
        ? [
            {
              term: m.property_landlord(),
              value: <A href={`/personen/${property.landlord.id}`}>{property.landlord.name}</A>,
            },
          ]
        : []),
      { term: m.property_limit_short(), value: <Money cents={property.approvalLimitCents} /> },
      {
        term: m.property_report_link(),
        value: (
          <>
            <A href={`/melden/${encodeURIComponent(property.reportCode)}`} class="break-all">
              {reportAddressOf(property)}
            </A>
            <br />
            <A href={`/objekte/${property.id}/aushang`}>{m.property_poster()}</A>
          </>
        ),
      },
      ...(weg()
        ? [
            {
              term: m.property_shares(),
              value: m.property_shares_sum({
                sum: sayCount(shares().reduce<number>((sum, each) => sum + (each ?? 0), 0)),
                whole: sayCount(property.shareDenominator ?? 0),
              }),
            },
            {
              term: m.property_votes(),
              value: [
                sayPrinciple(rules.votingPrinciple),
                rules.quorumPercent && m.property_quorum_said({ percent: rules.quorumPercent }),
                rules.proxiesMost && m.property_proxies_said({ count: rules.proxiesMost }),
                rules.note,
              ]
                .filter(Boolean)
                .join('\n'),
            },
          ]
        : []),
    ];
  };
  return (
    <>
      <A href="/objekte" class="text-accent underline-offset-3 hover:underline">
        {m.property_title()}
      </A>
      <div class="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 class="text-xl font-bold tracking-[-0.012em]">{props.property.name}</h1>
          <p class="mt-1 flex flex-wrap items-center gap-1.5 text-muted">
            <Pill tone="neutral">{sayType(props.property.managementType)}</Pill>
            <Show when={!props.property.active}>
              <Pill tone="late">{m.property_ended()}</Pill>
            </Show>
            <span>{m.property_unit_count({ count: units().length })}</span>
          </p>
        </div>
        <Show when={props.property.mayKeep}>
          <div class="flex flex-wrap gap-2">
            <Button onClick={() => setOpen('edit')}>{m.property_edit_short()}</Button>
            <Menu
              items={[
                {
                  label: m.invitations_of_person(),
                  icon: 'send',
                  onSelect: () => navigate(`/einladungen/neu?objekt=${props.property.id}`),
                },
                props.property.active
                  ? { label: m.property_end(), onSelect: () => void activate(false) }
                  : { label: m.property_resume(), onSelect: () => void activate(true) },
                { label: m.property_remove(), icon: 'trash', danger: true, onSelect: () => void remove() },
              ]}
            />
          </div>
        </Show>
      </div>
      <For each={doubts()}>{(doubt) => <p class="mt-4 rounded-xl bg-us-soft px-4 py-3 text-us">{doubt}</p>}</For>
      <div class="mt-6 grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] gap-x-8 gap-y-7 max-lg:grid-cols-1">
        <div class="grid content-start gap-7">
          <For each={props.property.buildings} fallback={<Nothing>{m.property_buildings_none()}</Nothing>}>
            {(building) => <BuildingUnits property={props.property} building={building} />}
          </For>
          <Show when={props.property.mayKeep}>
            <div>
              <Button icon="plus" onClick={() => setOpen('building')}>
                {m.property_building_new()}
              </Button>
            </div>
          </Show>
        </div>
        <div class="grid content-start gap-7">
          <Card title={m.property_facts()}>
            <Facts facts={facts()} />
          </Card>
          <Show when={weg()}>
            <Card
              title={m.property_board()}
              actions={
                props.property.mayKeep ? (
                  <Button look="quiet" onClick={() => setOpen('board')}>
                    {m.property_change()}
                  </Button>
                ) : undefined
              }
            >
              <Show when={props.property.board.length > 0} fallback={<Nothing>{m.property_board_none()}</Nothing>}>
                <ul class={listClass}>
                  <For each={props.property.board}>
                    {(member) => (
                      <li class={`${lineClass} ${member.until && member.until < today() ? 'text-muted' : ''}`}>
                        <A href={`/personen/${member.personId}`} class="font-semibold text-accent hover:underline">
                          {member.name}
                        </A>
                        <span class="block text-sm text-muted">
                          {sayPeriod(member, today())}
                          <Show when={!member.ownsUnit && !(member.until && member.until < today())}>
                            {' '}
                            · {m.property_board_owns_nothing()}
                          </Show>
                        </span>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
          </Show>
          <Card
            title={m.property_preferred()}
            actions={
              props.property.mayKeep ? (
                <Button look="quiet" onClick={() => setOpen('preferred')}>
                  {m.property_change()}
                </Button>
              ) : undefined
            }
          >
            <LinkLines
              rows={props.property.preferred}
              none={m.property_preferred_none()}
              href={(wish) => `/betriebe/${wish.contractorId}`}
            >
              {(wish) => (
                <>
                  <span class="font-semibold">{wish.name}</span>
                  <span class="text-sm text-muted">
                    {' '}
                    · {sayTrade(wish.trade)}
                    <Show when={!wish.active}> · {m.people_contractor_ended()}</Show>
                  </span>
                </>
              )}
            </LinkLines>
          </Card>
          <Card
            title={m.property_tickets()}
            detail={m.property_open_count({ count: props.property.openTickets })}
            actions={
              <ButtonLink look="quiet" href={addressOf({ tab: 'open', property: props.property.id })}>
                {m.property_all()}
              </ButtonLink>
            }
          >
            <LinkLines
              rows={props.property.tickets}
              none={m.property_tickets_none()}
              href={(ticket) => `/vorgaenge/${ticket.id}`}
            >
              {(ticket) => (
                <>
                  <span class="block truncate font-semibold">{ticket.title}</span>
                  <span class="block truncate text-sm text-muted">
                    {ticket.place}
                    <Show when={ticket.dueAt}>
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
          <Card title={m.property_files()}>
            <Show when={props.property.files.length > 0} fallback={<Nothing>{m.property_files_none()}</Nothing>}>
              <ul class={listClass}>
                <For each={props.property.files}>
                  {(file) => (
                    <li class="border-b border-line last:border-b-0">
                      <a href={fileAddress(file.id)} target="_blank" rel="noopener" class={lineLinkClass}>
                        <span class="block truncate font-semibold">{file.name}</span>
                        <span class="block truncate text-sm text-muted">
                          {file.ticketNumber} · <When iso={file.uploadedAt} as="day" />
                        </span>
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Card>
        </div>
      </div>
      <Show when={open() === 'edit'}>
        <PropertyDialog known={props.property} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={open() === 'building'}>
        <BuildingDialog propertyId={props.property.id} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={open() === 'board'}>
        <BoardDialog property={props.property} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={open() === 'preferred'}>
        <PreferredDialog property={props.property} onClose={() => setOpen(undefined)} />
      </Show>
    </>
  );
}
