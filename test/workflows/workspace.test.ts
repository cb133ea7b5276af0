import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Control } from '../../db/control.ts';
import { Workspaces } from '../../db/workspaces.ts';
import { ensureWorkspace, migrateWorkspaces } from '../../scripts/provision.ts';
import { masterKey, type Provisioning, startProvisioning } from '../support/provisioning.ts';

let installation: Provisioning;
let control: Control;
let client: Client;

beforeAll(async () => {
  installation = await startProvisioning();
  ({ control, client } = installation);
});
afterAll(() => installation.close());

const stateOf = async (slug: string) => {
  const record = (await control.records()).find((each) => each.slug === slug);
  return [record?.state, record?.failure];
};

test('a workspace is made once, however often it is asked for', async () => {
  const wanted = { slug: 'one', name: 'Eins', hosts: ['one.localhost'] };
  const [id, again] = await Promise.all([
    ensureWorkspace({ control, client }, wanted),
    ensureWorkspace({ control, client }, wanted),
  ]);
  expect(again).toBe(id);
  expect(await ensureWorkspace({ control, client }, wanted)).toBe(id);
  expect(await stateOf('one')).toEqual(['active', null]);
});

test('one whose migration fails is isolated, seen, and made when it is tried again', async () => {
  const wanted = { slug: 'two', name: 'Zwei', hosts: ['two.localhost'] };
  const mend = installation.migration('9000-broken.sql', 'select nonsense;');
  await expect(ensureWorkspace({ control, client }, wanted)).rejects.toThrow(/two.*migrateDatabaseFailed/);
  expect(await stateOf('two')).toEqual(['failed', 'migrateDatabase']);
  expect(await stateOf('one')).toEqual(['active', null]);
  mend();
  expect(await migrateWorkspaces({ control, client })).toEqual({ migrated: ['two'], failed: [] });
  expect(await stateOf('two')).toEqual(['active', null]);
  expect(await migrateWorkspaces({ control, client })).toEqual({ migrated: [], failed: [] });
});

test('of many that are there, the one whose migration fails is closed and named, the others are migrated and go on', async () => {
  const four = await ensureWorkspace({ control, client }, { slug: 'four', name: 'Vier', hosts: ['four.localhost'] });
  const workspaces = await Workspaces.open({ databaseUrl: installation.databaseUrl, masterKey });
  try {
    const ill = await workspaces.byId(four);
    await ill?.query(`insert into setting (key, value) values ('ill', '1')`);
    installation.migration(
      '8999-next-release.sql',
      `do $$ begin if exists (select from setting where key = 'ill') then raise exception 'ill'; end if; end $$;
       create table after_it (id integer);`,
    );
    // As after an update: none has the tables of the new release.
    await control.pool.query('update workspace set schema_version = null');
    const { migrated, failed } = await migrateWorkspaces({ control, client });
    expect(migrated).toEqual(expect.arrayContaining(['one', 'two']));
    expect(failed).toEqual([{ slug: 'four', step: 'migrateDatabaseFailed' }]);
    expect(await stateOf('four')).toEqual(['failed', 'migrateDatabase']);
    for (const slug of ['one', 'two']) expect(await stateOf(slug)).toEqual(['active', null]);
    // Nobody gets into it any more; nothing of the broken step is in its database; the others serve with the new tables.
    const fresh = await workspaces.all();
    expect(fresh.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['one', 'two']));
    expect(fresh.some(({ slug }) => slug === 'four')).toBe(false);
    expect(await ill?.query(`select to_regclass('after_it') as there`)).toEqual([{ there: null }]);
    for (const each of fresh) expect(await each.query('select from after_it')).toEqual([]);
    await ill?.query(`delete from setting where key = 'ill'`);
    expect(await migrateWorkspaces({ control, client })).toMatchObject({
      migrated: expect.arrayContaining(['four']),
      failed: [],
    });
    expect(await stateOf('four')).toEqual(['active', null]);
  } finally {
    await workspaces.close();
  }
});

test("what PostgreSQL said stays out of the workflow's history, the file and the code are in it", async () => {
  const { id } = await control.register({ slug: 'three', name: 'Drei', hosts: ['three.localhost'] });
  const mend = installation.migration('9000-broken.sql', "select 'Anna Muster'::integer;");
  await migrateWorkspaces({ control, client });
  mend();
  const history = JSON.stringify(await client.workflow.getHandle(`${id}/workspace/${id}`).fetchHistory());
  expect(history).not.toContain('Anna');
  expect(history).toMatch(/9000-broken\.sql failed \(error 22P02\)/);
});
