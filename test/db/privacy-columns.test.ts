import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdings, listed } from '../../db/privacy/holdings.ts';
import { dataKinds } from '../../domain/privacy/retention.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Every column of the database's tables, as `table.column`. */
async function columns(): Promise<string[]> {
  const rows = await api.one.query<{ name: string }>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const declared = () =>
  Object.entries(holdings).flatMap(([table, { data, facts, inner, secret }]) =>
    [data, facts, inner, secret].flatMap(listed).map((column) => `${table}.${column}`),
  );

test('of each column it is written down in db/privacy/holdings.ts whether it says something about a person', async () => {
  // New here? Name the column there: `data` if it can say something about somebody, and how rows are found by person.
  expect(declared().sort()).toEqual(await columns());
  expect(new Set(declared()).size).toBe(declared().length);
});

test('words are among the data, kinds are those of the table of retention, and each way to find rows is sound', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  for (const [table, { kind, of, data, facts, words }] of Object.entries(holdings)) {
    expect(listed(words).filter((column) => !listed(data).includes(column))).toEqual([]);
    if (kind !== null) expect(dataKinds).toContain(kind);
    if (kind === null) expect({ table, data, facts, of }).toEqual({ table });
    if (of !== undefined) expect(await api.one.query(`select 1 from ${table} x where ${of}`, [nobody])).toEqual([]);
  }
});
