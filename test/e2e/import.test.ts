import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const list = (email: string) =>
  [
    'Mieterliste;;;;;',
    'Objekt-Nr.;Wohnungsnummer;Vorname;Mietername;E-Mail-Adresse;Mietbeginn',
    `012;08;Aylin;Demir;${email};01.02.2024`,
    '012;09;Jürgen;Müller-Lüdenscheidt-Donaudampfschifffahrt;;15.03.2021',
  ].join('\r\n');
const units = 'Objekt;Nummer;Geschoss;Wohnfläche\n012;08;3. OG;72,5\n012;09;EG;54\n';

test('a company’s own list is understood, looked at, taken, and taken back', async () => {
  const { page, look, complaints } = await visit(browser, 'import', { width: 1440, height: 900 });
  await signIn(page, product);
  await page.getByRole('link', { name: 'Daten übernehmen' }).first().click();
  await seen(page.getByText('Noch nichts übernommen'));
  await look('empty');
  const upload = async (...files: { name: string; text: string }[]) =>
    page
      .locator('input[type=file]')
      .setInputFiles(
        files.map(({ name, text }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })),
      );

  await upload({ name: 'kaputt.csv', text: 'Nr;Nachname\n1;"Müller\n' });
  await seen(page.getByText(/kaputt\.csv, Zeile \d: Ein Anführungszeichen wird nicht geschlossen/));

  await upload({ name: 'wohnungen.csv', text: units }, { name: 'mieter.csv', text: list('keine-adresse') });
  await seen(page.getByText('So verstehen wir Ihre Spalten'));
  await look('mapping');
  await button(page, 'Vorschau ansehen').click();
  await seen(page.getByText(/Zeilen sind falsch|Zeile/));
  await seen(page.getByText('mieter.csv, Zeile 3'));
  await look('wrong');
  await button(page, 'Verwerfen').click();
  await seen(page.getByText('Diese Übernahme ist abgeschlossen'));

  await page.getByRole('link', { name: 'Alle Übernahmen' }).click();
  await upload({ name: 'wohnungen.csv', text: units }, { name: 'mieter.csv', text: list('aylin@demir.example') });
  await button(page, 'Vorschau ansehen').click();
  await button(page, /^\d+ Zeilen übernehmen$/).waitFor();
  await look('preview');
  await button(page, /^\d+ Zeilen übernehmen$/).click();
  await seen(button(page, 'Übernahme zurücknehmen'));
  const people = () =>
    product.workspace.query<{ n: number }>(`select count(*)::int as n from person where family_name like 'Müller-%'`);
  expect(await people()).toEqual([{ n: 1 }]);
  await page.setViewportSize({ width: 360, height: 740 });
  await look('phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('phone-dark');
  await page.setViewportSize({ width: 1440, height: 900 });
  await look('dark');
  await button(page, 'Übernahme zurücknehmen').click();
  await seen(page.getByText('Zurückgenommen', { exact: true }));
  expect(await people()).toEqual([{ n: 0 }]);
  expect(complaints.filter((each) => !/422|409|400/.test(each))).toEqual([]);
});
