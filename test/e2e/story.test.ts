import type { ParsedMail } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { pdf } from '../support/hostile-files.ts';
import { button, cameraPhoto, fillSignIn, seen } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
let photo: { name: string; mimeType: string; buffer: Buffer };
beforeAll(async () => {
  [product, browser, photo] = await Promise.all([startTestProduct(), startBrowser(), cameraPhoto()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const timeline = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'Verlauf' }) }).last();

/** The first link of a mail's text part: what its one button leads to. */
function linkIn(mail: ParsedMail): string {
  const link = /https?:\/\/\S+/.exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`no link in "${mail.subject}"`);
  return link;
}

/** The calendar file of a mail. */
function calendarOf(mail: ParsedMail): string {
  const file = mail.attachments.find(({ contentType }) => contentType.startsWith('text/calendar'));
  return file?.content.toString().replace(/\r\n[ \t]/g, '') ?? '';
}

const says = (words: string) => (mail: ParsedMail) => `${mail.subject}\n${mail.text}`.includes(words);

const commands = async () => {
  const [row] = await product.workspace.query<{ count: number }>('select count(*)::int as count from command');
  return row!.count;
};

/** Opens each link of these mails as scanners do, with scripts and the first button pressed too: nothing may come of it. */
async function scan(...mails: ParsedMail[]) {
  const before = await commands();
  const found = mails.flatMap(({ text, html }) => `${text}\n${html}`.match(/https?:\/\/[^\s"<>]+/g) ?? []);
  const links = [...new Set(found)].filter((link) => link.startsWith(product.url));
  expect(links.length).toBeGreaterThan(0);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const left = [...links];
  const look = async () => {
    const page = await context.newPage();
    for (let link = left.shift(); link !== undefined; link = left.shift()) {
      expect(await product.ask('HEAD', link)).toBeLessThan(400);
      expect(await product.ask('GET', link)).toBeLessThan(400);
      await page.goto(link, { waitUntil: 'load' });
      await seen(page.getByRole('main').getByRole('button'));
      await page.waitForTimeout(300);
      expect(await commands()).toBe(before);
      await page.getByRole('main').getByRole('button').first().click();
      await page.waitForTimeout(300);
    }
  };
  await Promise.all(links.slice(0, 3).map(look));
  await context.close();
  expect(await commands()).toBe(before);
}

test('from a dripping tap to a repaired one: three people, three screens, one story', async () => {
  const people: Visitor[] = [];
  const enter = async (who: string, width: number, height: number) => {
    const visitor = await visit(browser, who, { width, height });
    people.push(visitor);
    return visitor;
  };
  const manager = await enter('manager', 1440, 900);
  const resident = await enter('resident', 360, 740);
  const contractor = await enter('contractor', 390, 844);

  // The manager is at the desk before anything happens.
  await fillSignIn(manager.page, `${product.url}/anmelden/verwaltung`, { ...cast.manager, password: product.password });
  await manager.look('1-sign-in');
  await button(manager.page, 'Anmelden').click();
  await seen(manager.page.getByText('Nichts wartet auf Sie'));
  await manager.look('2-empty-desk');

  // The resident signs in and reports.
  await fillSignIn(resident.page, `${product.url}/anmelden`, { ...cast.resident, password: product.password });
  await resident.look('1-sign-in');
  await button(resident.page, 'Anmelden').click();
  await seen(resident.page.getByText('Noch keine Meldungen'));
  await resident.look('2-home');
  await resident.page.getByRole('link', { name: 'Schaden melden' }).click();
  await seen(resident.page.getByRole('heading', { name: 'Worum geht es?' }));
  await resident.look('3-report-what');
  await button(resident.page, 'Wasser').click();
  await seen(resident.page.getByRole('heading', { name: 'Wo ist es?' }));
  await resident.look('4-report-where');
  await resident.page.getByText('Wohnung 07').click();
  await button(resident.page, 'Weiter').click();
  await resident.page.getByText('Hahn, Rohr oder Spülung tropft').click();
  await resident.page.getByLabel('Kurz gesagt').fill('Wasserhahn in der Küche tropft');
  await resident.page.getByLabel(/Fotos aufnehmen/).setInputFiles(photo);
  await resident.page.getByLabel(/^Genauer/).fill('Seit gestern, etwa ein Tropfen je Sekunde.');
  await resident.page.getByLabel(/^Zugang/).fill('Ab 16 Uhr bin ich zu Hause.');
  await seen(button(resident.page, 'Weiter'));
  await resident.look('5-report-more');
  await button(resident.page, 'Weiter').click();
  await seen(resident.page.getByRole('heading', { name: 'Stimmt alles?' }));
  await resident.look('6-report-review');
  await button(resident.page, 'Schaden melden').click();
  await seen(resident.page.getByRole('heading', { name: 'Ihre Meldung ist angekommen' }));
  await resident.look('7-reported');
  await resident.page.getByRole('link', { name: 'Stand der Meldung ansehen' }).click();
  await seen(resident.page.getByRole('heading', { name: 'Wasserhahn in der Küche tropft' }));
  await resident.look('8-status-new');

  // It appears at the desk by itself; the manager accepts and orders.
  await seen(manager.page.getByRole('link', { name: /Wasserhahn in der Küche tropft/ }));
  await seen(button(manager.page, 'Annehmen und beauftragen'));
  await manager.look('3-desk-new');
  await button(manager.page, 'Annehmen und beauftragen').click();
  const dialog = manager.page.getByRole('dialog');
  await dialog.getByText(cast.contractor.name).click();
  await dialog.getByLabel(/Kostenrahmen/).fill('400');
  await dialog.getByLabel(/Hinweise für den Betrieb/).fill('Bitte Kartusche und Dichtung mitbringen.');
  await manager.look('4-order-dialog');
  await dialog.getByRole('button', { name: 'Annehmen und beauftragen' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await seen(manager.page.getByText('Nichts wartet auf Sie'));
  await manager.page.getByRole('link', { name: /^Bei anderen/ }).click();
  await seen(timeline(manager.page).getByText(`Auftrag an ${cast.contractor.name} gesendet`));
  await manager.look('5-desk-others');
  await manager.page.getByRole('link', { name: 'Ganz öffnen' }).click();
  await seen(manager.page.getByRole('link', { name: 'Zum Schreibtisch' }));
  await manager.look('6-ticket');
  await seen(timeline(resident.page).getByText(/hat den Auftrag erteilt/));
  expect(await resident.page.getByText('Bitte Kartusche und Dichtung mitbringen.').count()).toBe(0);

  // The contractor has a mail and no account.
  const offer = await product.mailTo(cast.contractor.email, says('Neuer Auftrag'));
  await scan(offer);
  await contractor.page.goto(linkIn(offer));
  await seen(button(contractor.page, 'Annehmen und Termine vorschlagen'));
  await contractor.look('1-offered');
  await button(contractor.page, 'Annehmen und Termine vorschlagen').click();
  await seen(contractor.page.getByLabel('Vorschlag 3', { exact: true }));
  await contractor.look('2-slots');
  // Somebody else of the firm is half way through a question meanwhile.
  const colleague = await contractor.context.newPage();
  await colleague.goto(linkIn(offer));
  await button(colleague, 'Rückfrage stellen').click();
  const question = colleague.getByLabel('Ihre Rückfrage an die Hausverwaltung');
  await question.fill('Gibt es einen Stellplatz?');
  const from = contractor.page.getByLabel('Von', { exact: true }).first();
  await from.selectOption('10:30');
  // The phone drops the tab: the dates stand there as they were chosen, in the form that was open.
  await contractor.page.reload();
  await seen(contractor.page.getByText('Angefangen und noch nicht gesendet', { exact: false }));
  expect(await from.inputValue()).toBe(String(10 * 60 + 30));
  await contractor.look('2-slots-begun');
  await button(contractor.page, 'Annehmen und diese Termine senden').click();
  // Nobody hears of it for half a minute; it is stored all the same, and does not need the page.
  await seen(contractor.page.getByText('Bis dahin erfährt niemand davon'));
  await contractor.page.reload();
  await seen(contractor.page.getByText('Ihre Zusage mit Terminvorschlägen', { exact: true }));
  await seen(button(contractor.page, 'Rückgängig'));
  expect(
    await timeline(manager.page)
      .getByText(/den Auftrag angenommen/)
      .count(),
  ).toBe(0);
  // The colleague's page comes back to the network and reads anew.
  await colleague.evaluate(() => ['offline', 'online'].map((name) => dispatchEvent(new Event(name))));
  await question.waitFor({ state: 'hidden' });
  // Taken back, the dates stand as they were chosen, in the form that accepts with them.
  await button(contractor.page, 'Rückgängig').click();
  await seen(button(contractor.page, 'Annehmen und diese Termine senden'));
  await expect.poll(() => from.inputValue()).toBe(String(10 * 60 + 30));
  await button(contractor.page, 'Annehmen und diese Termine senden').click();
  await button(contractor.page, 'Jetzt senden').click();
  await seen(timeline(contractor.page).getByText(/3 Termine vorgeschlagen/));
  await question.waitFor({ state: 'visible' });
  await expect.poll(() => question.inputValue()).toBe('Gibt es einen Stellplatz?');
  await colleague.close();
  await contractor.look('3-proposed');

  // The resident's page asks for a choice; so does a mail.
  await seen(resident.page.getByText('Welcher Termin passt Ihnen?'));
  await resident.look('9-pick');
  await scan(await product.mailTo(cast.resident.email, says('Wann darf der Handwerker kommen?')));
  await resident.page.getByRole('radio').nth(1).check();
  await button(resident.page, 'Diesen Termin zusagen').click();
  await seen(resident.page.getByText('Vereinbarter Termin'));
  await resident.page.getByText('Welcher Termin passt Ihnen?').waitFor({ state: 'hidden' });
  await resident.look('10-agreed');
  await seen(timeline(contractor.page).getByText(/hat den Termin .* zugesagt/));
  await seen(timeline(manager.page).getByText(/hat den Termin .* zugesagt/));
  const dates = await Promise.all(
    [cast.resident, cast.contractor].map(async ({ email }) =>
      calendarOf(await product.mailTo(email, (mail) => calendarOf(mail) !== '')),
    ),
  );
  for (const calendar of dates) {
    expect(calendar).toContain('BEGIN:VEVENT');
    expect(calendar).toMatch(/\r\nSEQUENCE:\d+\r\n/);
  }
  expect(new Set(dates.map((calendar) => /\r\nUID:(.*)\r\n/.exec(calendar)?.[1])).size).toBe(1);
  expect(new Set(dates.map((calendar) => /\r\nDTSTART.*/.exec(calendar)?.[0])).size).toBe(1);

  // The work is done. The report is taken back for a word that is missing, and said again.
  await contractor.look('4-running');
  await button(contractor.page, 'Arbeit fertig melden').click();
  await contractor.page.getByRole('radio', { name: 'Fertig' }).check();
  await contractor.page.getByLabel(/Fotos der Arbeit/).setInputFiles([photo, { ...photo, name: 'IMG_2042.jpg' }]);
  await contractor.page.getByLabel(/Was wurde gemacht/).fill('Kartusche getauscht, dicht.');
  await contractor.page.getByRole('img', { name: 'Foto 2 von 2' }).waitFor();
  // What has arrived is among the words that were begun; what is still under way would be sent anew.
  await expect.poll(() => contractor.page.getByRole('progressbar').count()).toBe(0);
  await contractor.look('5-complete');
  // The phone drops the tab: what was written, and the photos, stand in the form that was open.
  await contractor.page.reload();
  await seen(button(contractor.page, 'Fotos von vorhin weglassen'));
  await seen(contractor.page.getByText('Angefangen und noch nicht gesendet', { exact: false }));
  expect(await contractor.page.getByLabel(/Was wurde gemacht/).inputValue()).toBe('Kartusche getauscht, dicht.');
  await contractor.look('5-begun');
  await button(contractor.page, 'Meldung senden').click();
  await seen(button(contractor.page, 'Rückgängig'));
  await contractor.look('6-held');
  await button(contractor.page, 'Rückgängig').click();
  await seen(button(contractor.page, 'Fotos von vorhin weglassen'));
  await contractor.look('6-taken-back');
  const work = contractor.page.getByLabel(/Was wurde gemacht/);
  await expect.poll(() => work.inputValue()).toBe('Kartusche getauscht, dicht.');
  await work.fill('Kartusche und Dichtung getauscht, dicht.');
  await button(contractor.page, 'Meldung senden').click();
  await button(contractor.page, 'Jetzt senden').click();
  await seen(timeline(contractor.page).getByText(/die Arbeit fertig gemeldet/));
  await button(contractor.page, 'Rückgängig').waitFor({ state: 'detached' });

  // The resident is asked and confirms: it closes on every screen.
  await seen(resident.page.getByText('Ja, behoben'));
  await resident.look('11-verdict');
  await scan(await product.mailTo(cast.resident.email, says('Ist alles in Ordnung?')));
  // What was typed into another answer does not go out with this one.
  await resident.page.getByText('Nein, noch nicht').click();
  await resident.page.getByLabel('Was fehlt noch?').fill('Es tropft weiter.');
  await resident.page.getByText('Ja, behoben').click();
  await button(resident.page, 'Bestätigen, dass alles behoben ist').click();
  await seen(resident.page.getByText('Alles erledigt'));
  await resident.look('12-closed');
  await seen(timeline(manager.page).getByText(/bestätigt, dass alles erledigt ist/));
  expect(await timeline(manager.page).getByText('Es tropft weiter.').count()).toBe(0);
  await manager.look('7-closed');
  await seen(contractor.page.getByText('Abgenommen'));
  await contractor.look('7-closed');
  // Nothing of what was said, or was to be said, is left on the device.
  const left = () =>
    contractor.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('order ')));
  await expect.poll(left).toEqual([]);

  // The invoice comes when all is over: the office gets it, who lives there does not.
  await button(contractor.page, 'Rechnung senden').click();
  await button(contractor.page, 'Rechnung senden').click();
  await seen(contractor.page.getByText('Bitte hängen Sie die Rechnung als PDF oder Foto an.'));
  await contractor.page
    .getByLabel('Rechnung', { exact: true })
    .setInputFiles({ name: 'RE-4711.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await seen(contractor.page.getByText('RE-4711.pdf'));
  await contractor.look('8-invoice');
  await button(contractor.page, 'Rechnung senden').click();
  await button(contractor.page, 'Jetzt senden').click();
  await seen(timeline(contractor.page).getByText(/eine Rechnung geschickt/));
  await seen(timeline(manager.page).getByText(/eine Rechnung geschickt/));
  await scan(await product.mailTo(cast.manager.email, says('Eine Rechnung ist da')));
  const paper = timeline(manager.page).getByRole('link', { name: /RE-4711/ });
  const [path] = ((await paper.getAttribute('href')) ?? '').split('?');
  // In a window of its own: what is refused stands in a window's console.
  const statusFor = async ({ context }: Visitor, entrance: string) => {
    const page = await context.newPage();
    await page.goto(`${product.url}/healthz`);
    return page.evaluate(async (url) => (await fetch(url)).status, `${path}?entrance=${entrance}`);
  };
  expect(await statusFor(manager, 'management')).toBe(200);
  expect(await statusFor(resident, 'residents')).toBe(404);
  expect(
    await timeline(resident.page)
      .getByText(/Rechnung/)
      .count(),
  ).toBe(0);

  for (const { page } of people) {
    for (const told of [/den Auftrag angenommen/, /3 Termine vorgeschlagen/, /fertig gemeldet/])
      await seen(timeline(page).getByText(told));
  }
  await scan(...(await product.mailsTo(cast.resident.email)), ...(await product.mailsTo(cast.contractor.email)));
  expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);

  // Who can't be signed out stays, and is told.
  await resident.context.setOffline(true);
  await resident.page.getByRole('button', { name: /^Abmelden/ }).click();
  await seen(resident.page.getByText('Abmelden ging nicht: keine Verbindung.'));
  await seen(resident.page.getByText('Alles erledigt'));
  await resident.context.setOffline(false);
});

test('links that scanners opened, and whose first button they pressed, still serve their person', async () => {
  const resident = await visit(browser, 'returning', { width: 360, height: 740 });
  await resident.page.goto(`${product.url}/anmelden`);
  await resident.page.getByLabel('E-Mail-Adresse').fill(cast.resident.email);
  await button(resident.page, 'Zugang per E-Mail anfordern').click();
  await seen(resident.page.getByText('Sehen Sie in Ihr Postfach'));
  await resident.look('1-code');
  const entry = await product.mailTo(cast.resident.email, says('/anmelden/link#'));
  await scan(entry);
  await resident.page.goto(linkIn(entry));
  await seen(button(resident.page, 'Auf diesem Gerät anmelden'));
  await resident.look('2-link');
  await button(resident.page, 'Auf diesem Gerät anmelden').click();
  await resident.page.getByRole('link', { name: 'Schaden melden' }).click();
  await button(resident.page, 'Etwas anderes').click();
  await resident.page.getByText('Gemeinschaftsbereich').click();
  await button(resident.page, 'Weiter').click();
  await resident.page.getByLabel('Kurz gesagt').fill('Klingelschild im Eingang ist lose');
  await button(resident.page, 'Weiter').click();
  await button(resident.page, 'Schaden melden').click();
  await seen(resident.page.getByRole('heading', { name: 'Ihre Meldung ist angekommen' }));

  const manager = await visit(browser, 'manager-again', { width: 1440, height: 900 });
  await fillSignIn(manager.page, `${product.url}/anmelden/verwaltung`, { ...cast.manager, password: product.password });
  await button(manager.page, 'Anmelden').click();
  await button(manager.page, 'Annehmen und beauftragen').click();
  const dialog = manager.page.getByRole('dialog');
  await dialog.getByText(cast.otherContractor.name).click();
  await dialog.getByRole('button', { name: 'Annehmen und beauftragen' }).click();

  // Without a visit to agree on there is only one thing to say, and still a scanner does not say it.
  const offer = await product.mailTo(cast.otherContractor.email, says('Neuer Auftrag'));
  await scan(offer);
  const contractor = await visit(browser, 'contractor-again', { width: 390, height: 844 });
  await contractor.page.goto(linkIn(offer));
  await button(contractor.page, 'Auftrag annehmen').click();
  await seen(button(contractor.page, 'Verbindlich annehmen'));
  await contractor.look('1-accept');
  await button(contractor.page, 'Verbindlich annehmen').click();
  await button(contractor.page, 'Jetzt senden').click();
  await seen(timeline(contractor.page).getByText(/den Auftrag angenommen/));
  expect([resident, manager, contractor].flatMap(({ complaints }) => complaints)).toEqual([]);

  // Who gives an order back reads that it was taken, though their link shows the order no more.
  await button(contractor.page, 'Auftrag zurückgeben').click();
  await seen(contractor.page.getByText('Warum geht es nicht?'));
  // What can't be sent says why beside its form, and is there when the connection and the page are.
  const reason = contractor.page.getByLabel(/^Möchten Sie etwas dazu sagen/);
  await reason.fill('Der Monteur ist krank.');
  await contractor.context.setOffline(true);
  await button(contractor.page, 'Auftrag zurückgeben').click();
  await seen(contractor.page.getByText('Dafür fehlt gerade die Verbindung', { exact: false }));
  await contractor.look('2-no-connection');
  await contractor.context.setOffline(false);
  await contractor.page.reload();
  await seen(reason);
  expect(await reason.inputValue()).toBe('Der Monteur ist krank.');
  await button(contractor.page, 'Auftrag zurückgeben').click();
  await button(contractor.page, 'Jetzt senden').click();
  await seen(contractor.page.getByText('Sie haben den Auftrag zurückgegeben'));
  await contractor.look('2-given-back');
});
