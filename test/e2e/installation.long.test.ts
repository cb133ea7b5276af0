import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setOperator } from '../../db/operators.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen } from '../support/people.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
const email = 'betrieb@installation.example';

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  await setOperator(product.control, email, product.password);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('an operator adds a company, suspends one, takes that back, and can’t delete one by a wrong word', async () => {
  const { page, look, complaints } = await visit(browser, 'installation', { width: 1440, height: 900 });
  await page.goto(product.installation);
  await seen(page.getByText('Installation verwalten'));
  await look('sign-in');
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByLabel('Passwort', { exact: true }).fill(product.password);
  await button(page, 'Anmelden').click();
  await seen(page.getByText(product.workspace.name));
  await look('companies');

  await button(page, 'Verwaltung anlegen').click();
  await button(page, 'Anlegen').click();
  await seen(page.getByText('Bitte geben Sie mindestens eine Adresse'));
  await look('wrong-input');
  await page.getByLabel('Name', { exact: true }).fill('Donaudampfschifffahrtsimmobilienverwaltungsgesellschaft Passau');
  await page.getByLabel('Kürzel').fill('donau');
  await page.getByLabel('Adressen').fill('donau.localhost');
  await button(page, 'Anlegen').click();
  await seen(page.getByRole('listitem').filter({ hasText: 'donau.localhost' }).getByText('Läuft'));

  const row = page.getByRole('listitem').filter({ hasText: 'donau.localhost' });
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Anhalten' }).click();
  await seen(row.getByText('Angehalten'));
  await button(page, 'Rückgängig').click();
  await seen(row.getByText('Läuft'));
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Anhalten' }).click();
  await seen(row.getByText('Angehalten'));
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Löschen' }).click();
  await page.getByLabel(/Schreiben Sie zur Sicherheit/).fill('donaudampf');
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
  await seen(page.getByText('Es wurde nichts gelöscht'));
  await look('delete');
  await page.getByLabel(/Schreiben Sie zur Sicherheit/).fill('donau');
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
  await seen(row.getByText(/Wird gelöscht:/));
  await page.setViewportSize({ width: 360, height: 740 });
  await look('phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('phone-dark');
  await page.setViewportSize({ width: 1440, height: 900 });
  await look('dark');
  // Other files' companies come and go on the same installation.
  const others = (complaint: string) => complaint.includes('404') && complaint.includes('/api/installation/soFar');
  expect(complaints.filter((each) => !/409|400/.test(each) && !others(each))).toEqual([]);
});
