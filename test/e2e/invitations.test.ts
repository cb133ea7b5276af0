import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepLetterhead } from '../../db/queries/letterhead.ts';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { pagesOf } from '../support/pdf-pages.ts';
import { button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';
import { shownCode } from '../support/totp.ts';

let product: TestProduct;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  await keepLetterhead(product.workspace, {
    name: cast.company,
    street: 'Hauptstraße 1',
    postalCode: '70173',
    city: 'Stuttgart',
  });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const units = 'Objekt;Nummer;Geschoss;Wohnfläche\n012;08;3. OG;72,5\n012;09;EG;54\n';
const renters = [
  'Objekt-Nr.;Wohnungsnummer;Vorname;Mietername;E-Mail-Adresse;Mietbeginn',
  '012;08;Aylin;Demir;aylin@demir.example;01.02.2024',
  '012;09;Jürgen;Müller-Lüdenscheidt;;15.03.2021',
].join('\n');

/** The page at the desk and on a phone; photographed in both themes. */
async function lookAround({ page, look }: Visitor, name: string): Promise<void> {
  const all = process.env.E2E_SHOTS !== undefined;
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1440, 'light'],
    ...(all
      ? ([
          [360, 'light'],
          [1440, 'dark'],
        ] as const)
      : []),
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await look(`${name}-${width}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('a company moves in from CSV, invites by letter, and the code of the letter lets its reader in on a phone', async () => {
  const office = await visit(browser, 'invitations', { width: 1440, height: 900 });
  const { page } = office;
  await signIn(page, product);
  await seen(page.getByRole('link', { name: 'Einladungen' }));

  // Whoever moves a company in has a second proof.
  await page.goto(`${product.url}/konto`);
  await button(page, 'Zweiten Nachweis einrichten').click();
  await page.getByLabel('Ihr Passwort').fill(product.password);
  await button(page, 'Weiter').click();
  const secret = (await page.locator('[data-secret]').textContent())?.replace(/\s/g, '') ?? '';
  await page.getByLabel('Code aus der App').fill(await shownCode(secret));
  await button(page, 'Einschalten').click();
  await button(page, 'Ich habe sie aufbewahrt').click();
  await seen(page.getByText('Noch 10 Wiederherstellungscodes.'));

  await page.goto(`${product.url}/daten`);
  await page.locator('input[type=file]').setInputFiles(
    [
      { name: 'wohnungen.csv', text: units },
      { name: 'mieter.csv', text: renters },
    ].map(({ name, text }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })),
  );
  await button(page, 'Vorschau ansehen').click();
  await button(page, /^\d+ Zeilen übernehmen$/).click();
  await seen(button(page, 'Übernahme zurücknehmen'));

  await page.getByRole('link', { name: 'Einladungen' }).first().click();
  await seen(page.getByText('Noch niemand eingeladen'));
  await page.getByRole('link', { name: 'Einladen', exact: true }).click();
  await seen(page.getByText('Per E-Mail (1)'));
  await seen(page.getByText('Per Brief (1)'));
  await lookAround(office, 'preview');
  await button(page, '2 Einladungen senden').click();
  const file = page.getByRole('link', { name: 'Druckdatei' });
  await seen(file);
  await seen(page.getByText('Aylin Demir'));
  await lookAround(office, 'list');
  const bytes = await page.evaluate(
    async (href) => [...new Uint8Array(await (await fetch(href)).arrayBuffer())],
    (await file.getAttribute('href')) ?? '',
  );
  const [letter = ''] = await pagesOf(Uint8Array.from(bytes));
  expect(letter).toContain('Jürgen Müller-Lüdenscheidt');
  const code = /^\w{4}-\w{4}-\w{4}$/m.exec(letter)?.[0] ?? '';
  expect(code).not.toBe('');
  await button(page, 'Als versandt markieren').click();
  await seen(page.getByText('Versandt heute').or(page.getByText(/^Versandt /)));

  // At home, with the letter in hand.
  const home = await visit(browser, 'letter', { width: 360, height: 740 });
  const phone = home.page;
  await phone.goto(`${product.url}/anmelden`);
  await phone.getByRole('link', { name: 'Ich habe einen Brief mit einem Code' }).click();
  await phone.getByLabel('Code aus dem Brief').fill('0000 0000 0000');
  await button(phone, 'Weiter').click();
  await seen(phone.getByText(/Dieser Code gilt nicht/));
  await home.look('wrong');
  await phone.getByLabel('Code aus dem Brief').fill(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'));
  await button(phone, 'Weiter').click();
  await seen(phone.getByRole('heading', { name: 'Guten Tag, Jürgen Müller-Lüdenscheidt' }));
  await phone.getByLabel('E-Mail-Adresse').fill('juergen@neu.example');
  await home.look('email');
  await button(phone, 'Code an diese Adresse senden').click();
  const { text = '' } = await product.mailTo('juergen@neu.example', () => true);
  await phone.getByLabel('Code aus der E-Mail').fill(/\b\d{6}\b/.exec(text)?.[0] ?? '');
  await phone.getByLabel('Passwort wählen').fill('Wind im Garten 9');
  await phone.emulateMedia({ colorScheme: 'dark' });
  await home.look('password-dark');
  await button(phone, 'Zugang einrichten').click();
  await phone.waitForURL(/\/meine$/);

  // The mailed link opens by itself and asks for a password only.
  const { text: mailed = '' } = await product.mailTo('aylin@demir.example', () => true);
  const link = /http\S+\/einladung#\S+/.exec(mailed)?.[0] ?? '';
  const other = await visit(browser, 'link', { width: 360, height: 740 });
  await other.page.goto(link.replace(/^http:\/\/[^/]+/, product.url));
  await other.page.getByLabel('Passwort wählen').fill('Wind im Garten 9');
  await other.look('link');
  await button(other.page, 'Zugang einrichten').click();
  await other.page.waitForURL(/\/meine$/);

  await page.goto(`${product.url}/einladungen?stand=came`);
  await seen(page.getByText('Aylin Demir'));
  await seen(page.getByText('Jürgen Müller-Lüdenscheidt'));
  for (const { complaints } of [office, home, other])
    expect(complaints.filter((each) => !/401|404|409/.test(each))).toEqual([]);
});
