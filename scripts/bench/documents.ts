import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { withClient } from '../services/postgres.ts';
import { type Figure, figure, median, percentile } from './figures.ts';
import type { Stage } from './stage.ts';

const RECIPIENTS = 5_000;
const DOCUMENTS = 50_000;
/** As many connections as the product's own channel has. */
const LANES = 4;
const MINUTE = 60;
const ROUNDS = 3;

/**
 * A document to 5,000 recipients, from the press to the last mail, beside nodemailer alone on the same mail server: in
 * turn, so that neither has the quieter machine, and medians of it.
 */
export async function mailFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(RECIPIENTS);
  const property = await houseful(stage, many);
  const [pressed, minutes, floors]: [number[], number[], number[]] = [[], [], []];
  const sizes = { own: 0, bare: 0 };
  for (let n = 0; n < ROUNDS; n += 1) {
    await stage.quiet();
    const empty = stage.mailBytes();
    floors.push(many / ((await alone(stage, many)) / MINUTE));
    const half = stage.mailBytes();
    const told = await published(stage, property, many);
    sizes.bare = (half - empty) / many;
    sizes.own = (stage.mailBytes() - half) / many;
    pressed.push(told.pressed);
    minutes.push(told.minutes);
  }
  return [
    figure(`a document to ${many} recipients, the press`, median(pressed), 'ms', null),
    figure(
      `a document to ${many} recipients, beside nodemailer alone`,
      many / median(minutes),
      'mails/min',
      median(floors),
      { least: 0.7, times: true },
    ),
    figure('one of these mails', sizes.own, 'bytes', sizes.bare),
  ];
}

/** How long the press of a document to a property's owners takes, in ms, and all its mails, in minutes. */
async function published(stage: Stage, property: string, many: number): Promise<{ pressed: number; minutes: number }> {
  const id = randomUUID();
  const text = Array.from({ length: 12 }, (_, n) => `Absatz ${n}: ${'Die Heizung wird abgelesen. '.repeat(4)}`);
  await stage.manager.act('documents.save', {
    ...{ id, revision: 0, kind: 'circular', visibility: 'private', newcomers: true, validFrom: null, validUntil: null },
    addressees: [{ scope: 'property', id: property, roles: ['owners'] }],
    ...{ title: 'Ablesung der Heizung', source: text.join('\n\n'), files: [] },
  });
  await stage.quiet();
  const began = performance.now();
  await stage.manager.act('documents.publish', { id, version: 1, revision: 1, tell: true });
  const pressed = performance.now() - began;
  for (let waiting = many; waiting > 0; await sleep(200)) {
    const [row] = await stage.workspace.query<{ waiting: number; sent: number }>(
      `select count(*) filter (where state in ('open', 'claimed'))::int as waiting,
         count(*) filter (where state = 'sent')::int as sent from message where subject_id = $1`,
      [id],
    );
    waiting = row?.waiting ?? 0;
    if (waiting === 0 && row?.sent !== many) throw new Error('a mail was lost');
  }
  return { pressed, minutes: (performance.now() - began) / 1_000 / MINUTE };
}

/** Seconds that nodemailer takes for as many mails of about the same size over as many connections. */
async function alone({ mailUrl }: Stage, many: number): Promise<number> {
  const transport = createTransport({ url: mailUrl, pool: true, maxConnections: LANES });
  const words = 'Die Heizung wird abgelesen. '.repeat(50);
  const html = `<html><body>${'<p style="margin:0 0 12px;font-size:16px;line-height:24px">'.repeat(184)}${words}</body></html>`;
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < many) {
      next += 1;
      await transport.sendMail({
        ...{
          from: 'bench@procsm.invalid',
          to: `e${next}@bench.invalid`,
          subject: 'Rundschreiben – Ablesung der Heizung',
        },
        ...{ text: words, html, textEncoding: 'quoted-printable' as const },
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  transport.close();
  return (performance.now() - began) / 1_000;
}

async function houseful({ workspace, deskUrl }: Stage, many: number): Promise<string> {
  const [row] = await workspace.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('901', 'WEG Parkstadt', 'weg', 'BW', 'Parkstraße 1', '70176', 'Stuttgart', 'parkstadt') returning id`,
  );
  await workspace.query(
    `with b as (insert into building (property_id, name, street) values ($1, '1', 'Parkstraße 1') returning id),
     u as (insert into unit (building_id, number) select b.id, n::text from b, generate_series(1, $2::int) n returning id, number),
     p as (
       insert into person (given_name, family_name, email)
       select 'Max', 'Parkmann ' || n, 'e' || n || '@bench.invalid' from generate_series(1, $2::int) n returning id, email
     )
     insert into ownership (unit_id, person_id, valid_from)
     select u.id, p.id, '2020-01-01' from u join p on p.email = 'e' || u.number || '@bench.invalid'`,
    [row?.id, many],
  );
  // As PostgreSQL does by itself within a minute after so many rows have come.
  await withClient(deskUrl, (client) => client.query('analyze building, unit, person, ownership'));
  return row?.id ?? '';
}

/** Rare and frequent words, parts of words, two at once, and what is nowhere. */
const SEARCHES = [
  'schaden',
  'wasserschaden',
  'heiz',
  'mueller',
  'Prüfung',
  'keller ablesung',
  'D-2026',
  'kamindach',
  'xyz',
];

/** Full text over 50,000 documents of some 250 words each: at the office's list, and at a resident's. */
export async function documentSearchFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(DOCUMENTS);
  await fill(stage, many);
  const measured = async (ask: (text: string) => Promise<unknown>) => {
    const times: number[] = [];
    for (let n = 0; n < 20 * SEARCHES.length; n += 1) {
      const began = performance.now();
      await ask(SEARCHES[n % SEARCHES.length] as string);
      times.push(performance.now() - began);
    }
    return times;
  };
  const office = await measured((text) => stage.manager.ask('documents.list', { text }));
  const home = await measured((text) => stage.resident.ask('documents.mine', { text }));
  return [
    figure(`full text over ${many} documents, the office, p50`, percentile(office, 0.5), 'ms', null),
    figure(`full text over ${many} documents, the office, p95`, percentile(office, 0.95), 'ms', null, { most: 150 }),
    figure(`full text over ${many} documents, a resident, p95`, percentile(home, 0.95), 'ms', null, { most: 150 }),
  ];
}

/** Documents are written so many at a time, and share so many texts: making each its own would take longer than the measuring. */
const CHUNK = 10_000;
const TEXTS = 2_500;

/** Documents of words made of parts, as German makes them; one in a hundred is for the resident's house. */
function fill(stage: Stage, many: number): Promise<void> {
  const { deskUrl, given, say } = stage;
  return withClient(deskUrl, async (client) => {
    await client.query(
      `create temporary table word as
       select row_number() over () as n, a || b as w
       from unnest(string_to_array('wasser,heiz,dach,keller,fenster,kosten,haus,miet,strom,garten,licht,rohr,tür,lüftung,kamin,brand,schutz,müll,treppen,boden', ',')) a,
         unnest(string_to_array(',schaden,ablesung,prüfung,kosten,plan,bericht,ordnung,anlage,raum,wartung,dach,reinigung,vertrag,protokoll,müller,beschluss,rechnung,meldung,termin', ',')) b;
       create temporary table said as
       select t as n, distinct_words(string_agg(w.w || case when random() < 0.02 then floor(random() * 5000)::text else '' end, ' ')) as words
       from (select t, 1 + floor(random() * 400)::int as k from generate_series(0, ${TEXTS - 1}) t, generate_series(1, 250)) k
         join word w on w.n = k.k group by t;
       create unique index on said (n)`,
    );
    const [{ rows: others }, { rows: makers }, { rows: indexes }] = await Promise.all([
      // Nobody's paper is everybody's: those that are not for the resident's house are for many others.
      client.query<{ id: string }>(
        `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
         select '902-' || n, 'Haus ' || n, 'rental', 'BW', 'Am Hang ' || n, '70176', 'Stuttgart', 'hang' || n
         from generate_series(1, 32) n returning id`,
      ),
      client.query<{ id: string }>(`select person_id as id from employee limit 1`),
      client.query<{ made: string }>(
        `select indexdef as made from pg_indexes where indexname = 'document_search_words'`,
      ),
    ]);
    // Made once over all rows: kept row by row it would take most of the time.
    await client.query('drop index document_search_words');
    for (let from = 1; from <= many; from += CHUNK) {
      await client.query(
        `with d as (
           insert into document (id, number, kind, visibility, newcomers, valid_from, phase, version, since, published_at, made_by)
           select gen_random_uuid(), 'D-2020-' || n, 'circular', 'private', true, '2020-01-01', 'published', 1, '2020-01-01',
             now() - n * interval '10 minutes', $3 from generate_series($1::int, $2::int) n returning id, number, published_at
         ), v as (
           insert into document_version (document_id, n, title, source, body, hash, made_by, published_at)
           select id, 1, 'Schreiben ' || number, '', '[]', '', $3, published_at from d
         ), s as (
           insert into document_search (document_id, is_draft, at, words)
           select d.id, false, d.published_at, findable(d.number) || ' ' || said.words
           from d join said on said.n = substr(d.number, 8)::int % ${TEXTS}
         )
         insert into document_addressee (document_id, n, scope, property_id, roles)
         select id, 0, 'property', case when right(number, 2) = '00' then $4::uuid
             else ($5::uuid[])[1 + (hashtext(number) & 31)] end, '{residents,owners}' from d`,
        [from, Math.min(many, from + CHUNK - 1), makers[0]?.id, given.property, others.map(({ id }) => id)],
      );
      say(`  ${Math.min(many, from + CHUNK - 1)} of ${many} documents …`);
    }
    await client.query(`set maintenance_work_mem = '512MB'`);
    await client.query(indexes[0]?.made ?? '');
    say('  Their words are indexed …');
    await client.query('vacuum analyze document, document_version, document_search, document_addressee');
  });
}
