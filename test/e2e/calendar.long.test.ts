import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { mondayOf } from '../../web/features/calendar/span.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
/** Days from today, and what became of the visit. */
const visits = [
  [0, 'agreed'],
  [1, 'agreed'],
  [-1, 'missed'],
] as const;

/** How many of them lie in the weeks of this month, which are all that its page shows. */
function visitsOfMonth(): number {
  const { day } = berlinClock(toInstant(Date.now()));
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const [year = 0, month = 0] = day.split('-').map(Number);
  const end = addDays(mondayOf(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)), 7);
  return visits.map(([days]) => addDays(day, days)).filter((each) => each >= first && each < end).length;
}

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  const { workspace } = product;
  const [ticket, order] = [randomUUID(), randomUUID()];
  await workspace.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title, phase,
       policy_version, command_id, reported_at, changed_at)
     select $1, 'V-1', b.property_id, b.id, u.id, 'unit', n.person_id, 'water', 'normal', 'Hahn tropft', 'ordered', 1,
       gen_random_uuid(), now(), now()
     from tenancy n join unit u on u.id = n.unit_id join building b on b.id = u.building_id limit 1`,
    [ticket],
  );
  await workspace.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     select $1, 'A-1', p.id, c.id, '{}', '{}', 'Hahn', 'normal', 'running', 1, gen_random_uuid(), now(), now()
     from property p, contractor c join person h on h.id = c.person_id where h.email = $2 limit 1`,
    [order, cast.contractor.email],
  );
  for (const [days, status] of visits)
    await workspace.query(
      `insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, revision)
       select gen_random_uuid(), $1, $2, $3, at, at + interval '2 hours', 1
       from (select (berlin_today() + $4::int + time '10:00') at time zone 'Europe/Berlin' as at) t`,
      [order, ticket, status, days],
    );
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('the calendar shows who comes where, by week, month and list, and is subscribed to by a secret address', async () => {
  const manager = await visit(browser, 'calendar', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Termine' }).click();
  const shown = page.locator('.ec-event');
  await seen(shown);
  await seen(page.getByRole('link', { name: /Haase Sanitär GmbH Lindenstraße 12, WE 07/ }));
  await manager.look('week');
  await button(page, 'Monat').click();
  await expect.poll(() => shown.count()).toBe(visitsOfMonth());
  await manager.look('month');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('month-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await button(page, 'Liste').click();
  await seen(page.getByRole('link', { name: /Haase Sanitär GmbH · Lindenstraße 12/ }));
  await expect.poll(() => page.locator('main li').count()).toBe(2);
  await manager.look('list');
  await page.getByLabel('Betrieb').selectOption({ label: cast.otherContractor.name });
  await seen(page.getByText('Keine Termine'));
  await page.getByLabel('Betrieb').selectOption({ label: cast.contractor.name });

  await button(page, 'Abonnieren').click();
  await button(page, `Diese Auswahl abonnieren: ${cast.contractor.name}`).click();
  const box = page.getByLabel(`Geheime Adresse: ${cast.contractor.name}`);
  await seen(box);
  await manager.look('feeds');
  const address = await box.inputValue();
  const stranger = await browser.newContext();
  // A calendar program is no browser: it knows neither the cookies nor *.localhost.
  const { host, port, pathname } = new URL(address);
  const old = () => stranger.request.get(`http://127.0.0.1:${port}${pathname}`, { headers: { host } });
  const fetched = await old();
  expect(await fetched.text()).toContain('SUMMARY:Haase Sanitär GmbH: Lindenstraße 12');
  await button(page, 'Neue Adresse').click();
  await expect.poll(() => box.inputValue()).not.toBe(address);
  await expect.poll(async () => (await old()).status()).toBeGreaterThanOrEqual(400);
  await button(page, 'Beenden').click();
  await expect.poll(() => box.count()).toBe(0);
  await stranger.close();

  const phone = await visit(browser, 'calendar-phone', { width: 360, height: 740 });
  await phone.context.addCookies(await manager.context.cookies());
  await phone.page.goto(`${product.url}/termine`);
  await seen(phone.page.getByRole('link', { name: /Haase Sanitär/ }));
  await phone.look('list');
  expect(
    [...manager.complaints, ...phone.complaints].filter((words) => !words.includes('410') && !words.includes('404')),
  ).toEqual([]);
});
