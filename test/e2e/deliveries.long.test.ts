import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn, toast } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  // Three messages about one ticket: to somebody without an address, refused, and one of which nobody knows.
  const { workspace } = product;
  await workspace.query(
    `with t as (
       insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
         phase, policy_version, command_id, reported_at, changed_at)
       select gen_random_uuid(), 'V-2026-0815', b.property_id, b.id, u.id, 'unit', n.person_id, 'water', 'normal',
         'Treppenhausbeleuchtungsstörung', 'ordered', 1, gen_random_uuid(), now(), now()
       from tenancy n join unit u on u.id = n.unit_id join building b on b.id = u.building_id limit 1
       returning id, reporter_id
     ), h as (insert into file_head (file_id) select id from t), silent as (
       insert into person (family_name) values ('Ohnelink') returning id
     ), m as (
       insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         due_at, state, channel, told_at)
       select 'ticket', t.id, t.id, x.event, 1, x.kind, x.who, x.role, x.template, now(), x.state, x.channel, null
       from t cross join lateral (values
         ('a:1', 'person', (select id from silent), 'owner', 'ownerInformed', 'failed', null),
         ('b:1', 'person', t.reporter_id, 'reporter', 'noteAdded', 'failed', 'mail'),
         ('c:1', 'contractor', (select c.id from contractor c join person p on p.id = c.person_id where p.email = $1),
          'contractor', 'proposeSlots', 'unclear', 'mail')
       ) x (event, kind, who, role, template, state, channel)
       returning id, event
     )
     insert into message_attempt (message_id, n, channel, outcome, detail)
     select id, 1, case event when 'a:1' then 'none' else 'mail' end,
       case event when 'a:1' then 'failed' when 'b:1' then 'refused' else 'unclear' end,
       case event when 'a:1' then 'noAddress' when 'b:1' then 'EENVELOPE 550' else 'lost' end
     from m`,
    [cast.contractor.email],
  );
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('what did not arrive is on one page with its reason, and is tried again, given an address or settled there', async () => {
  const manager = await visit(browser, 'deliveries', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  const nav = page.getByRole('link', { name: /^Zustellung/ }).first();
  await seen(nav.getByText('3'));
  await nav.click();
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await seen(row('Ohnelink').getByText('Es ist keine Adresse bekannt.'));
  await seen(row(cast.resident.name).getByText('Abgewiesen per E-Mail, und es gibt keinen anderen Weg.'));
  await seen(row(cast.contractor.name).getByText(/Ob die Nachricht hinausging, weiß niemand/));
  await manager.look('list');
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('phone-dark');
  await page.setViewportSize({ width: 1440, height: 900 });
  await manager.look('dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await row('Ohnelink').getByRole('button', { name: 'Adresse eintragen' }).click();
  await page.getByLabel('E-Mail-Adresse (freiwillig)').fill('kein postfach');
  await button(page, 'Speichern').click();
  await seen(page.getByText(/Das ist keine E-Mail-Adresse/));
  await page.getByLabel('E-Mail-Adresse (freiwillig)').fill('ohne@link.example');
  await manager.look('address');
  await button(page, 'Speichern').click();
  await row('Ohnelink').getByRole('button', { name: 'Per E-Mail senden' }).click();
  await product.mailTo('ohne@link.example', ({ text }) => text?.includes('V-2026-0815') ?? false);
  await row(cast.contractor.name).getByRole('button', { name: 'Weitere Aktionen' }).click();
  await page.getByRole('menuitem', { name: 'Ist erledigt' }).click();
  const told = toast(page, 'Als erledigt vermerkt');
  await told.hover();
  await row(cast.contractor.name).waitFor({ state: 'detached' });
  await told.getByRole('button', { name: 'Rückgängig' }).click();
  await seen(row(cast.contractor.name));

  await row(cast.resident.name).getByRole('link', { name: 'V-2026-0815' }).click();
  await seen(page.getByText(`Nicht angekommen: Neue Nachricht an ${cast.resident.name}`));
  await seen(page.getByText(/hat eine Nachricht an Ohnelink erneut verschickt, per E-Mail/));
  await manager.look('ticket');
  expect(manager.complaints).toEqual([]);
});
