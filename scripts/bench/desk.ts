import { deskPage } from '../../db/queries/desk.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { deskFilter } from '../../domain/desk/schema.ts';
import { presetRights } from '../../domain/roles.ts';
import { withClient } from '../services/postgres.ts';
import { type Figure, figure, median, percentile } from './figures.ts';
import type { Stage } from './stage.ts';
import { repeat, send } from './visitor.ts';

const REPETITIONS = 3;
const TICKETS = 100_000;
const PEOPLE = 30_000;
const REQUESTS = 500;
const AT_ONCE = 10;

/** The desk's first 50 of 100,000 tickets, our turn, most pressing first, beside Fastify, zod and pg with the same SQL. */
export async function deskFigures(stage: Stage, floorServer: string): Promise<Figure[]> {
  const product = () =>
    stage.manager.ask('desk.rows', { tab: 'ours', property: null, text: null, limit: 50, offset: 0 });
  const floor = async () => {
    const { status, text } = await send(`${floorServer}/desk?tab=ours&limit=50`, { method: 'GET' });
    if (status !== 200) throw new Error(`the floor's desk: ${status}`);
    return text;
  };
  const rows = (JSON.parse(await product()) as { result: { data: { rows: unknown[] } } }).result.data.rows;
  if (rows.length !== 50) throw new Error('the desk is not full');
  for (const ask of [product, floor]) await repeat(100, AT_ONCE, ask);
  const own: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    own.push(REQUESTS / (await repeat(REQUESTS, AT_ONCE, product)));
    bare.push(REQUESTS / (await repeat(REQUESTS, AT_ONCE, floor)));
  }
  const statements = (await deskStatements()).length;
  return [
    figure('desk: 50 of 100,000 tickets', median(own), 'requests/s', median(bare), { least: 0.55, times: true }),
    figure('desk: SQL statements, the session apart', statements, 'statements', 1, { most: 1 }),
  ];
}

/** Rare and frequent words, parts of words, names, numbers, several at once: as they are typed into Ctrl+K. */
const SEARCHES = [
  'hahn',
  'tropf',
  'nachname123',
  'nachname',
  'hauptstraße 17',
  'B-4711',
  'ba',
  'bad nachname77',
  'xyz',
];

/** Ctrl+K over 100,000 tickets and 30,000 people. */
export async function searchFigures(stage: Stage): Promise<Figure[]> {
  const times: number[] = [];
  for (let n = 0; n < 20 * SEARCHES.length; n += 1) {
    const began = performance.now();
    await stage.manager.ask('desk.search', { text: SEARCHES[n % SEARCHES.length], limit: 8 });
    times.push(performance.now() - began);
  }
  return [
    figure('search over 100,000 tickets and 30,000 people, p50', percentile(times, 0.5), 'ms', null),
    figure('search over 100,000 tickets and 30,000 people, p95', percentile(times, 0.95), 'ms', null, { most: 100 }),
  ];
}

/** The statements with which the product fills the desk, as it would send them. */
export async function deskStatements(): Promise<{ sql: string; params: readonly unknown[] }[]> {
  const sent: { sql: string; params: readonly unknown[] }[] = [];
  const recorder = {
    async query(sql: string, params: readonly unknown[] = []) {
      sent.push({ sql, params });
      return [];
    },
  } as unknown as Workspace;
  const rights = presetRights('manager', null);
  const endOfToday = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000).toISOString();
  const viewer = { personId: '00000000-0000-4000-8000-000000000000', rights };
  await deskPage(recorder, viewer, deskFilter.parse({ tab: 'ours' }), { endOfToday, limit: 50, offset: 0 });
  return sent;
}

/** A year of a company with 40,000 units: 300 properties, 30,000 people, 100,000 tickets, one in ten still open, a third of those our turn. */
export async function fillDesk(stage: Stage): Promise<void> {
  await withClient(stage.deskUrl, async (client) => {
    await client.query(`
      insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
        select 'B' || n, 'Anlage ' || n, 'weg', 'BW', 'Hauptstraße ' || n, '70176', 'Stuttgart', 'bench-' || n
        from generate_series(1, 300) n;
      insert into building (property_id, name, street)
        select p.id, h::text, p.street || ' Haus ' || h from property p, generate_series(1, 2) h where number like 'B%';
      insert into unit (building_id, number)
        select b.id, n::text from building b join property p on p.id = b.property_id, generate_series(1, 60) n
        where p.number like 'B%';
      insert into person (given_name, family_name, email)
        select 'Vorname' || n, 'Nachname' || n, 'p' || n || '@bench.invalid' from generate_series(1, ${PEOPLE}) n;
      create temporary table home as
        select row_number() over (order by u.id) - 1 as n, u.id as unit_id, b.id as building_id, b.property_id
        from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id
        where p.number like 'B%';
      create temporary table who as
        select row_number() over (order by id) - 1 as n, id from person where email like 'p%@bench.invalid';
      create unique index on home (n);
      create unique index on who (n);
      insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
          description, phase, outcome, waiting_on, waiting_for, waiting_since, due_at, policy_version, revision,
          command_id, reported_at, changed_at, closed_at)
        select gen_random_uuid(), 'B-' || s.n, h.property_id, h.building_id, h.unit_id, 'unit', w.id, 'water',
          case when s.n % 40 = 0 then 'urgent' else 'normal' end, 'Der Hahn im Bad tropft, Meldung ' || s.n,
          'Seit gestern Abend, es wird mehr. Bitte vorher anrufen.',
          case when open then 'received' else 'closed' end, case when open then null else 'done' end,
          case when not open then null when s.n / 10 % 3 = 0 then 'management' else 'contractor' end,
          case when not open then null when s.n / 10 % 3 = 0 then 'triage' else 'offer' end, at,
          case when open then at + interval '3 days' end, 1, 3, gen_random_uuid(), at, at,
          case when open then null else at + interval '5 days' end
        from (select n, n % 10 = 0 as open,
                now() - make_interval(secs => (n::bigint * 7919 % 31536000)) as at
              from generate_series(1, ${TICKETS}) n) s
        join home h on h.n = s.n % (select count(*) from home) join who w on w.n = s.n % ${PEOPLE}`);
    await client.query('vacuum analyze');
  });
}
