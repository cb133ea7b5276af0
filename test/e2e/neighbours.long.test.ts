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

/** Writes a report about the house down at the desk and waits until its lifecycle runs. */
async function report(page: Page, title: string, answer: string): Promise<string> {
  const [place] = await product.workspace.query<{ building: string }>('select id as building from building limit 1');
  const id = crypto.randomUUID();
  await actBeside(page, 'tickets.create', {
    ticketId: id,
    commandId: crypto.randomUUID(),
    buildingId: place?.building,
    unitId: null,
    place: 'common',
    category: 'electrics',
    answers: { what: answer },
    title,
  });
  await expect.poll(() => phaseOf(id)).toBe('new');
  return id;
}

async function phaseOf(id: string): Promise<string | undefined> {
  const [row] = await product.workspace.query<{ phase: string }>('select phase from ticket where id = $1', [id]);
  return row?.phase;
}

test('tickets that are ticked at the desk become one order, each with its own place in it', async () => {
  manager = await visit(browser, 'collective', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByText('Nichts wartet auf Sie').waitFor();
  const ids = [await report(page, 'Licht im Keller aus', 'part'), await report(page, 'Licht im Hof aus', 'part')];
  await page.getByText('Licht im Hof aus').first().waitFor();
  for (const title of ['Licht im Keller aus', 'Licht im Hof aus'])
    await page.getByRole('checkbox', { name: title }).check();
  await page
    .getByRole('region', { name: 'Mit den ausgewählten Vorgängen' })
    .getByRole('button', { name: 'Beauftragen' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Vorgänge dieses Auftrags: 2').waitFor();
  await manager.look('order');
  await dialog.getByText(cast.otherContractor.name).click();
  await dialog.getByRole('button', { name: 'Annehmen und beauftragen' }).click();
  await expect.poll(async () => Promise.all(ids.map(phaseOf))).toEqual(['ordered', 'ordered']);
  const orders = await product.workspace.query('select distinct order_id from work_order_ticket', []);
  expect(orders).toHaveLength(1);
  await product.mailTo(cast.otherContractor.email, ({ subject }) => subject?.includes('Auftrag') ?? false);
  expect(manager.complaints).toEqual([]);
});

test('a neighbour without an account is offered what is reported, and joins it with a code by mail', async () => {
  const neighbour = await visit(browser, 'neighbour', { width: 360, height: 640 });
  const { page } = neighbour;
  await page.goto(`${product.url}/melden/${cast.reportCode}`);
  await button(page, 'Strom und Licht').click();
  await page.getByText('Gemeinschaftsbereich').click();
  await button(page, 'Weiter').click();
  await page.getByText('Eine Steckdose oder Lampe geht nicht').click();
  await button(page, 'Genau das: anschließen').first().waitFor();
  await neighbour.look('offered');
  await button(page, 'Genau das: anschließen').first().click();
  await page.getByText('Sie schließen sich an').waitFor();
  await page.getByLabel('Ihr Name').fill('Nina Nachbarin');
  await page.getByLabel('E-Mail-Adresse').fill('nina@example.de');
  await neighbour.look('joining');
  await button(page, 'Code anfordern').click();
  const mail = await product.mailTo('nina@example.de', ({ text }) => /\b\d{6}\b/.test(text ?? ''));
  await page.getByLabel('Code aus der E-Mail').fill(/\b(\d{6})\b/.exec(mail.text ?? '')?.[1] ?? '');
  await button(page, 'Genau das: anschließen').click();
  await page.getByRole('link', { name: 'Stand der Meldung ansehen' }).waitFor();
  await neighbour.look('joined');
  await product.mailTo('nina@example.de', ({ text }) => text?.includes('schon gemeldet') ?? false);
  expect(neighbour.complaints).toEqual([]);
});

test('a firm that is asked about a ticket without an order answers through its link, and sees nothing else', async () => {
  const { page } = manager;
  const id = await report(page, 'Sprechanlage rauscht', 'part');
  await page.goto(`${product.url}/vorgaenge/${id}`);
  await button(page, 'Rückfrage').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('An wen').selectOption({ label: 'Betrieb' });
  await dialog.getByLabel('Welcher Betrieb').selectOption({ label: cast.contractor.name });
  await dialog.getByRole('textbox').fill('Führen Sie diese Anlage?');
  await dialog.getByRole('button', { name: 'Frage senden' }).click();
  const mail = await product.mailTo(cast.contractor.email, ({ text }) => text?.includes('diese Anlage') ?? false);
  const link = /https?:\/\/\S+\/m\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
  expect(mail.text).toMatch(/^Vorgang V-/);
  const firm = await visit(browser, 'firm', { width: 360, height: 740 });
  await firm.page.goto(`${product.url}${new URL(link).pathname}`);
  await firm.page.getByText('Führen Sie diese Anlage?').first().waitFor();
  await firm.look('asked');
  await firm.page.getByRole('textbox').fill('Ja, seit Jahren.');
  await button(firm.page, 'Antwort senden').click();
  await firm.page.getByText('Bis dahin erfährt niemand davon').waitFor();
  await firm.look('held');
  await button(firm.page, 'Rückgängig').click();
  await expect.poll(() => firm.page.getByRole('textbox').inputValue()).toBe('Ja, seit Jahren.');
  await button(firm.page, 'Antwort senden').click();
  await button(firm.page, 'Jetzt senden').click();
  await firm.page.getByText('Ja, seit Jahren.').first().waitFor();
  await expect.poll(() => firm.page.getByRole('button', { name: /zurückziehen|Rückfrage/ }).count()).toBe(0);
  await firm.look('answered');
  await page.getByText('Ja, seit Jahren.').first().waitFor();
  expect([...manager.complaints, ...firm.complaints]).toEqual([]);
});
