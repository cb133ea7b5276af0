import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { pack } from '../../db/import/zip.ts';
import { type Figure, figure } from './figures.ts';
import { memoryOf } from './processes.ts';
import type { Stage } from './stage.ts';

const UNITS = 10_000;
const PEOPLE = 25_000;
const PER_BUILDING = 50;

/** A company with 10,000 units and 25,000 people as another program writes it: five CSV files in a ZIP. */
function filesOf(units: number, people: number): Map<string, string> {
  const buildings = Math.ceil(units / PER_BUILDING);
  const lines = (count: number, line: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => line(n)).join('\n');
  const house = (n: number) => Math.floor(n / PER_BUILDING);
  return new Map([
    [
      'personen.csv',
      `Nr;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort\n${lines(
        people,
        (n) =>
          `U-${n};Vorname${n};Umzug${n};u${n}@umzug.invalid;0711 ${100_000 + n};Marktweg ${n % 200};70173;Stuttgart`,
      )}\n`,
    ],
    [
      'objekte.csv',
      `Objektnummer;Bezeichnung;Verwaltungsart;Bundesland;Straße;PLZ;Ort;MEA gesamt\n${lines(
        buildings,
        (n) => `U${n};Anlage ${n};WEG;BW;Umzugweg ${n};70173;Stuttgart;10000`,
      )}\n`,
    ],
    ['gebaeude.csv', `Objektnummer;Gebäude;Straße\n${lines(buildings, (n) => `U${n};A;Umzugweg ${n}`)}\n`],
    [
      'einheiten.csv',
      `Objektnummer;Gebäude;Einheit;Nutzung;Etage;Fläche;MEA\n${lines(
        units,
        (n) => `U${house(n)};A;${n % PER_BUILDING};Wohnung;${(n % PER_BUILDING) % 5};72,5;200`,
      )}\n`,
    ],
    [
      'bewohner.csv',
      `Objektnummer;Gebäude;Einheit;Person;Rolle;Von\n${lines(
        units,
        (n) => `U${house(n)};A;${n % PER_BUILDING};U-${n};Mieter;01.05.2020`,
      )}\n`,
    ],
    [
      'eigentuemer.csv',
      `Objektnummer;Gebäude;Einheit;Person;Von\n${lines(
        units,
        (n) => `U${house(n)};A;${n % PER_BUILDING};U-${units + n};01.05.2015`,
      )}\n`,
    ],
  ]);
}

/** The tables that it fills, with what finds its rows. */
const TABLES: Record<string, string> = {
  person: `number like 'U-%'`,
  property: `number like 'U%'`,
  building: `property_id in (select id from property where number like 'U%')`,
  unit: `building_id in (select b.id from building b join property p on p.id = b.property_id where p.number like 'U%')`,
  tenancy: `person_id in (select id from person where number like 'U-%')`,
  ownership: `person_id in (select id from person where number like 'U-%')`,
};

/** A company moves in: its files are looked at and taken, beside a plain COPY of the rows that came of it. */
export async function takeoverFigures(stage: Stage): Promise<Figure[]> {
  const [units, people] = [stage.scaled(UNITS), stage.scaled(PEOPLE)];
  const packed = Buffer.from(
    pack(new Map([...filesOf(units, people)].map(([name, text]) => [name, Buffer.from(text)]))),
  );
  const id = randomUUID();
  let peak = 0;
  const before = memoryOf(stage.worker.pid ?? 0);
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(stage.worker.pid ?? 0));
  }, 50);
  try {
    const began = performance.now();
    await upload(`${stage.webUrl}/api/imports/${id}`, stage.manager.headers, packed);
    const uploaded = performance.now();
    await stage.manager.act('imports.plan', { id });
    await reached(stage, id, 'planned');
    const planned = performance.now();
    await stage.manager.act('imports.take', { id });
    await reached(stage, id, 'applied');
    const taken = performance.now();
    const floor = await plainCopy(stage);
    const rows = floor.rows;
    const seconds = (taken - planned) / 1_000;
    return [
      figure('files of 10,000 units and 25,000 people understood', (uploaded - began) / 1_000, 's', null),
      figure('what they would do planned', (planned - uploaded) / 1_000, 's', null),
      figure('rows taken, beside COPY of the same rows', rows / seconds, 'rows/s', rows / floor.seconds, {
        least: 0.1,
        times: true,
      }),
      figure('all rows taken', seconds, 's', floor.seconds),
      figure('memory that it adds to the worker, at its peak', (peak - before) / 1e6, 'MB', null, { most: 400 }),
      figure('memory of the worker then', peak / 1e6, 'MB', before / 1e6),
    ];
  } finally {
    clearInterval(watch);
  }
}

async function reached(stage: Stage, id: string, wanted: string): Promise<void> {
  for (;;) {
    const [run] = await stage.workspace.query<{ state: string; failure: unknown }>(
      'select state, failure from import_run where id = $1',
      [id],
    );
    if (run?.state === wanted) return;
    if (run?.state === 'refused') throw new Error(`the import was refused: ${JSON.stringify(run.failure)}`);
    await sleep(50);
  }
}

/** COPY of the rows, with the indexes and checks of the real tables and without the product. */
async function plainCopy(stage: Stage): Promise<{ rows: number; seconds: number }> {
  const client = new pg.Client({ connectionString: stage.deskUrl });
  await client.connect();
  try {
    const chunks: [table: string, columns: string, bytes: Buffer][] = [];
    let rows = 0;
    for (const [table, condition] of Object.entries(TABLES)) {
      const { rows: named } = await client.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
         from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`,
        [table],
      );
      const columns = named[0]?.columns ?? '';
      const parts: Buffer[] = [];
      const out = client.query(copyTo(`copy (select ${columns} from ${table} where ${condition}) to stdout`));
      for await (const part of out) parts.push(part as Buffer);
      rows += out.rowCount ?? 0;
      await client.query(`create table floor_${table} (like ${table} including all)`);
      chunks.push([table, columns, Buffer.concat(parts)]);
    }
    const began = performance.now();
    await client.query('begin');
    for (const [table, columns, bytes] of chunks)
      await pipeline(Readable.from([bytes]), client.query(copyFrom(`copy floor_${table} (${columns}) from stdin`)));
    await client.query('commit');
    const seconds = (performance.now() - began) / 1_000;
    for (const table of Object.keys(TABLES)) await client.query(`drop table floor_${table}`);
    return { rows, seconds };
  } finally {
    await client.end();
  }
}

function upload(url: string, headers: Readonly<Record<string, string>>, bytes: Buffer): Promise<void> {
  const boundary = randomUUID();
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="umzug.zip"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('error', reject);
        response.on('end', () =>
          response.statusCode === 201
            ? resolve()
            : reject(new Error(`upload: ${response.statusCode} ${text.slice(0, 300)}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
