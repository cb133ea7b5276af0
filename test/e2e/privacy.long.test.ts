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

test('a resident asks on the phone what is stored, the office answers in time, and what is erased is seen before', async () => {
  const resident = await visit(browser, 'privacy-resident', { width: 360, height: 760 });
  await signIn(resident.page, product, cast.resident, '/anmelden');
  await resident.page.getByRole('link', { name: 'Meine Daten' }).click();
  await seen(resident.page.getByText('Hier steht, was Sie angefragt haben'));
  await resident.look('empty');
  await button(resident.page, 'Auskunft anfordern').click();
  await seen(resident.page.getByText('Wird bearbeitet'));
  await resident.page.emulateMedia({ colorScheme: 'dark' });
  await resident.look('asked-dark');

  // The mail tells the office, and nobody's name.
  const mail = await product.mailTo(cast.manager.email, ({ subject }) => /verlangt Auskunft/.test(subject ?? ''));
  expect(mail.text).not.toContain(cast.resident.name);

  const office = await visit(browser, 'privacy-office', { width: 1440, height: 900 });
  const { page } = office;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Datenschutz' }).click();
  await seen(page.getByRole('link', { name: new RegExp(cast.resident.name) }));
  await office.look('list');
  await page.getByRole('link', { name: new RegExp(cast.resident.name) }).click();
  await seen(page.getByRole('rowheader', { name: 'Wohnung und Eigentum' }));
  await office.look('person');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Auskunft als PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Auskunft-\d{4}-\d\d-\d\d\.pdf$/);
  await button(page, 'Bereitstellen').click();
  await seen(page.getByRole('dialog'));
  await office.look('release');
  await page.getByRole('dialog').getByRole('button', { name: 'Bereitstellen' }).click();
  await seen(page.getByText('Liegt bereit', { exact: true }));

  await product.mailTo(cast.resident.email, ({ subject }) => /Auskunft liegt bereit/.test(subject ?? ''));
  const copy = resident.page.getByRole('link', { name: 'Auskunft als PDF' });
  await resident.page.reload();
  await seen(copy);
  await resident.look('ready');
  const [taken] = await Promise.all([resident.page.waitForEvent('download'), copy.click()]);
  expect(taken.suggestedFilename()).toMatch(/\.pdf$/);

  await button(page, 'Löschung sperren').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Löschung sperren' }).click();
  await seen(page.getByText('Bitte nennen Sie einen Grund'));
  await page.getByLabel('Grund').fill('Rechtsstreit über die Kaution');
  await page.getByRole('dialog').getByRole('button', { name: 'Löschung sperren' }).click();
  await seen(page.getByText('bleibt: gesperrt'));
  await page.setViewportSize({ width: 360, height: 760 });
  await office.look('held-narrow');
  await page.setViewportSize({ width: 1440, height: 900 });
  await button(page, 'Sperre aufheben').click();
  await seen(page.getByText('wird gelöscht'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await office.look('person-dark');
  expect([...office.complaints, ...resident.complaints]).toEqual([]);
});
