import { createOTP } from '@better-auth/utils/otp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '../../db/accounts.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
const clerk = { name: 'Karin Ott', email: 'karin.ott@verwaltung.example', id: '' };

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  const { workspace, password } = product;
  const [row] = await workspace.query<{ id: string }>(
    `insert into person (given_name, family_name, email) values ('Karin', 'Ott', $1) returning id`,
    [clerk.email],
  );
  clerk.id = row?.id ?? '';
  await workspace.query(`insert into employee (person_id, function) values ($1, 'clerk')`, [clerk.id]);
  await createAccount(workspace, { personId: clerk.id, email: clerk.email, password });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** What an app shows for the secret that the page told. */
function shown(secret: string, steps = 0): Promise<string> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  return createOTP(bytes).hotp(Math.floor(Date.now() / 30_000) + steps);
}

test('a second proof is set up by QR code, asked for at the door, and replaced by a recovery code', async () => {
  const visitor = await visit(browser, 'second-factor', { width: 360, height: 740 });
  const { page } = visitor;
  await signIn(page, product, clerk);
  await page.waitForURL('**/schreibtisch*');
  await page.goto(`${product.url}/konto`);
  await seen(page.getByRole('heading', { name: 'Mein Konto' }));
  await seen(page.getByText('Dieses Gerät'));
  await visitor.look('account');
  await button(page, 'Zweiten Nachweis einrichten').click();
  await page.getByLabel('Ihr Passwort').fill('nicht dieses');
  await button(page, 'Weiter').click();
  await seen(page.getByText('Das Passwort stimmt nicht.'));
  await page.getByLabel('Ihr Passwort').fill(product.password);
  await button(page, 'Weiter').click();
  await seen(page.getByRole('img', { name: 'QR-Code für Ihre App' }));
  await visitor.look('qr');
  const secret = ((await page.locator('[data-secret]').textContent()) ?? '').replace(/\s/g, '');
  await page.getByLabel('Code aus der App').fill(await shown(secret));
  await button(page, 'Einschalten').click();
  await seen(page.getByText('Ihre Wiederherstellungscodes'));
  await visitor.look('codes');
  const recovery = (await page.locator('.font-mono li').first().textContent()) ?? '';
  expect(recovery).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  await button(page, 'Ich habe sie aufbewahrt').click();
  await seen(page.getByText('Noch 10 Wiederherstellungscodes.'));

  const other = await visit(browser, 'recovery', { width: 1440, height: 900 });
  await signIn(other.page, product, clerk);
  await seen(other.page.getByLabel('Code aus der App'));
  await other.look('door');
  await other.page.getByLabel('Code aus der App').fill('000000');
  await button(other.page, 'Anmelden').click();
  await seen(other.page.getByText('Dieser Code stimmt nicht oder wurde schon benutzt.'));
  await other.page.getByLabel('Code aus der App').fill(recovery.toLowerCase());
  await button(other.page, 'Anmelden').click();
  await other.page.waitForURL('**/schreibtisch*');
  // The phone's session is signed out from here, and its page is led to the door by itself.
  await other.page.goto(`${product.url}/konto`);
  await seen(other.page.getByText('Noch 9 Wiederherstellungscodes.'));
  await other.look('account');
  await button(other.page, 'Abmelden').first().click();
  await seen(other.page.getByText('Das Gerät ist abgemeldet.'));
  await page.goto(`${product.url}/schreibtisch`);
  await page.waitForURL('**/anmelden/verwaltung*');
  expect(other.complaints.filter((line) => !line.includes('status of 401'))).toEqual([]);
});

test('a forgotten password is replaced by mail', async () => {
  const visitor = await visit(browser, 'password', { width: 360, height: 740 });
  const { page } = visitor;
  await page.goto(`${product.url}/anmelden/verwaltung`);
  await page.getByRole('link', { name: 'Passwort vergessen' }).click();
  await seen(page.getByRole('heading', { name: 'Neues Passwort' }));
  await page.getByLabel('E-Mail-Adresse').fill(clerk.email);
  await visitor.look('forgot');
  await button(page, 'E-Mail anfordern').click();
  await seen(page.getByLabel('Code aus der E-Mail'));
  const mail = await product.mailTo(clerk.email, ({ subject }) => /Passwort/.test(subject ?? ''));
  const link = /https?:\S+\/anmelden\/passwort#[\w-]+/.exec(mail.text ?? '')?.[0] ?? '';
  await page.goto(link.replace(/^https?:\/\/[^/]+/, product.url));
  await page.reload();
  await page.getByLabel('Neues Passwort').fill('Wind im Garten 9');
  await visitor.look('new');
  await button(page, 'Passwort festlegen').click();
  await seen(page.getByText('Das neue Passwort gilt ab jetzt.'));
  await signIn(page, product, { ...clerk, password: 'Wind im Garten 9' });
  await seen(page.getByLabel('Code aus der App'));
});

test('roles are given, an absence is entered, and the insight page says what follows', async () => {
  const manager = await visit(browser, 'team', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Mitarbeiter' }).first().click();
  await seen(page.getByText('Karin Ott'));
  await manager.look('team');
  await page.getByRole('button', { name: 'Rollen ändern: Karin Ott' }).click();
  await button(page, 'Weitere Rolle geben').click();
  await button(page, 'Speichern').click();
  await seen(page.getByText('Wählen Sie mindestens ein Objekt.'));
  await page.getByLabel('Rolle', { exact: true }).nth(1).selectOption({ label: 'Buchhaltung (nur lesen)' });
  await page.getByLabel('Für alle Objekte').nth(1).check();
  await page.getByLabel('Aufträge und Freigaben bis').first().fill('500');
  await manager.look('roles');
  await button(page, 'Speichern').click();
  await seen(page.getByText('Sachbearbeiter: Alle Objekte, bis 500,00 €'));
  await button(page, 'Eigene Rolle anlegen').click();
  await page.getByLabel('Name der Rolle').fill('Empfang');
  await page.getByLabel('Meldungen annehmen, weiterleiten und schließen').check();
  await manager.look('role');
  await button(page, 'Speichern').click();
  await seen(page.getByText('Empfang'));

  await page.goto(`${product.url}/abwesenheiten`);
  await seen(page.getByText('Niemand ist weg'));
  await manager.look('nobody-away');
  await button(page, 'Abwesenheit eintragen').click();
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  await page.getByLabel('Erster Tag').fill(today);
  await page.getByLabel('Letzter Tag').fill(today);
  await page.getByLabel('Vertretung').selectOption({ label: clerk.name });
  await manager.look('absence');
  await button(page, 'Speichern').click();
  await seen(page.getByText('Vertreten durch Karin Ott'));
  await manager.look('absences');

  const phone = await visit(browser, 'insight', { width: 360, height: 740 });
  await signIn(phone.page, product);
  await phone.page.waitForURL('**/schreibtisch*');
  await phone.page.goto(`${product.url}/einblick/${clerk.id}`);
  await seen(phone.page.getByText(`in Vertretung für ${cast.manager.name}`));
  await phone.look('colleague');
  await phone.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await phone.look('colleague-dark');
  await phone.page.getByLabel('Person suchen').fill('Berger');
  await phone.page.getByRole('link', { name: cast.resident.name }).click();
  await seen(phone.page.getByRole('heading', { name: cast.resident.name }));
  await phone.look('resident');
  await phone.page.goto(`${product.url}/abwesenheiten`);
  await seen(phone.page.getByText('Vertreten durch Karin Ott'));
  await phone.look('absences-dark');
  await phone.page.goto(`${product.url}/mitarbeiter`);
  await seen(phone.page.getByText('Empfang'));
  await phone.look('team-dark');
  expect([...manager.complaints, ...phone.complaints]).toEqual([]);
});

test('places stand in groups that keyboard and thumb open and close, and stay as they were left', async () => {
  const phone = await visit(browser, 'places', { width: 360, height: 740 });
  const { page } = phone;
  await signIn(page, product);
  await page.waitForURL('**/schreibtisch*');
  await page.goto(`${product.url}/mitarbeiter`);
  await page.getByRole('button', { name: 'Menü' }).click();
  const drawer = page.getByRole('dialog');
  await seen(drawer.getByRole('link', { name: 'Regeln' }));
  const directory = drawer.getByRole('button', { name: 'Objekte und Personen' });
  await expect.poll(() => directory.getAttribute('aria-expanded')).toBe('false');
  await expect.poll(() => drawer.getByRole('link', { name: 'Objekte' }).count()).toBe(0);
  await phone.look('drawer');
  await directory.press('Enter');
  await seen(drawer.getByRole('link', { name: 'Objekte' }));
  await page.reload();
  await page.getByRole('button', { name: 'Menü' }).click();
  await drawer.getByRole('link', { name: 'Objekte' }).click();
  await page.waitForURL('**/objekte');
  await drawer.waitFor({ state: 'detached' });

  const wide = await visit(browser, 'places-wide', { width: 1440, height: 900 });
  await signIn(wide.page, product);
  await seen(wide.page.getByRole('link', { name: 'Systemzustand' }));
  await wide.look('desk');
  await wide.page.getByRole('button', { name: 'Verwaltung', exact: true }).press('Space');
  await expect.poll(() => wide.page.getByRole('link', { name: 'Systemzustand' }).count()).toBe(0);
  await wide.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await wide.look('closed-dark');
  expect([...phone.complaints, ...wide.complaints]).toEqual([]);
});
