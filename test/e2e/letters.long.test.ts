import { readFile, writeFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sheet } from '../../paper/sheet.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  const { workspace } = product;
  const sheet = await Sheet.begin({ title: 'B', author: 'A', language: 'de', foot: '', made: new Date(0) });
  sheet.paragraph('Ein Brief');
  const pdf = Buffer.from(await sheet.finish());
  for (const n of [1, 2]) {
    await workspace.query(
      `with t as (
         insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
           phase, policy_version, command_id, reported_at, changed_at)
         select gen_random_uuid(), 'V-' || $1, b.property_id, b.id, u.id, 'unit', n.person_id, 'water', 'normal',
           'Treppenhausbeleuchtungsstörung', 'ordered', 1, gen_random_uuid(), now(), now()
         from tenancy n join unit u on u.id = n.unit_id join building b on b.id = u.building_id limit 1
         returning id, reporter_id
       ), m as (
         insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
           due_at, state, channel)
         select 'ticket', id, id, 'x:' || $1, 1, 'person', reporter_id, 'reporter', 'reportReceived', now(), 'queued', 'letter'
         from t returning id
       )
       insert into letter (message_id, recipient, city, pages, pdf)
       select id, 'Erbengemeinschaft Wohlgemuth', '70565 Stuttgart', 1, $2 from m`,
      [String(n), pdf],
    );
  }
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('letters gather until they are printed in one file, which can be had again, and are sent when they are posted', async () => {
  const manager = await visit(browser, 'letters', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Briefe' }).first().click();
  await seen(page.getByText('2 Briefe, 2 Seiten'));
  await manager.look('waiting');
  await page.getByRole('link', { name: 'Absender eintragen' }).click();
  await page.getByLabel('Postleitzahl').fill('7056');
  await button(page, 'Speichern').first().click();
  await seen(page.getByText('Bitte fünf Ziffern eingeben.'));
  await manager.look('sender');
  await page.getByLabel('Straße und Hausnummer').fill('Hauptstraße 1');
  await page.getByLabel('Postleitzahl').fill('70565');
  await page.getByLabel('Ort', { exact: true }).fill('Stuttgart');
  await page.getByLabel('Fußzeile').fill('Inhaberin: Miriam Vogt\nAmtsgericht Stuttgart, HRA 000');
  await page.getByLabel('Bankverbindung').fill('Neckarbank · IBAN DE00 0000 0000 0000 0000 00');
  const logo = await sharp({ create: { width: 400, height: 120, channels: 3, background: '#0e6a4f' } })
    .png()
    .toBuffer();
  await page
    .getByLabel('Logo auswählen')
    .first()
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo });
  await seen(page.getByText('Neues Logo, noch nicht gespeichert.'));
  const preview = await page.getByRole('link', { name: 'Probedruck mit Fenster' }).getAttribute('href');
  const shown = await page.evaluate(async (href) => {
    const answer = await fetch(href);
    return { type: answer.headers.get('content-type'), bytes: [...new Uint8Array(await answer.arrayBuffer())] };
  }, preview ?? '');
  expect(shown.type).toBe('application/pdf');
  if (process.env.E2E_SHOTS) await writeFile(`${process.env.E2E_SHOTS}/probedruck.pdf`, Buffer.from(shown.bytes));
  await button(page, 'Speichern').first().click();
  await seen(page.getByText('Briefpapier gespeichert'));
  await seen(page.getByText('Ein Logo ist hinterlegt.'));
  await page.getByLabel('Domain des Faxdienstes').fill('post@fax.anbieter.de');
  await button(page, 'Speichern').last().click();
  await seen(page.getByText('Bitte nur den Namen hinter dem @ eingeben.'));
  await page.getByLabel('Domain des Faxdienstes').fill('fax.anbieter.de');
  await page.getByText('004971155502', { exact: true }).click();
  await button(page, 'Speichern').last().click();
  await seen(page.getByText('Faxeinstellungen gespeichert'));
  await manager.look('settings');
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('settings-phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('settings-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Zu den Briefen' }).click();
  await seen(page.getByText('Hauptstraße 1, 70565 Stuttgart'));
  await page.getByLabel('Person oder Betrieb suchen').fill('Haase');
  await page.getByRole('button', { name: /Haase Sanitär/ }).click();
  await page.getByRole('textbox', { name: 'Fax (freiwillig)' }).fill('keine');
  await page.getByLabel('Straße und Hausnummer').fill('Werkstraße 5');
  await button(page, 'Speichern').click();
  await seen(page.getByText(/Das ist keine Faxnummer/));
  await seen(page.getByText('Bitte ausfüllen.'));
  await manager.look('contact');
  await page.getByRole('textbox', { name: 'Fax (freiwillig)' }).fill('0711 55502 96');
  await page.getByLabel('Postleitzahl').fill('70565');
  await page.getByLabel('Ort', { exact: true }).fill('Stuttgart');
  await button(page, 'Speichern').click();
  await seen(page.getByText('Gespeichert', { exact: true }));
  expect(
    await product.workspace.query(`select fax, street, city from person where family_name = 'Haase Sanitär GmbH'`),
  ).toEqual([{ fax: '0711 55502 96', street: 'Werkstraße 5', city: 'Stuttgart' }]);
  await button(page, 'Druckdatei erstellen').click();
  await seen(page.getByText('Kein Brief wartet'));
  await seen(page.getByText('noch nicht in der Post'));
  await manager.look('printed');
  for (let time = 0; time < 2; time += 1) {
    const [coming] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Herunterladen' }).click(),
    ]);
    const file = await coming.path();
    // Each letter on a sheet of its own, with the empty back of the first and of the second.
    expect((await PDFDocument.load(await readFile(file))).getPageCount()).toBe(4);
  }
  const states = () => product.workspace.query<{ state: string }>(`select state from message where channel = 'letter'`);
  expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['queued']));
  await button(page, 'In die Post gegeben').click();
  await seen(page.getByText(/in der Post seit/));
  expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['sent']));
  const attempts = await product.workspace.query(`select * from message_attempt where channel = 'letter'`);
  expect(attempts).toHaveLength(2);
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('phone-dark');
});
