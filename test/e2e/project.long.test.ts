import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '../../db/accounts.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { button, cameraPhoto, seen, signIn } from '../support/people.ts';
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

async function toProjects(page: Page): Promise<void> {
  await signIn(page, product);
  await page.getByRole('link', { name: 'Projekte' }).first().click();
}

/** Fills in the form of a new project; the firm of the story does the roof. */
async function planRoof(page: Page): Promise<void> {
  await page.goto(`${product.url}/projekte/neu`);
  await page.getByLabel('Objekt', { exact: true }).selectOption({ index: 1 });
  await page.getByText('Dachsanierung', { exact: true }).click();
  await seen(page.getByText('Vorschau der Termine'));
  await page.getByLabel('Dachdecker').selectOption({ label: `${cast.contractor.name} (Sanitär)` });
}

test('a project is planned on a phone too, and in the dark', async () => {
  const phone = await visit(browser, 'project-phone', { width: 360, height: 640 });
  const { page } = phone;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await toDesk(page);
  await planRoof(page);
  await phone.look('start');
  await button(page, 'Projekt starten').click();
  await seen(page.getByRole('heading', { name: 'Dachsanierung', level: 1 }));
  await phone.look('list');
  await page
    .getByRole('button', { name: /^Zustand des Daches aufnehmen/ })
    .first()
    .click();
  await seen(page.getByRole('dialog').getByText('Checkliste'));
  await phone.look('sheet');
  await page.keyboard.press('Escape');
  await button(page, 'Aufgabe hinzufügen').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Was ist zu tun').fill('Blitzschutz prüfen');
  await dialog.getByLabel('Termin', { exact: true }).fill('2020-01-02');
  await button(page, 'Aufgabe hinzufügen').last().click();
  await seen(dialog.getByText('Dieses Datum ist vorbei.'));
  await phone.look('refused');
  await dialog.getByLabel('Termin', { exact: true }).fill('2040-01-06');
  await button(page, 'Aufgabe hinzufügen').last().click();
  await dialog.waitFor({ state: 'detached' });
  await seen(page.getByText('Blitzschutz prüfen'));
  for (const view of ['tafel', 'zeitachse']) {
    await page.goto(`${page.url().split('?')[0]}?ansicht=${view}`);
    await seen(page.getByText('Blitzschutz prüfen'));
    await phone.look(view);
  }
  // The refused date is said by the server, which the browser notes.
  expect(phone.complaints.filter((said) => !/40\d/.test(said))).toEqual([]);
});

test('who belongs to several firms sends a photo with a to-do for the one that is responsible', async () => {
  const { workspace } = product;
  const manager = await visit(browser, 'project-two-firms-office', { width: 1440, height: 900 });
  await toDesk(manager.page);
  await planRoof(manager.page);
  await button(manager.page, 'Projekt starten').click();
  await seen(manager.page.getByRole('heading', { name: 'Dachsanierung', level: 1 }));
  // A firm of hers that the lists name first, and that has nothing to do with it.
  const [firm] = await workspace.query<{ person: string; id: string }>(
    `select c.person_id as person, c.id from contractor c join person p on p.id = c.person_id where p.email = $1`,
    [cast.contractor.email],
  );
  if (!firm) throw new Error('no firm');
  await workspace.query(`insert into contractor (id, person_id, trades) values ($1, $2, '{heating}')`, [
    '00000000-0000-4000-8000-00000000f1f1',
    firm.person,
  ]);
  await createAccount(workspace, {
    personId: firm.person,
    email: cast.contractor.email,
    password: product.password,
  });
  const roofer = await visit(browser, 'project-two-firms', { width: 360, height: 760 });
  const { page } = roofer;
  const part = `/firma/projekt/${new URL(manager.page.url()).pathname.split('/').at(-1)}`;
  await signIn(page, product, cast.contractor, `/anmelden/handwerker?weiter=${encodeURIComponent(part)}`);
  await button(page, 'Mit Nachricht oder Foto erledigt melden').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(await cameraPhoto());
  await dialog.getByRole('img', { name: 'Foto 1 von 1' }).waitFor();
  await dialog.getByRole('textbox').fill('So sieht es jetzt aus.');
  await roofer.look('said');
  await dialog.getByRole('button', { name: 'Als erledigt melden' }).click();
  await button(page, 'Jetzt senden').click();
  await button(page, 'Rückgängig').waitFor({ state: 'detached' });
  await roofer.look('sent');
  expect(await workspace.query(`select uploaded_by -> 'id' as firm from stored_file`)).toEqual([{ firm: firm.id }]);
  expect(
    await workspace.query(`select distinct actor -> 'id' as firm from command where actor ->> 'kind' = 'contractor'`),
  ).toEqual([{ firm: firm.id }]);
  expect(roofer.complaints).toEqual([]);
});

async function toDesk(page: Page): Promise<void> {
  await signIn(page, product);
  await page.waitForURL(/schreibtisch/);
}

test('a template is changed as its next version, with the dates that it would give; a cycle is refused', async () => {
  const manager = await visit(browser, 'project-template', { width: 1440, height: 900 });
  const { page } = manager;
  await toProjects(page);
  await page.getByRole('link', { name: 'Vorlagen' }).click();
  await manager.look('templates');
  await page.getByRole('link', { name: /Mieterwechsel/ }).click();
  await seen(page.getByText('Vorschau bei Beginn am'));
  await seen(page.getByRole('listitem').filter({ hasText: 'Kaution abrechnen' }));
  await manager.look('editor');
  await page.getByLabel('Name der Vorlage').fill('Mieterwechsel mit Renovierung');
  const counted = page.getByLabel('Gezählt ab').first();
  await counted.selectOption({ label: 'Ende von 10. Kaution abrechnen' });
  await button(page, 'Neue Fassung veröffentlichen').click();
  await seen(page.getByText('So würden Aufgaben im Kreis aufeinander warten.').last());
  await counted.selectOption({ label: 'Beginn des Projekts' });
  await button(page, 'Neue Fassung veröffentlichen').click();
  await seen(page.getByText('Fassung 2 ist veröffentlicht'));
  await seen(page.getByRole('link', { name: /Mieterwechsel mit Renovierung/ }));
  // The refusal is said by the server, which the browser notes.
  expect(manager.complaints.filter((said) => !/40\d/.test(said))).toEqual([]);
});
