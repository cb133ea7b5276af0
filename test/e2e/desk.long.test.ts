import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { payloads } from '../support/payloads.ts';
import { actBeside, arrowTo, button, seen, signIn, toast } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
let manager: Visitor;
const titles = ['Wasserschaden im Bad', 'Licht im Keller flackert', 'Haustür schließt nicht', 'Heizung bleibt kalt'];

const rows = (page: Page) => page.locator('[id^="row-"]');

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('what is written down for residents appears at the desk', async () => {
  manager = await visit(browser, 'desk', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await seen(page.getByText('Nichts wartet auf Sie'));
  const [place] = await product.workspace.query<{ building: string; unit: string; person: string }>(
    `select b.id as building, u.id as unit, p.id as person from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id join person p on p.id = t.person_id where p.email = $1`,
    [cast.resident.email],
  );
  for (const [n, title] of titles.entries())
    await actBeside(page, 'tickets.create', {
      ticketId: crypto.randomUUID(),
      commandId: crypto.randomUUID(),
      buildingId: place!.building,
      unitId: place!.unit,
      place: 'unit',
      category: 'water',
      title,
      description: 'Bitte bald.',
      urgency: n === 0 ? 'urgent' : 'normal',
      reporterId: place!.person,
    });
  await expect.poll(() => rows(page).count()).toBe(titles.length);
});

test('Strg+K finds a ticket by part of a word, a person in another spelling, and goes there by keys alone', async () => {
  const { page } = manager;
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: /Vorgang, Person, Objekt/ });
  await box.waitFor();
  await manager.look('palette-empty');
  await page.keyboard.type('schaden', { delay: 130 });
  await seen(page.getByRole('option', { name: /Wasserschaden im Bad/ }));
  await manager.look('palette');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Wasserschaden im Bad', level: 1 }));
  // Nobody waits for the box: the letters follow at once.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('berg');
  await expect.poll(() => box.inputValue()).toBe('berg');
  // Her tickets stand above her own line; the arrows lead down to it.
  await arrowTo(page, page.getByRole('option', { name: /^Anna Berger/ }));
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Anna Berger', level: 1 }));
  await page.getByRole('link', { name: 'Alle anzeigen' }).press('Enter');
  await seen(button(page, 'Filter entfernen: Anna Berger'));
  await expect.poll(() => rows(page).count()).toBe(titles.length);
});

test('with Strg+K a choice stays while finds arrive above it, and Enter means what was chosen when it was pressed', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch`);
  await seen(rows(page));
  let answer = () => {};
  let answered: Promise<void>;
  const hold = () => {
    answered = new Promise((resolve) => {
      answer = resolve;
    });
  };
  hold();
  await page.route(/desk\.search/, async (route) => {
    await answered;
    await route.continue();
  });
  const inList = page.getByRole('option', { name: /am Schreibtisch zeigen/ });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('keller');
  await seen(inList);
  await page.keyboard.press('ArrowDown');
  answer();
  await seen(page.getByRole('option', { name: /Licht im Keller flackert/ }));
  expect(await inList.getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('keller');
  await expect.poll(() => rows(page).count()).toBe(1);
  // Nothing was chosen: the first find is. Whoever pressed Enter before it came meant what stood there then.
  hold();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wasser');
  await seen(inList);
  const early = await page.evaluateHandle(
    () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
  );
  answer();
  await seen(page.getByRole('option', { name: /Wasserschaden im Bad/, selected: true }));
  await page.evaluate((event) => document.activeElement?.dispatchEvent(event), early);
  await expect.poll(() => page.url()).toContain('wasser');
  await expect.poll(() => rows(page).count()).toBe(1);
  expect(page.url()).not.toContain('/vorgaenge/');
  await page.unroute(/desk\.search/);
});

test('a table of chosen columns, narrowed and ordered, is saved as a view of one’s own', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch?ansicht=open&spalten=number,title,urgency,place,holder,due`);
  await seen(page.getByRole('columnheader', { name: 'Wartet auf' }));
  await button(page, 'Filter').click();
  await page.getByRole('menuitem', { name: 'Dringend', exact: true }).click();
  await expect.poll(() => rows(page).count()).toBe(1);
  await manager.look('table');
  await button(page, 'Ansicht sichern').click();
  await page.getByLabel('Name').fill('Dringendes');
  await manager.look('save-view');
  await page.getByRole('dialog').getByRole('button', { name: 'Ansicht sichern' }).click();
  const tab = page.getByRole('link', { name: 'Dringendes' });
  await expect.poll(() => tab.getAttribute('aria-current')).toBe('page');
  await page.goto(`${product.url}/schreibtisch`);
  await page.getByRole('link', { name: 'Dringendes' }).click();
  await seen(page.getByRole('columnheader', { name: 'Wartet auf' }));
  await expect.poll(() => rows(page).count()).toBe(1);
});

test('a star keeps a ticket among the favourites; whom everything waits for leads to those tickets', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch`);
  await seen(rows(page));
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await seen(page.getByRole('button', { name: /^Aus den Favoriten nehmen/ }));
  await page.getByRole('link', { name: /^Favoriten/ }).click();
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.getByRole('link', { name: 'Wartet auf' }).click();
  await seen(page.getByRole('rowheader', { name: 'Unser Schreibtisch' }));
  await manager.look('holders');
  await page.getByRole('link', { name: 'Unser Schreibtisch' }).click();
  await expect.poll(() => rows(page).count()).toBe(titles.length);
  await seen(page.getByText('Wartet auf: Wir'));
  await manager.look('holder-rows');
});

test('what is on the screen goes to paper and into tables with the same lines and columns', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch?ansicht=open&sortierung=-reported&spalten=number,title,due`);
  await expect.poll(() => rows(page).count()).toBe(titles.length);
  const screen = await rows(page).allTextContents();
  const menu = () => page.getByRole('button', { name: 'Weitere Aktionen' }).first().click();
  for (const [item, name] of [
    ['Als CSV laden', 'vorgaenge.csv'],
    ['Als Excel-Tabelle laden', 'vorgaenge.xlsx'],
  ] as const) {
    await menu();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(name);
  }
  await menu();
  await page.getByRole('menuitem', { name: 'Drucken' }).click();
  await seen(page.getByText(/^4 Vorgänge, Stand/));
  await expect.poll(() => page.locator('tbody td:nth-child(2)').allTextContents()).toEqual(screen);
  await expect.poll(() => page.getByRole('columnheader').allTextContents()).toEqual(['Nummer', 'Titel', 'Bis']);
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => button(page, 'Drucken').isVisible()).toBe(false);
  await manager.look('print');
  await page.emulateMedia({ media: 'screen' });
});

test('by keys alone: two are ticked and rejected at once; undo brings both back', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch`);
  await seen(rows(page));
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await seen(page.getByText('2 ausgewählt'));
  await expect.poll(() => page.locator('[id^="row-"][aria-current="true"]').textContent()).toContain(titles[1]);
  await expect.poll(() => page.locator('li input:checked').count()).toBe(2);
  await manager.look('ticked');
  await page.keyboard.press('l');
  await page.getByRole('dialog').getByRole('radio').first().check();
  await manager.look('batch-reject');
  await page.getByRole('dialog').getByRole('button', { name: 'Ablehnen' }).click();
  await seen(page.getByText('2 von 2 Vorgängen erledigt'));
  await expect.poll(() => rows(page).count()).toBe(titles.length - 2);
  await manager.look('batch-done');
  await button(page, 'Rückgängig').click();
  await seen(page.getByText('2 von 2 Handlungen zurückgenommen'));
  await expect.poll(() => rows(page).count()).toBe(titles.length);
  await button(page, 'Schließen').click();
  // One act alone goes the same way.
  await seen(button(page, 'Annehmen'));
  await page.keyboard.press('a');
  // The line stands for some seconds only, unless somebody points at it.
  await page.getByText('Meldung angenommen', { exact: true }).hover();
  await button(page, 'Annehmen').waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await seen(page.getByText('Zurückgenommen', { exact: true }));
  await seen(button(page, 'Annehmen'));
});

test('the key takes back what was done last, or nothing: never what was done before it', async () => {
  const { page } = manager;
  const undone: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('batch.undo')) undone.push(request.url());
  });
  await page.keyboard.press('a');
  // Its seconds begin again when the pointer leaves it.
  const older = toast(page, 'Meldung angenommen');
  await older.hover();
  await button(page, 'Annehmen').waitFor({ state: 'detached' });
  // No act stands both as a button and behind the three dots.
  const acts = page.getByRole('group', { name: 'Aktionen', exact: true });
  const names = await acts.getByRole('button').allTextContents();
  await acts.getByRole('button', { name: 'Weitere Aktionen' }).click();
  await seen(page.getByRole('menuitem'));
  const rare = await page.getByRole('menuitem').allTextContents();
  expect(rare.filter((name) => names.some((shown) => shown && name.startsWith(shown)))).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  await older.hover();
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByRole('textbox').fill('Tropft es noch?');
  await page.getByRole('dialog').getByRole('button', { name: 'Frage senden' }).click();
  const sent = toast(page, /^Gesendet$/);
  await seen(sent);
  await older.hover();
  await page.keyboard.press('z');
  // The older line still stands when the newer one is gone.
  await sent.waitFor({ state: 'detached' });
  expect(await older.isVisible()).toBe(true);
  await page.keyboard.press('z');
  // Whatever the key did has begun by the time of the next one.
  await page.keyboard.press('?');
  await seen(page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  expect(undone).toEqual([]);
});

test('the desk holds on a phone and in the dark', async () => {
  const phone = await visit(browser, 'desk-phone', { width: 360, height: 740 });
  await phone.context.addCookies(await manager.context.cookies());
  await phone.page.goto(`${product.url}/schreibtisch?ansicht=open&dringlichkeit=urgent`);
  await seen(rows(phone.page));
  await phone.look('rows');
  await phone.page.goto(`${product.url}/schreibtisch?ansicht=open&spalten=number,title,state,place,due`);
  await seen(rows(phone.page));
  await phone.look('table');
  await phone.page.goto(`${product.url}/schreibtisch/wartet-auf`);
  await seen(phone.page.getByRole('rowheader'));
  await phone.look('holders');
  await phone.page.getByRole('button', { name: 'Suchen' }).click();
  await seen(phone.page.getByRole('combobox'));
  await phone.look('palette');
  expect(phone.complaints).toEqual([]);
  await manager.page.emulateMedia({ colorScheme: 'dark' });
  await manager.page.goto(`${product.url}/schreibtisch`);
  await seen(rows(manager.page));
  await manager.page.keyboard.press('x');
  await manager.look('dark');
  await manager.page.emulateMedia({ colorScheme: 'light' });
  expect(manager.complaints).toEqual([]);
});

test('words that want to run stand at the desk and on a ticket’s page as words', async () => {
  const { page } = manager;
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    return dialog.dismiss();
  });
  const words = payloads.map((payload) => payload.replaceAll('\0', '').toWellFormed());
  // What everything is called: people, houses, dwellings, and the ticket itself.
  const name = '"\'><img src=x onerror=alert(1)><svg onload=alert(1)>{{7*7}}';
  await product.workspace.query('update person set given_name = $1, family_name = $1', [name]);
  await product.workspace.query('update property set name = $1, street = $1', [name]);
  const [place] = await product.workspace.query<{ building: string; unit: string; person: string }>(
    `select b.id as building, u.id as unit, t.person_id as person from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id limit 1`,
  );
  const half = words.length >> 1;
  for (const some of [words.slice(0, half), words.slice(half)]) {
    const ticketId = crypto.randomUUID();
    await actBeside(page, 'tickets.create', {
      ticketId,
      commandId: crypto.randomUUID(),
      buildingId: place!.building,
      unitId: place!.unit,
      place: 'unit',
      category: 'water',
      title: name,
      description: ['Es beginnt hier', ...some].join('\n'),
      urgency: 'urgent',
      reporterId: place!.person,
    });
    await page.goto(`${product.url}/vorgaenge/${ticketId}`);
    await seen(page.getByRole('heading', { name, level: 1 }));
    await seen(page.getByText('Es beginnt hier'));
  }
  await page.goto(`${product.url}/schreibtisch?ansicht=open&spalten=number,title,state,place,reporter,due`);
  await expect.poll(() => rows(page).filter({ hasText: name }).count()).toBeGreaterThanOrEqual(2);
  expect(await page.locator('img[src="x"], svg[onload]').count()).toBe(0);
  expect(asked).toEqual([]);
  expect(manager.complaints).toEqual([]);
});
