import { PDFDocument } from 'pdf-lib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '../../db/accounts.ts';
import { keepLetterhead } from '../../db/queries/letterhead.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { pdfOf } from '../support/paper.ts';
import { button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
const wide = { width: 1440, height: 900 };
const phone = { width: 360, height: 760 };
const mailOf = (name: string) => `${name.split(' ')[1]?.toLowerCase()}@am-see.example`;

/** Two owners of the house with e-mail, one without, one who has sold, and one who only lives there. */
const people: { name: string; mail: boolean; owns: [string, string | null] | null; lives?: true }[] = [
  { name: 'Vera Sommer', mail: true, owns: ['2020-01-01', null] },
  { name: 'Paul Winter', mail: false, owns: ['2020-01-01', null] },
  { name: 'Olga Herbst', mail: true, owns: ['2015-01-01', '2024-12-31'] },
  { name: 'Timo Lenz', mail: true, owns: null, lives: true },
];

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  const { workspace } = product;
  await workspace.query(
    `with p as (
       insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code,
         share_denominator)
       values ('031', 'WEG Am See 3', 'weg', 'BW', 'Am See 3', '70199', 'Stuttgart', 'see-3', 1000) returning id
     ) insert into building (property_id, name, street) select id, 'Am See 3', 'Am See 3' from p`,
  );
  for (const [n, { name, mail, owns, lives }] of people.entries()) {
    const [first = '', last = ''] = name.split(' ');
    const [row] = await workspace.query<{ person: string; unit: string }>(
      `with u as (insert into unit (building_id, number) select id, $1 from building where street = 'Am See 3' returning id),
         n as (insert into person (given_name, family_name, email, street, postal_code, city)
           values ($2, $3, $4, 'Am See 3', '70199', 'Stuttgart') returning id)
       select n.id as person, u.id as unit from u, n`,
      [`0${n + 1}`, first, last, mail ? mailOf(name) : null],
    );
    const { person = '', unit = '' } = row ?? {};
    if (owns)
      await workspace.query(
        'insert into ownership (unit_id, person_id, valid_from, valid_until) values ($1, $2, $3, $4)',
        [...[unit, person, ...owns]],
      );
    // Who has sold rents elsewhere in the house, and may sign in.
    if (lives || owns?.[1])
      await workspace.query(
        `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'renter', '2020-01-01')`,
        [unit, person],
      );
    if (mail) await createAccount(workspace, { personId: person, email: mailOf(name), password: product.password });
  }
  await workspace.query(
    `insert into setting (key, value) values ('quietHours', 'null') on conflict (key) do update set value = 'null'`,
  );
  await keepLetterhead(workspace, {
    name: cast.company,
    street: 'Neckarstraße 1',
    postalCode: '70190',
    city: 'Stuttgart',
  });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** What an address gives to whoever is signed in on a page. */
async function bytesAt(page: Page, address: string | null): Promise<Buffer> {
  const bytes = await page.evaluate(async (href) => {
    const answer = await fetch(href);
    return answer.ok ? [...new Uint8Array(await answer.arrayBuffer())] : [];
  }, address ?? '');
  return Buffer.from(bytes);
}

async function atHome(name: string, path = '/meine/dokumente') {
  const visitor = await visit(browser, name.split(' ')[1] ?? name, phone);
  const { page } = visitor;
  await signIn(page, product, { email: mailOf(name) }, `/anmelden?weiter=${encodeURIComponent(path)}`);
  return visitor;
}

/** Writes a notice for everybody of a house, up to its draft. */
async function draftForHouse(page: Page, title: string, text: string): Promise<void> {
  await page.goto(`${product.url}/dokumente/neu`);
  await page.getByLabel('An wen').selectOption({ label: 'Ein Gebäude' });
  await page.getByLabel('Objekt', { exact: true }).selectOption({ label: 'WEG Am See 3' });
  await page.getByLabel('Gebäude', { exact: true }).selectOption({ label: 'Am See 3' });
  await button(page, 'Hinzufügen').click();
  await page.getByLabel('Titel').fill(title);
  await page.getByLabel(/^Text/).fill(text);
  await button(page, 'Entwurf speichern').click();
}

test('a paper for a building’s owners: its author sees who will see it, an owner finds it by a word in the PDF, the former owner does not, mail and letter are there', async () => {
  const manager = await visit(browser, 'documents', wide);
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Dokumente' }).first().click();
  await seen(page.getByText('Noch kein Dokument'));
  await manager.look('empty');
  await page.getByRole('link', { name: 'Neues Dokument' }).click();
  await button(page, 'Entwurf speichern').click();
  await seen(page.getByText('Bitte geben Sie einen Titel ein.'));
  await manager.look('lacking');
  await page.getByText('Rundschreiben', { exact: true }).click();
  await page.getByLabel('An wen').selectOption({ label: 'Ein Gebäude' });
  await page.getByLabel('Objekt', { exact: true }).selectOption({ label: 'WEG Am See 3' });
  await page.getByLabel('Gebäude', { exact: true }).selectOption({ label: 'Am See 3' });
  await page.getByRole('checkbox', { name: 'Bewohner' }).uncheck();
  await button(page, 'Hinzufügen').click();
  await page.getByLabel('Titel').fill('Gutachten zur Fassade');
  await page.getByLabel(/^Text/).fill('Das Gutachten liegt bei.\n\n- Bitte **lesen**\n- Fragen an uns');
  await button(page, 'Vorschau zeigen').click();
  await seen(page.getByRole('region', { name: 'Vorschau' }).getByText('lesen', { exact: true }));
  const file = page.locator('input[type=file]');
  await file.setInputFiles({ name: 'plan.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="x()"/>') });
  await seen(page.getByText(/plan\.png: /));
  await file.setInputFiles({
    name: 'Gutachten.pdf',
    mimeType: 'application/pdf',
    buffer: await pdfOf('An der Nordseite wurde ein Wasserschaden festgestellt.'),
  });
  await seen(page.getByRole('button', { name: /Gutachten\.pdf/ }));
  await manager.look('written');
  await page.setViewportSize(phone);
  await manager.look('written-phone');
  await page.setViewportSize(wide);
  await button(page, 'Entwurf speichern').click();
  await seen(page.getByRole('heading', { name: 'Gutachten zur Fassade' }));

  // Exactly who, and why not.
  await button(page, 'Veröffentlichen').click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByText('Vera Sommer'));
  await seen(dialog.getByText(/gehört nicht mehr dazu/));
  await seen(dialog.getByText(/nicht im angeschriebenen Kreis/));
  await manager.look('audience');
  await page.setViewportSize(phone);
  await manager.look('audience-phone');
  await page.setViewportSize(wide);
  await button(page, 'Veröffentlichen und verschicken').click();
  await seen(page.getByText('2 von 2 erledigt'));
  await seen(page.getByText('Brief in der Druckdatei: 1'));
  await manager.look('published');

  // The mail leads to the door, and behind it to the paper.
  const mail = await product.mailTo(mailOf('Vera Sommer'), ({ subject }) =>
    /Gutachten zur Fassade/.test(subject ?? ''),
  );
  expect(mail.text).toContain('Anlagen: Gutachten.pdf');
  const [link = ''] = /http:\S+\/dokument\/\S+/.exec(mail.text ?? '') ?? [];
  const owner = await atHome('Vera Sommer');
  await owner.page.getByLabel('Suchen').fill('schaden');
  await seen(owner.page.getByRole('link', { name: /Gutachten zur Fassade/ }));
  await owner.look('found');
  await owner.page.goto(link);
  await seen(owner.page.getByRole('heading', { name: 'Gutachten zur Fassade' }));
  await owner.look('paper');
  await owner.page.emulateMedia({ colorScheme: 'dark' });
  await owner.look('paper-dark');
  const address = await owner.page.getByRole('link', { name: 'Gutachten.pdf' }).getAttribute('href');
  expect((await bytesAt(owner.page, address)).subarray(0, 5).toString()).toBe('%PDF-');

  const former = await atHome('Olga Herbst');
  await seen(former.page.getByText('Noch kein Dokument'));
  await former.look('nothing');
  await former.page.goto(link);
  await seen(former.page.getByText('Das gibt es hier nicht, oder Sie haben keinen Zugriff darauf.'));
  // Asking for what is not theirs is answered with a refusal, which the browser's console repeats.
  await former.context.close();

  // The office sees who opened it, and the letter brings the paper along.
  await page.reload();
  await seen(page.getByText('hat Gutachten.pdf geladen'));
  await manager.look('read');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('read-dark');
  await page.setViewportSize(phone);
  await manager.look('read-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
  await page.getByRole('link', { name: 'Zur Druckdatei' }).click();
  await seen(page.getByText('Paul Winter'));
  await button(page, 'Druckdatei erstellen').click();
  const printed = page.getByRole('link', { name: 'Herunterladen' });
  await seen(printed);
  const paper = await PDFDocument.load(await bytesAt(page, await printed.first().getAttribute('href')));
  expect(paper.getPageCount()).toBe(2);

  // A notice for everybody of the house hangs on the board, for the renter too.
  await draftForHouse(page, 'Aufzug außer Betrieb', 'Am **Montag** von 8 bis 12 Uhr.');
  await button(page, 'Veröffentlichen').click();
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /anschreiben/ })
    .uncheck();
  await button(page, 'Nur veröffentlichen').click();
  await page.getByRole('link', { name: 'Aushang drucken' }).click();
  await seen(page.getByRole('heading', { name: 'Aufzug außer Betrieb' }));
  await manager.look('notice');
  await page.goto(`${product.url}/dokumente`);
  await page.getByRole('searchbox').fill('wasserschaden');
  await page.getByText('Aufzug außer Betrieb').waitFor({ state: 'detached' });
  await seen(page.getByText('Gutachten zur Fassade'));
  await manager.look('list');
  const renter = await atHome('Timo Lenz');
  await seen(renter.page.getByRole('heading', { name: 'Schwarzes Brett, Am See 3' }));
  await seen(renter.page.getByRole('link', { name: /Aufzug außer Betrieb/ }));
  await renter.look('board');
  await renter.page.goto(`${product.url}/meine`);
  await seen(renter.page.getByRole('link', { name: /Aufzug außer Betrieb/ }));
  await renter.look('home');
});

test('a document that is withdrawn asks nobody to confirm it any more, and whoever withdraws it sees beforehand what ends', async () => {
  const manager = await visit(browser, 'withdrawing', wide);
  const { page } = manager;
  await signIn(page, product);
  await seen(page.getByRole('link', { name: 'Dokumente' }).first());
  await draftForHouse(page, 'Merkblatt zum Lüften', 'Bitte lüften Sie **morgens**.');
  await button(page, 'Veröffentlichen').click();
  await button(page, 'Veröffentlichen und verschicken').click();
  await seen(page.getByRole('link', { name: 'Lesebestätigung oder Abstimmung' }));
  const address = page.url();
  const ask = async (kind: 'Lesebestätigung' | 'Abstimmung') => {
    await page.goto(address);
    await page.getByRole('link', { name: 'Lesebestätigung oder Abstimmung' }).click();
    await page.getByRole('radio', { name: new RegExp(`^${kind}`) }).check({ force: true });
    await page.getByLabel('Betreff').fill('Merkblatt');
    await page
      .getByLabel(kind === 'Abstimmung' ? 'Beschlussantrag im Wortlaut' : 'Was soll gelesen werden?')
      .fill('Das Merkblatt zum Lüften.');
    await button(page, 'Weiter').click();
    if (kind === 'Abstimmung') await button(page, 'Weiter').click();
    await page
      .getByLabel('Antworten bis einschließlich')
      .fill(new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10));
    await button(page, kind === 'Abstimmung' ? 'Abstimmung eröffnen' : 'Bestätigungen einholen').click();
    await seen(page.getByText('0 von 2 haben geantwortet'));
    return page.url();
  };
  const vote = await ask('Abstimmung');
  const receipt = await ask('Lesebestätigung');

  const owner = await atHome('Vera Sommer', new URL(receipt).pathname.replace('abstimmungen', 'abstimmung'));
  await seen(button(owner.page, 'Ich habe es gelesen'));

  await page.goto(address);
  await button(page, 'Zurückziehen').click();
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByText(/0 von 2 haben bestätigt. Sie endet damit/));
  await seen(dialog.getByText(/Sie läuft weiter, aber niemand liest das Dokument mehr/));
  await manager.look('beforehand');
  await page.setViewportSize(phone);
  await manager.look('beforehand-phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('beforehand-phone-dark');
  await page.setViewportSize(wide);
  await manager.look('beforehand-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await dialog.getByLabel('Grund, nur für die Akte').fill('Veraltet');
  await dialog.getByRole('button', { name: 'Zurückziehen' }).click();
  await seen(page.getByText('Zurückgezogen: Veraltet'));

  // Nobody has touched the owner's phone.
  await seen(owner.page.getByText('Das Dokument wurde zurückgezogen. Sie müssen nichts tun.'));
  await button(owner.page, 'Ich habe es gelesen').waitFor({ state: 'detached' });
  await owner.look('left-alone');
  await owner.page.emulateMedia({ colorScheme: 'dark' });
  await owner.look('left-alone-dark');
  await owner.page.setViewportSize(wide);
  await owner.look('left-alone-wide-dark');
  await owner.page.emulateMedia({ colorScheme: 'light' });
  await owner.look('left-alone-wide');
  const mail = await product.mailTo(mailOf('Vera Sommer'), ({ subject }) =>
    /Das Dokument wurde zurückgezogen/.test(subject ?? ''),
  );
  expect(mail.text).toContain('Sie müssen nichts mehr tun');

  await page.goto(receipt);
  await seen(page.getByText('Beendet, weil das Dokument zurückgezogen wurde'));
  await seen(page.getByText('0 von 2 haben geantwortet'));
  await manager.look('receipt');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('receipt-dark');
  await page.setViewportSize(phone);
  await manager.look('receipt-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await manager.look('receipt-phone');
  await page.goto(vote);
  await seen(page.getByText(/Die Abstimmung läuft weiter, denn sie ist Sache der Eigentümer/));
  await manager.look('vote-phone');
  await page.setViewportSize(wide);
  await manager.look('vote');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('vote-dark');
  expect(manager.complaints).toEqual([]);
});
