import type { ParsedMail } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { button, cameraPhoto, fillSignIn, scriptsOf, seen, Taps } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

// What people have to do for what they came for, counted in a real browser; the table is printed at the end.

let product: TestProduct;
let browser: Browser;
let manager: Visitor;
let resident: Visitor;
let contractor: Visitor;
const table: { who: string; what: string; value: string; most: string }[] = [];
const note = (who: string, what: string, value: string | number, most = '') =>
  table.push({ who, what, value: String(value), most });
const seconds = (taps: Taps) => taps.seconds().toFixed(1);
const linkIn = (mail: ParsedMail) => /https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
const says = (words: string) => (mail: ParsedMail) => `${mail.subject}\n${mail.text}`.includes(words);
const complained = () => [manager, resident, contractor].flatMap((visitor) => visitor?.complaints ?? []);

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  if (table.length > 0) console.table(table);
  await browser?.close();
  await product?.stop();
});

test('a resident reports with a photo in four screens and few taps, on a small phone', async () => {
  resident = await visit(browser, 'm-resident', { width: 360, height: 640 });
  const { page } = resident;
  const scripts = scriptsOf(page);
  await fillSignIn(page, `${product.url}/anmelden`, { email: cast.resident.email, password: product.password });
  await button(page, 'Anmelden').click();
  await seen(page.getByText('Noch keine Meldungen'));
  const photo = await cameraPhoto();
  const screens = new Set<string>();
  const screen = async (title: string) => {
    await seen(page.getByRole('heading', { name: title, level: 1 }));
    screens.add(title);
  };
  const taps = new Taps();
  await taps.tap(page.getByRole('link', { name: 'Schaden melden' }).first());
  await screen('Worum geht es?');
  const kilobytes = await scripts();
  await taps.tap(button(page, 'Wasser'));
  await screen('Wo ist es?');
  await taps.tap(page.getByText('Wohnung 07'));
  await taps.tap(button(page, 'Weiter'));
  await taps.tap(page.getByText('Hahn, Rohr oder Spülung tropft'));
  await screen('Was ist los?');
  await taps.choose(page.getByLabel(/Fotos aufnehmen/), [photo]);
  await page.getByRole('img', { name: 'Foto 1 von 1' }).waitFor();
  await seen(button(page, 'Weiter'));
  await taps.tap(button(page, 'Weiter'));
  await screen('Stimmt alles?');
  await taps.tap(button(page, 'Schaden melden'));
  await seen(page.getByRole('heading', { name: 'Ihre Meldung ist angekommen' }));
  note('resident', 'photo report: screens', screens.size, '4');
  note('resident', 'photo report: taps', taps.count, '9');
  note('resident', 'photo report: seconds, by script', seconds(taps), '60');
  note('resident', 'script of the form, kB compressed', kilobytes.toFixed(0), '150');
  expect(screens.size).toBeLessThanOrEqual(4);
  expect(taps.count).toBeLessThanOrEqual(9);
  expect(kilobytes).toBeGreaterThan(20);
  expect(kilobytes).toBeLessThanOrEqual(150);
});

test('a manager triages it in three acts, by keys alone, and finds every act at the desk without a mouse', async () => {
  manager = await visit(browser, 'm-manager', { width: 1440, height: 900 });
  const { page } = manager;
  const scripts = scriptsOf(page);
  await fillSignIn(page, `${product.url}/anmelden/verwaltung`, {
    email: cast.manager.email,
    password: product.password,
  });
  await button(page, 'Anmelden').click();
  await seen(button(page, 'Annehmen und beauftragen'));
  note('manager', 'script after signing in, kB compressed', (await scripts()).toFixed(0));
  const reach = await reachable(page);
  note('manager', 'acts at the desk within reach of keys, %', reach.share.toFixed(0), '≥ 95');
  expect(reach.share, `out of reach: ${reach.missing.join(', ')}`).toBeGreaterThanOrEqual(95);

  const taps = new Taps();
  let acts = 0;
  const act = async (key: string) => {
    await page.keyboard.press(key);
    acts += 1;
  };
  const dialog = page.getByRole('dialog');
  await act('o');
  await seen(dialog);
  await walkTo(page, cast.contractor.name);
  await act('Space');
  await walkTo(page, 'Annehmen und beauftragen');
  await act('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await seen(page.getByText('Nichts wartet auf Sie'));
  note('manager', 'new report accepted and ordered: acts', acts, '3');
  note('manager', 'the same, seconds by script', seconds(taps));
  expect(acts).toBeLessThanOrEqual(3);
});

test('a contractor accepts with three dates from the mail, and reports with three photos', async () => {
  const offer = await product.mailTo(cast.contractor.email, says('Neuer Auftrag'));
  contractor = await visit(browser, 'm-contractor', { width: 360, height: 640 });
  const { page } = contractor;
  // A slip of the finger: nothing of it reaches anybody.
  await page.goto(linkIn(offer));
  await page.getByRole('button', { name: 'Ich kann nicht übernehmen' }).tap();
  await page.getByRole('button', { name: 'Auftrag zurückgeben' }).tap();
  await seen(page.getByText(/Bis dahin erfährt niemand davon/));
  await contractor.look('held');
  await button(page, 'Rückgängig').tap();
  await seen(page.getByRole('button', { name: 'Auftrag zurückgeben' }));
  const declined = await product.workspace.query(`select state from command where type = 'decline'`);
  expect(declined).toEqual([{ state: 'withdrawn' }]);
  note('contractor', 'an order given away by mistake, undone: taps', 1, '1');
  const accepting = new Taps();
  accepting.count += 1; // the mail's one button
  await page.goto(linkIn(offer));
  await accepting.tap(button(page, 'Annehmen und Termine vorschlagen'));
  await seen(page.getByLabel('Vorschlag 3', { exact: true }));
  await accepting.tap(button(page, 'Annehmen und diese Termine senden'));
  await seen(button(page, 'Rückgängig'));
  note('contractor', 'mail to accepted with three dates: taps', accepting.count, '6');
  note('contractor', 'the same, seconds by script', seconds(accepting), '30');
  expect(accepting.count).toBeLessThanOrEqual(6);
  await button(page, 'Jetzt senden').tap();
  await seen(page.getByText(/3 Termine vorgeschlagen/));

  const picking = new Taps();
  await picking.tap(resident.page.getByRole('link', { name: 'Stand der Meldung ansehen' }));
  await picking.tap(resident.page.getByRole('radio').nth(1));
  await picking.tap(button(resident.page, 'Diesen Termin zusagen'));
  await seen(resident.page.getByText('Vereinbarter Termin'));
  note('resident', 'a date picked: taps', picking.count, '4');
  expect(picking.count).toBeLessThanOrEqual(4);

  await seen(button(page, 'Arbeit fertig melden'));
  const photos = await Promise.all(['a.jpg', 'b.jpg', 'c.jpg'].map((name) => cameraPhoto(name)));
  const done = new Taps();
  await done.tap(button(page, 'Arbeit fertig melden'));
  await done.tap(page.getByRole('radio', { name: 'Fertig' }));
  await done.choose(page.getByLabel(/Fotos der Arbeit/), photos);
  await page.getByRole('img', { name: 'Foto 3 von 3' }).waitFor();
  await done.tap(button(page, 'Meldung senden'));
  await seen(button(page, 'Rückgängig'));
  note('contractor', 'done with three photos: taps', done.count, '6');
  note('contractor', 'the same, seconds by script', seconds(done), '45');
  expect(done.count).toBeLessThanOrEqual(6);
});

test('a report that was begun lives on without a connection: words, photos and the form itself', async () => {
  const cellar = await visit(browser, 'm-cellar', { width: 360, height: 640 });
  const { page, context } = cellar;
  await page.goto(`${product.url}/melden/${cast.reportCode}`);
  await button(page, 'Wasser').click();
  await page.getByText('Gemeinschaftsbereich').click();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The form's parts are kept once it stands.
  await page.waitForFunction(async () => (await (await caches.open('report')).keys()).length > 5);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async () => {
    const kept = await (await caches.open('report')).keys();
    return kept.some(({ url }) => url.includes('portal.places'));
  });
  await context.setOffline(true);
  await button(page, 'Weiter').click();
  await page.getByText('Hahn, Rohr oder Spülung tropft').click();
  await page.getByLabel('Kurz gesagt').fill('Im Waschkeller steht Wasser');
  await page.getByLabel(/Fotos aufnehmen/).setInputFiles([await cameraPhoto()]);
  await seen(page.getByRole('alert'));
  await page.reload();
  await seen(page.getByRole('img', { name: 'Foto 1 von 1' }));
  await expect.poll(() => page.getByLabel('Kurz gesagt').inputValue()).toBe('Im Waschkeller steht Wasser');
  await cellar.look('offline');
  await context.setOffline(false);
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await button(page, 'Weiter').click();
  await seen(page.getByText('Stimmt alles?'));
  // The phone's own way back leads to the screen before, also past the reload, and not out of the form.
  await page.goBack();
  await seen(page.getByRole('heading', { name: 'Was ist los?' }));
  await expect.poll(() => page.getByLabel('Kurz gesagt').inputValue()).toBe('Im Waschkeller steht Wasser');
  await page.goBack();
  await seen(page.getByRole('heading', { name: 'Wo ist es?' }));
  note('resident', 'begun report offline and after a reload', 'words, photo, form', 'all');
  await context.close();
});

test('while changes arrive a click, the focus and what is being read stay where they are', async () => {
  const { page } = manager;
  await page.goto(`${product.url}/schreibtisch?ansicht=open`);
  const row = page.locator('[id^="row-"]').first();
  await seen(row);
  await row.focus();
  const box = (await row.boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  // Something is written meanwhile; the page hears of it between the finger's way down and up.
  const heard = page.waitForResponse((response) => response.url().includes('desk.rows'));
  await noteOn(page, ((await row.getAttribute('id')) ?? '').replace('row-', ''));
  await heard;
  await seen(page.getByText('Ersatzteil ist bestellt.'));
  await page.mouse.up();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(await row.getAttribute('id'));
  await page.mouse.dblclick(box.x + 60, box.y + 20);
  await page.waitForURL(/\/vorgaenge\//);
  expect(complained()).toEqual([]);
});

/** Writes a note as who sits at the page, past the page itself. */
async function noteOn(page: Page, ticketId: string): Promise<void> {
  const command = { type: 'note', visibility: 'internal' };
  const body = JSON.stringify({ ticketId, commandId: crypto.randomUUID(), command, text: 'Ersatzteil ist bestellt.' });
  const status = await page.evaluate(async (said) => {
    const headers = { 'content-type': 'application/json', 'x-entrance': 'management' };
    return (await fetch('/api/trpc/tickets.act', { method: 'POST', headers, body: said })).status;
  }, body);
  expect(status).toBe(200);
}

/** Presses Tab until what has this name is in focus; walking there is no act. */
async function walkTo(page: Page, name: string): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      const label = here instanceof HTMLInputElement ? here.labels?.[0]?.textContent : here?.textContent;
      return label ?? '';
    });
    if (at.includes(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"`);
}

/** Which share of what can be pressed on the page is reached by Tab, or has a key of its own. */
async function reachable(page: Page): Promise<{ share: number; missing: string[] }> {
  const count = await page.evaluate(() => {
    const all = document.querySelectorAll('a[href], button, input, select, textarea, [role="button"], summary');
    let marked = 0;
    for (const each of all) {
      const hidden = each.closest('[inert], [hidden]') !== null || each.getClientRects().length === 0;
      if (hidden || (each as HTMLButtonElement).disabled) continue;
      marked += 1;
      each.setAttribute('data-measured', String(marked));
    }
    return marked;
  });
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  const found = new Set<string>();
  for (let n = 0; n < count + 20; n += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-measured'));
    if (at) found.add(at);
  }
  const missing = await page.evaluate(
    (reached) =>
      [...document.querySelectorAll('[data-measured]')]
        .filter((each) => !reached.includes(each.getAttribute('data-measured') ?? ''))
        .filter((each) => !each.hasAttribute('aria-keyshortcuts'))
        .map((each) => each.getAttribute('aria-label') ?? each.textContent?.trim() ?? each.tagName),
    [...found],
  );
  return { share: (100 * (count - missing.length)) / count, missing };
}
