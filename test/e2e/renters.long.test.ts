import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('an owner names a renter on a phone, the office enters it and says who reported without proof', async () => {
  await product.workspace.query(
    `with u as (
       insert into unit (building_id, number, position) select id, '20', '4. OG' from building limit 1
       returning id, building_id
     ), owned as (
       insert into ownership (unit_id, person_id, valid_from) select u.id, p.id, '2019-01-01' from u, person p
       where p.email = $1 returning unit_id
     ), x as (insert into unconfirmed_reporter (name, email, place) values ('Frau Berger', 'a.berger@post.example', '2. OG')
       returning id)
     insert into ticket (id, number, property_id, building_id, place, unconfirmed_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     select gen_random_uuid(), 'V-0-1', b.property_id, b.id, 'unit', x.id, 'water', 'normal', 'Wasser tropft', 'new', 1,
       gen_random_uuid(), now(), now() from x, u join building b on b.id = u.building_id`,
    [cast.resident.email],
  );
  const owner = await visit(browser, 'owner', { width: 360, height: 740 });
  const { page } = owner;
  await signIn(page, product, cast.resident, '/anmelden');
  await page.getByRole('link', { name: 'Meine Wohnungen' }).click();
  await button(page, 'Mieter melden').click();
  await button(page, 'Melden').click();
  await seen(page.getByText('Bitte ausfüllen').or(page.getByRole('alert')));
  await page.getByLabel('Erster Tag').fill('2026-02-01');
  await page.getByLabel('Nachname').fill('Neumieter');
  await owner.look('form');
  await button(page, 'Melden').click();
  await seen(page.getByText('Wartet auf die Verwaltung'));
  await owner.look('waits');

  const office = await visit(browser, 'renters', { width: 1440, height: 900 });
  await signIn(office.page, product, cast.manager, '/anmelden/verwaltung?weiter=/mieter');
  await seen(office.page.getByText('Zieht ein: Neumieter', { exact: false }));
  await office.look('renters');
  await button(office.page, 'Eintragen').click();
  await seen(office.page.getByText('Nichts zu entscheiden'));
  await office.page.goto(`${product.url}/ohne-nachweis`);
  await seen(office.page.getByText('gleicher Nachname', { exact: false }));
  await office.look('reporters');
  await button(office.page, 'Anna Berger zuordnen').click();
  await seen(office.page.getByText('Alle sind zugeordnet'));
  await button(office.page, 'Zurücknehmen').click();
  await seen(button(office.page, 'Anna Berger zuordnen'));
  for (const { complaints } of [owner, office]) expect(complaints).toEqual([]);
});
