import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { button, signIn } from '../support/people.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
let manager: Visitor;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('a manager writes a category beside the form on a phone, is told what is missing, and publishes it', async () => {
  manager = await visit(browser, 'categories', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByText('Nichts wartet auf Sie').waitFor();
  await page.getByRole('link', { name: 'Meldungsarten' }).click();
  const phone = page.getByRole('region', { name: 'Vorschau auf dem Telefon' });
  await phone.getByText('Was ist mit dem Wasser?').waitFor();
  await manager.look('water');
  // The preview is the form itself: an answer leads to the next question, a danger ends it.
  await phone.getByText('Es kommt durch Decke oder Wand').click();
  await phone.getByText('Ist Strom in der Nähe').waitFor();
  await phone.getByText('Es läuft und ich kann es nicht abstellen').click();
  await phone.getByText('Erst das Wasser abstellen').waitFor();
  await manager.look('danger');

  await button(page, 'Meldungsart hinzufügen').click();
  await page.getByText('Ohne Namen: Bitte einen Namen in beiden Sprachen angeben.').waitFor();
  await expect.poll(() => button(page, 'Veröffentlichen').isDisabled()).toBe(true);
  await page.getByLabel('Name, Deutsch').fill('Waschküche');
  await page.getByLabel('Name, Englisch').fill('Laundry');
  await page.getByLabel('In der Wohnung').uncheck();
  await button(page, 'Frage hinzufügen').click();
  await page.getByLabel('Frage, Deutsch').fill('Läuft die Maschine?');
  await phone.getByText('Läuft die Maschine?').waitFor();
  await page.getByText('Waschküche, Frage 1: Bitte auch in dieser Sprache angeben.').waitFor();
  await manager.look('wrong');
  await page.getByLabel('Frage, Englisch').fill('Does the machine run?');
  for (const [n, [de, en]] of [
    ['Ja, aber laut', 'Yes, but loud'],
    ['Nein, sie steht', 'No, it stands still'],
  ].entries()) {
    await page.getByLabel('Antwort, Deutsch').nth(n).fill(de!);
    await page.getByLabel('Antwort, Englisch').nth(n).fill(en!);
  }
  await page.getByLabel('Was folgt daraus?').nth(1).selectOption('urgent');
  await phone.getByText('Nein, sie steht').click();
  await phone.getByText('Dringend').waitFor();
  await button(page, 'Entwurf speichern').click();
  await page.getByText('Entwurf von').waitFor();
  await button(page, 'Veröffentlichen').click();
  await page.getByLabel('Was hat sich geändert?').fill('Waschküche');
  await page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }).click();
  await page.getByText('Fassung 2 gilt seit').waitFor();
  await manager.look('published');
  expect(manager.complaints).toEqual([]);
});

test('whoever reports from the house is asked what the manager wrote', async () => {
  const neighbour = await visit(browser, 'laundry', { width: 360, height: 640 });
  const { page } = neighbour;
  const [property] = await product.workspace.query<{ code: string }>(
    `select report_code as code from property where report_code is not null limit 1`,
  );
  await page.goto(`${product.url}/melden/${property?.code}`);
  await button(page, 'Waschküche').click();
  await button(page, 'Weiter').click();
  await page.getByText('Nein, sie steht').click();
  await expect.poll(() => page.getByLabel('Kurz gesagt').inputValue()).toBe('Waschküche: Nein, sie steht');
  await neighbour.look('asked');
  expect(neighbour.complaints).toEqual([]);
});

test('the editor holds on a phone and in the dark', async () => {
  const { page } = manager;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await page.getByRole('region', { name: 'Vorschau auf dem Telefon' }).waitFor();
  await manager.look('phone-dark');
  expect(manager.complaints).toEqual([]);
});
