import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { actBeside, button, signIn } from '../support/people.ts';
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

/** Writes a report down at the desk and waits until its lifecycle runs; gives its id. */
async function report(page: Page, title: string): Promise<string> {
  const [place] = await product.workspace.query<{ building: string; unit: string }>(
    'select u.building_id as building, u.id as unit from unit u limit 1',
  );
  const id = crypto.randomUUID();
  await actBeside(page, 'tickets.create', {
    ticketId: id,
    commandId: crypto.randomUUID(),
    buildingId: place?.building,
    unitId: place?.unit,
    place: 'unit',
    category: 'water',
    title,
  });
  await expect.poll(() => policyOf(id)).not.toBeNull();
  return id;
}

/** By which version a running ticket goes and when its reporter's management is reminded first; null before it runs. */
async function policyOf(id: string): Promise<{ version: number; reminders: number } | null> {
  const [row] = await product.workspace.query<{ version: number; steps: { kind: string }[] | null }>(
    `select policy_version as version, state -> 'balls' -> 0 -> 'steps' as steps from ticket where id = $1`,
    [id],
  );
  return row?.steps
    ? { version: row.version, reminders: row.steps.filter(({ kind }) => kind === 'reminder').length }
    : null;
}

test('a manager adds a reminder, sees the example change and publishes; a running ticket has it only when moved', async () => {
  manager = await visit(browser, 'rules', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByText('Nichts wartet auf Sie').waitFor();
  const running = await report(page, 'Vor den neuen Regeln');
  expect(await policyOf(running)).toEqual({ version: 1, reminders: 1 });

  await page.getByRole('link', { name: 'Regeln', exact: true }).click();
  await page.getByRole('heading', { name: 'Beispiel: Neu' }).waitFor();
  const example = page.getByRole('region', { name: 'Beispiel: Neu' });
  await example.getByText('Wie bisher').waitFor();
  await manager.look('rules-before');
  await button(page, 'Erinnerung hinzufügen').click();
  await example.getByText('Nach Ihrem Entwurf').waitFor();
  await expect.poll(() => example.getByText('Erinnerung', { exact: true }).count()).toBe(3);

  const second = page.getByLabel('2. Erinnerung nach', { exact: true });
  // One that comes too late is said at the field, and can't be published.
  await second.fill('600');
  await second.blur();
  await page.getByText('Eine Erinnerung muss vor dem Ende der Frist kommen.').first().waitFor();
  await expect.poll(() => button(page, 'Veröffentlichen').isDisabled()).toBe(true);
  await manager.look('rules-wrong');
  await second.fill('500');
  await second.blur();
  await manager.look('rules-draft');
  await button(page, 'Entwurf speichern').click();
  await page.getByText('Entwurf von').waitFor();
  await button(page, 'Veröffentlichen').click();
  await page.getByLabel('Was hat sich geändert?').fill('Zweite Erinnerung');
  await page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }).click();
  await page.getByText('Fassung 2 gilt seit').waitFor();

  const fresh = await report(page, 'Nach den neuen Regeln');
  expect(await policyOf(fresh)).toEqual({ version: 2, reminders: 2 });
  expect(await policyOf(running)).toEqual({ version: 1, reminders: 1 });
  await page.reload();
  await page.getByText('Noch nach älteren Fassungen laufen: Vorgänge 1').waitFor();
  await button(page, 'Alle umstellen').click();
  await expect.poll(() => policyOf(running)).toEqual({ version: 2, reminders: 2 });
  await button(page, 'Durchspielen').click();
  await page.getByText('In diesem Zeitraum wurde kein Vorgang abgeschlossen.').waitFor();
  expect(manager.complaints).toEqual([]);
});

test('the rules hold on a phone and in the dark', async () => {
  const { page } = manager;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await page.getByRole('heading', { name: 'Beispiel: Neu' }).waitFor();
  await manager.look('rules-phone-dark');
  expect(manager.complaints).toEqual([]);
});
