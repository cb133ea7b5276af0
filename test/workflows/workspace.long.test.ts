import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspaces } from '../../db/workspaces.ts';
import { migrateWorkspaces } from '../../scripts/provision.ts';
import { makeTestWorkspace } from '../support/postgres.ts';
import { masterKey, type Provisioning, startProvisioning } from '../support/provisioning.ts';

// R9: an update of an installation with many companies. How long it takes is printed; two minutes are promised.

const COMPANIES = 200;
const LANES = 6;
let installation: Provisioning;

beforeAll(async () => {
  installation = await startProvisioning();
});
afterAll(() => installation.close());

test(`${COMPANIES} companies get a release's tables; the one whose migration fails is closed and named, the others serve`, async () => {
  const { control, client, databaseUrl } = installation;
  const numbers = Array.from({ length: COMPANIES }, (_, n) => n);
  const make = async () => {
    for (let n = numbers.pop(); n !== undefined; n = numbers.pop()) {
      const slug = `firma${n}`;
      const { id } = await control.register({ slug, name: `Verwaltung ${n}`, hosts: [`${slug}.localhost`] });
      await makeTestWorkspace(control, id);
    }
  };
  await Promise.all(Array.from({ length: LANES }, make));
  const workspaces = await Workspaces.open({ databaseUrl, masterKey });
  try {
    const ill = (await workspaces.all()).find(({ slug }) => slug === 'firma7');
    await ill?.query(`insert into setting (key, value) values ('ill', '1')`);
    installation.migration(
      '8999-next-release.sql',
      `do $$ begin if exists (select from setting where key = 'ill') then raise exception 'ill'; end if; end $$;
       create table after_it (id integer); alter table ticket add column after_it integer;`,
    );
    await control.pool.query('update workspace set schema_version = null');
    const began = performance.now();
    const { migrated, failed } = await migrateWorkspaces({ control, client });
    const seconds = (performance.now() - began) / 1_000;
    console.info(`${migrated.length} companies migrated in ${seconds.toFixed(1)} s`);
    expect(failed).toEqual([{ slug: 'firma7', step: 'migrateDatabaseFailed' }]);
    expect(migrated).toHaveLength(COMPANIES - 1);
    const open = await workspaces.all();
    expect(open).toHaveLength(COMPANIES - 1);
    expect(open.some(({ slug }) => slug === 'firma7')).toBe(false);
    expect(await open[0]?.query('select after_it from ticket')).toEqual([]);
  } finally {
    await workspaces.close();
  }
});
