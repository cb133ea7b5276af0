import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import { actBeside, button, seen, signIn } from '../support/people.ts';
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

test('a manager offers dates for a visit without an order, the resident picks one from the mail, the outcome ends it', async () => {
  const manager = await visit(browser, 'visit', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await seen(page.getByText('Nichts wartet auf Sie'));
  const [place] = await product.workspace.query<{ building: string; unit: string; reporter: string }>(
    `select u.building_id as building, u.id as unit, t.person_id as reporter
     from tenancy t join unit u on u.id = t.unit_id join person p on p.id = t.person_id where p.email = $1`,
    [cast.resident.email],
  );
  const ticketId = randomUUID();
  await actBeside(page, 'tickets.create', {
    ticketId,
    commandId: randomUUID(),
    buildingId: place?.building,
    unitId: place?.unit,
    place: 'unit',
    category: 'other',
    title: 'Fleck an der Decke',
    reporterId: place?.reporter,
  });
  await page.goto(`${product.url}/vorgaenge/${ticketId}`);
  await seen(button(page, 'Annehmen'));
  await button(page, 'Weitere Aktionen').click();
  await page.getByRole('menuitem', { name: 'Besichtigung', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByText('Termine vorschlagen').first());
  await manager.look('arrange');
  await dialog.getByRole('button', { name: 'Termine vorschlagen' }).click();
  await seen(page.getByText('Termine vorgeschlagen').first());
  await seen(page.getByText(`Es kommt: ${cast.manager.name}`));
  await manager.look('offered');

  const mail = await product.mailTo(cast.resident.email, ({ subject }) => /Besichtigung/.test(subject ?? ''));
  expect(mail.text).toContain(cast.manager.name);
  const link = /https?:\/\/\S+\/m\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
  const resident = await visit(browser, 'visited', { width: 360, height: 740 });
  await resident.page.goto(`${product.url}${new URL(link).pathname}`);
  await seen(resident.page.getByText('Welcher Termin passt Ihnen?'));
  await resident.look('pick');
  await resident.page.getByRole('radio').nth(1).check({ force: true });
  await button(resident.page, 'Diesen Termin zusagen').click();
  await seen(resident.page.getByText('Vereinbarter Termin'));
  await seen(resident.page.getByText('Danach entscheidet die Verwaltung'));
  await resident.look('agreed');

  await seen(page.getByText('Termin vereinbart').first());
  const [{ day } = { day: '' }] = await product.workspace.query<{ day: string }>(
    `select (starts_at at time zone 'Europe/Berlin')::date::text as day from appointment where visitor_id is not null`,
  );
  await manager.look('agreed');
  // Whichever week the date lies in.
  await page.goto(`${product.url}/termine?ansicht=list&tag=${day.slice(0, 10)}`);
  await seen(page.getByText(`Besichtigung: ${cast.manager.name}`));
  await manager.look('calendar');

  // A visit that is to begin soon, so that its outcome can be written down; not so soon that a busy machine is late.
  const starts = new Date(Date.now() + 10_000);
  await actBeside(page, 'tickets.act', {
    ticketId,
    commandId: randomUUID(),
    command: {
      type: 'arrangeVisit',
      appointment: randomUUID(),
      visitor: (
        await product.workspace.query<{ id: string }>('select id from person where email = $1', [cast.manager.email])
      )[0]?.id,
      with: 'reporter',
      slots: [
        { id: randomUUID(), starts: starts.toISOString(), ends: new Date(starts.getTime() + 60_000).toISOString() },
      ],
      fixed: true,
    },
  });
  await page.goto(`${product.url}/vorgaenge/${ticketId}`);
  await button(page, 'Ergebnis festhalten').click();
  await dialog.getByRole('textbox').fill('Alter Fleck, trocken. Nichts zu tun.');
  await manager.look('outcome');
  await dialog.getByRole('button', { name: 'Ergebnis festhalten' }).click();
  await seen(page.getByText('Alter Fleck, trocken. Nichts zu tun.'));
  await seen(page.getByText('Termin war'));
  await manager.look('held');
  expect([...manager.complaints, ...resident.complaints]).toEqual([]);
});
