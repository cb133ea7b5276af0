import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preferencesToken } from '../../db/links.ts';
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

const kept = async (email: string) => {
  const [row] = await product.workspace.query<{ id: string; body: Record<string, unknown> | null }>(
    'select p.id, w.body from person p left join message_preference w on w.person_id = p.id where p.email = $1',
    [email],
  );
  return row;
};

test('a resident chooses on the phone, by account and by the link of a mail that scanners open without effect', async () => {
  const resident = await visit(browser, 'preferences-resident', { width: 360, height: 760 });
  const { page } = resident;
  await signIn(page, product, cast.resident, '/anmelden');
  await page.getByRole('link', { name: 'Benachrichtigungen' }).click();
  await seen(page.getByRole('heading', { name: 'Worüber' }));
  await button(page, 'Einstellungen speichern').click();
  await seen(page.getByText('Es ist nichts geändert'));
  expect((await kept(cast.resident.email))?.body).toBeNull();
  await resident.look('first');
  await page.getByLabel('Wann: Meine Meldungen').selectOption('digest');
  await page.getByLabel('Uhrzeit').fill('06:30');
  await page.getByText('Eigene Zeiten').click();
  await page.getByLabel('Von').fill('07:00');
  await page.getByLabel('Bis', { exact: true }).fill('07:00');
  await button(page, 'Einstellungen speichern').click();
  await seen(page.getByText('Beginn und Ende müssen sich unterscheiden.'));
  await page.getByLabel('Von').fill('20:00');
  await resident.look('filled');
  await button(page, 'Einstellungen speichern').click();
  await seen(page.getByText('Einstellungen gespeichert'));
  const person = await kept(cast.resident.email);
  expect(person?.body).toMatchObject({
    kinds: { report: { timing: 'digest' } },
    digestAt: 390,
    quiet: { from: 1_200, until: 420 },
  });
  await page.emulateMedia({ colorScheme: 'dark' });
  await resident.look('dark');

  const token = preferencesToken(product.workspace.key, { personId: person?.id ?? '', generation: 1, kind: null });
  const scanner = await visit(browser, 'preferences-scanner', { width: 1440, height: 900 });
  await scanner.page.goto(`${product.url}/b/${token}`);
  await seen(scanner.page.getByRole('heading', { name: 'Worüber' }));
  await scanner.page.getByRole('main').getByRole('button').first().click();
  await seen(scanner.page.getByText('Es ist nichts geändert'));
  expect((await kept(cast.resident.email))?.body).toEqual(person?.body);
  const byLink = await visit(browser, 'preferences-link', { width: 360, height: 760 });
  await byLink.page.goto(`${product.url}/b/${token}`);
  await seen(byLink.page.getByText(`Für ${cast.resident.name}`));
  await byLink.look('link');
  await byLink.page.getByLabel('Wann: Was ich verfolge').selectOption('never');
  await button(byLink.page, 'Einstellungen speichern').click();
  await seen(byLink.page.getByText('Einstellungen gespeichert'));
  expect((await kept(cast.resident.email))?.body).toMatchObject({ kinds: { following: { timing: 'never' } } });
  await byLink.page.goto(`${product.url}/b/${token.slice(1)}`);
  await seen(byLink.page.getByText('Diesen Link kennen wir nicht.'));
});

test('at the desk everybody sets their own, the leader the company’s quiet hours and what somebody says on the phone', async () => {
  const manager = await visit(browser, 'preferences-desk', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('button', { name: /Miriam Vogt/ }).click();
  await page.getByRole('menuitem', { name: 'Benachrichtigungen' }).click();
  await page.getByText('Schreibtisch am Morgen').click();
  await button(page, 'Einstellungen speichern').click();
  await seen(page.getByText('Einstellungen gespeichert'));
  expect((await kept(cast.manager.email))?.body).toMatchObject({ deskDigest: true });
  await manager.look('own');
  await page.getByText('Auch E-Mails warten so lange').click();
  await button(page, 'Ruhezeit speichern').click();
  await seen(page.getByText('Wie die Verwaltung').locator('..').getByText('21:00 bis 07:00 Uhr, auch E-Mails'));
  await page.goto(`${product.url}/briefe`);
  await page.getByLabel('Person oder Betrieb suchen').fill('Haase');
  await page.getByRole('button', { name: /Haase Sanitär/ }).click();
  await button(page, 'Benachrichtigungen ansehen und ändern').click();
  await page.getByLabel('Wann: Erinnerungen').selectOption('never');
  await manager.look('person');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('person-dark');
  await button(page, 'Einstellungen speichern').click();
  await seen(page.getByText('Einstellungen gespeichert'));
  expect((await kept(cast.contractor.email))?.body).toMatchObject({ kinds: { reminders: { timing: 'never' } } });
  const audit = await product.workspace.query(
    `select actor from audit where what = 'person.preferences' and after -> 'kinds' ? 'reminders'`,
  );
  expect(audit).toMatchObject([{ actor: { kind: 'employee' } }]);
  expect(manager.complaints).toEqual([]);
});
