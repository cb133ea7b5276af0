import type { Browser, Locator, Page } from 'playwright-core';
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

/** The to-do that comes first in the template. */
const FIRST = 'Zustand des Daches aufnehmen';

async function toProjects(page: Page): Promise<void> {
  await signIn(page, product);
  await page.getByRole('link', { name: 'Projekte' }).first().click();
}

/** Moves what is held over a place, and stays there until the page shows that it would take it. */
async function heldOver(page: Page, { x, y }: { x: number; y: number }, isTaken: () => Promise<boolean>) {
  await page.mouse.move(x, y, { steps: 6 });
  let n = 0;
  await expect
    .poll(async () => {
      n += 1;
      await page.mouse.move(x, y + (n % 2));
      return isTaken();
    })
    .toBe(true);
}

/** Drags a card to a column, and lets go when the column takes on the colour that says so. */
async function dragOnto(page: Page, card: Locator, column: Locator): Promise<void> {
  const colour = () => column.evaluate((element) => getComputedStyle(element).backgroundColor);
  const atRest = await colour();
  await card.scrollIntoViewIfNeeded();
  const [from, to] = [(await card.boundingBox())!, (await column.boundingBox())!];
  await page.mouse.move(from.x + 40, from.y + 20);
  await page.mouse.down();
  await heldOver(page, { x: to.x + 60, y: to.y + 24 }, async () => (await colour()) !== atRest);
  await page.mouse.up();
}

test('a project is started from a template, replanned by drag and by keyboard, and worked on from a mailed link', async () => {
  const manager = await visit(browser, 'project', { width: 1440, height: 900 });
  const { page } = manager;
  await toProjects(page);
  await seen(page.getByText('Noch kein Projekt'));
  await page.getByRole('link', { name: 'Projekt anlegen' }).first().click();
  await page.getByLabel('Objekt', { exact: true }).selectOption({ index: 1 });
  await page.getByText('Dachsanierung', { exact: true }).click();
  await seen(page.getByText('Vorschau der Termine'));
  await seen(page.getByRole('listitem').filter({ hasText: FIRST }));
  await button(page, 'Projekt starten').click();
  await seen(page.getByText('Bitte wählen Sie, wer das übernimmt.'));
  await page.getByLabel('Dachdecker').selectOption({ label: `${cast.contractor.name} (Sanitär)` });
  await button(page, 'Projekt starten').click();
  await seen(page.getByRole('heading', { name: 'Dachsanierung', level: 1 }));
  await seen(page.getByText('Wartet auf Haase Sanitär GmbH'));
  await manager.look('list');

  // By drag: the first card goes to the next column.
  await page.getByRole('link', { name: 'Tafel' }).click();
  const begun = page.getByRole('region', { name: 'In Arbeit' });
  const card = page.getByRole('region', { name: 'Offen' }).getByRole('listitem').filter({ hasText: FIRST });
  await manager.look('board');
  await dragOnto(page, card, begun);
  await seen(begun.getByText(FIRST));
  // Its menu does the same.
  await button(page, `Aktionen: ${FIRST}`).click();
  await page.getByRole('menuitem', { name: 'Offen', exact: true }).click();
  await seen(page.getByRole('region', { name: 'Offen' }).getByText(FIRST));

  // By keyboard: the bar moves with the arrows, and is put down with Enter.
  await page.getByRole('link', { name: 'Zeitachse' }).click();
  const bar = page.getByRole('button', { name: new RegExp(`^${FIRST}, `) });
  await seen(bar);
  await manager.look('timeline');
  await bar.focus();
  for (let days = 0; days < 5; days += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('listitem').filter({ hasText: 'Leistungen beschreiben' }));
  await manager.look('move');
  await dialog.getByRole('button', { name: 'Verschieben', exact: true }).click();
  await seen(page.getByText(/weitere Termine folgen/));
  await dialog.waitFor({ state: 'detached' });

  // The timeline tells it, so the bar stands where it belongs by now.
  await seen(page.getByText(/weitere Termine folgten/));

  // And by drag: the same form asks, with the day under the pointer.
  const { x = 0, y = 0, width = 0 } = (await bar.boundingBox()) ?? {};
  await page.mouse.move(x + width - 4, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + width + 40, y + 10, { steps: 4 });
  const said = page.getByRole('button', { name: new RegExp(`^${FIRST}, .*verschieben auf`) });
  await heldOver(page, { x: x + width + 94, y: y + 12 }, async () => (await said.count()) > 0);
  await page.mouse.up();
  await seen(dialog.getByText('Das verschiebt sich'));
  await seen(dialog.getByRole('listitem').filter({ hasText: FIRST }));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // The roofer has a mail with a link of their own; a scanner that opens it changes nothing.
  const mail = await product.mailTo(cast.contractor.email, ({ subject }) => /zuständig/.test(subject ?? ''));
  expect(mail.text).toContain(FIRST);
  const link = mail.text?.match(/http\S+\/p\/\S+/)?.[0] ?? '';
  const path = new URL(link).pathname;
  expect(await product.ask('HEAD', `${product.url}${path}`)).toBe(200);
  const roofer = await visit(browser, 'project-roofer', { width: 360, height: 640 });
  await roofer.page.goto(`${product.url}${path}`);
  await seen(roofer.page.getByRole('heading', { name: 'Dachsanierung', level: 1 }));
  await seen(roofer.page.getByText(FIRST));
  await roofer.look('part');
  expect(await roofer.page.getByText('Drei Angebote einholen').count()).toBe(0);
  await roofer.page.getByText('Fotos', { exact: true }).click();
  await button(roofer.page, 'Als erledigt melden').first().click();
  // For half a minute nobody hears of it, and it can be taken back.
  await seen(roofer.page.getByText('Bis dahin erfährt niemand davon'));
  await roofer.look('part-held');
  await button(roofer.page, 'Rückgängig').click();
  await button(roofer.page, 'Mit Nachricht oder Foto erledigt melden').first().click();
  const words = roofer.page.getByRole('dialog').getByRole('textbox');
  await words.fill('Gerüst steht noch.');
  await roofer.page.getByRole('dialog').getByRole('button', { name: 'Als erledigt melden' }).click();
  await button(roofer.page, 'Rückgängig').click();
  // What was written comes again with its form.
  await words.waitFor();
  await expect.poll(() => words.inputValue()).toBe('Gerüst steht noch.');
  await roofer.page.getByRole('dialog').getByRole('button', { name: 'Als erledigt melden' }).click();
  await button(roofer.page, 'Jetzt senden').click();
  await button(roofer.page, 'Rückgängig').waitFor({ state: 'detached' });

  // Live: the manager sees it without asking, and has the ball.
  await page.getByRole('link', { name: 'Liste', exact: true }).click();
  await seen(page.getByRole('button', { name: 'Erledigt melden: Leistungen beschreiben' }));
  await page
    .getByRole('button', { name: new RegExp(`^${FIRST}`) })
    .first()
    .click();
  await seen(page.getByRole('dialog').getByText('Checkliste'));
  await page.keyboard.press('Escape');

  // On paper everything stands that the list shows.
  await page.goto(`${page.url().split('?')[0]}/druck`);
  await seen(page.getByRole('cell', { name: FIRST }));
  await manager.look('print');
  await page.emulateMedia({ media: 'print' });
  await seen(page.getByText('Wartet auf: Leistungen beschreiben'));
  await expect.poll(() => button(page, 'Drucken').isVisible()).toBe(false);
  expect(manager.complaints).toEqual([]);
  expect(roofer.complaints).toEqual([]);
});
