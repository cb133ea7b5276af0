import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { actBeside, button, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

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

/** Writes a report of the resident down and gives its id and number. */
async function report(page: Page): Promise<{ id: string; number: string }> {
  const [place] = await product.workspace.query<{ building: string; unit: string; reporter: string }>(
    `select u.building_id as building, u.id as unit, t.person_id as reporter from unit u
     join tenancy t on t.unit_id = u.id limit 1`,
  );
  const id = crypto.randomUUID();
  const { number } = await actBeside<{ number: string }>(page, 'tickets.create', {
    ticketId: id,
    commandId: crypto.randomUUID(),
    buildingId: place?.building,
    unitId: place?.unit,
    reporterId: place?.reporter,
    place: 'unit',
    category: 'water',
    title: 'Der Hahn tropft',
  });
  return { id, number };
}

test('a reusable text is written with its placeholders, and inserted by the keyboard with everything filled in', async () => {
  manager = await visit(browser, 'texts', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByText('Nichts wartet auf Sie').waitFor();
  await page.getByRole('link', { name: 'Texte', exact: true }).click();
  await page.getByText('Noch keine Textbausteine').waitFor();
  await manager.look('none');
  await button(page, 'Textbaustein anlegen').click();
  await page.getByLabel('Name', { exact: true }).fill('Fotos');
  await page.getByLabel('Wofür?').selectOption('ask');
  await page.getByLabel('Text', { exact: true }).fill('Guten Tag {Nam}, bitte zwei Fotos zu ');
  await page.getByText('Den Platzhalter {Nam} gibt es nicht.').waitFor();
  await page.getByLabel('Text', { exact: true }).fill('Guten Tag {Name}, bitte zwei Fotos zu ');
  await button(page, 'Vorgangsnummer').click();
  await manager.look('block');
  await button(page, 'Speichern').click();
  await button(page, /^Fotos Rückfragen/).waitFor();
  await manager.look('blocks');

  const { id, number } = await report(page);
  await page.goto(`${product.url}/vorgaenge/${id}`);
  await button(page, 'Rückfrage').click();
  const words = page.getByRole('dialog').getByRole('textbox');
  await words.fill('Vorab:');
  await words.press('Alt+b');
  await page.getByRole('menuitem', { name: 'Fotos' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => words.inputValue())
    .toBe(`Vorab:\nGuten Tag ${cast.resident.name}, bitte zwei Fotos zu ${number}`);
  await expect.poll(() => words.evaluate((field) => field === document.activeElement)).toBe(true);
  // By the mouse as well.
  await words.fill('');
  await button(page, /Textbaustein/).click();
  await page.getByRole('menuitem', { name: 'Fotos' }).click();
  await expect.poll(() => words.inputValue()).toBe(`Guten Tag ${cast.resident.name}, bitte zwei Fotos zu ${number}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Frage senden' }).click();
  const asked = await product.mailTo(cast.resident.email, ({ text }) => text?.includes('bitte zwei Fotos') ?? false);
  expect(asked.text).toContain(`zwei Fotos zu ${number}`);
  expect(manager.complaints).toEqual([]);
});

test('what is added to a kind of mail is seen as it will look, and stands in the next one', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/texte`);
  await page.getByRole('link', { name: 'Ergänzungen' }).click();
  const preview = page.getByRole('region', { name: 'So geht die E-Mail hinaus' });
  await preview.getByText('Ihre Meldung').first().waitFor();
  await page.getByLabel('Ergänzung', { exact: true }).fill('Sprechzeit <b>von 8 bis 17 Uhr</b>');
  await preview.getByText('Sprechzeit <b>von 8 bis 17 Uhr</b>').waitFor();
  await manager.look('addition');
  await button(page, 'Speichern').click();
  await page.getByText('Die Ergänzung steht ab jetzt').waitFor();
  await report(page);
  const mail = await product.mailTo(cast.resident.email, ({ text }) => text?.includes('Sprechzeit') ?? false);
  expect(mail.html).not.toContain('<b>von 8');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await page.getByRole('link', { name: 'Ergänzungen' }).click();
  await preview.getByText('Sprechzeit').waitFor();
  await manager.look('addition-phone-dark');
  expect(manager.complaints).toEqual([]);
});
