import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAt } from '../support/api.ts';
import { startBrowser, visit } from '../support/browser.ts';
import { pipeIn } from '../support/inbound.ts';
import { button, seen, signIn, toast } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';
import { appleMail, attached, encodedWord, gmail, multipart, plain } from '../support/raw-mails.ts';
import { REPLY_DOMAIN } from '../support/reply-domain.ts';

let product: TestProduct;
let browser: Browser;
let port: number;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  port = Number(new URL(product.url).port);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A report by the resident; its number, and the address to which replies to our mail about it go. */
async function reported(): Promise<{ number: string; reply: string }> {
  const host = new URL(product.url).hostname;
  const signedIn = await callAt(port, host, 'session.signIn', {
    entrance: 'residents',
    email: cast.resident.email,
    password: product.password,
  });
  const headers = { cookie: signedIn.cookie ?? '', 'x-entrance': 'residents' };
  const [place] =
    (
      await callAt<{ buildingId: string; unitId: string }[]>(port, host, 'tickets.places', undefined, {
        kind: 'query',
        headers,
      })
    ).data ?? [];
  const { data } = await callAt<{ number: string }>(
    port,
    host,
    'tickets.report',
    {
      ...place,
      ticketId: randomUUID(),
      commandId: randomUUID(),
      place: 'unit',
      category: 'water',
      title: 'Hahn tropft',
    },
    { headers },
  );
  const mail = await product.mailTo(cast.resident.email, ({ text }) => text?.includes(data?.number ?? '?') ?? false);
  return { number: data?.number ?? '', reply: mail.replyTo?.value[0]?.address ?? '' };
}

test('replies stand on their ticket, and what is not certain waits in the tray until somebody of the office decides', async () => {
  const { number, reply } = await reported();
  expect(reply).toMatch(new RegExp(`^${product.workspace.slug}\\+[a-z2-7]{42}@antwort\\.nord\\.example$`));
  const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer();
  const from = `${cast.resident.name} <${cast.resident.email}>`;
  const hand = async (raw: Buffer, to = reply) => expect((await pipeIn(raw, { port, to })).code).toBe(0);
  await hand(appleMail({ from, to: reply }, 'Hier sieht man den Hahn.', photo));
  await hand(gmail({ from: 'Anna privat <anna@privat.example>', to: reply }, 'Bitte nach 17 Uhr klingeln.'));
  const general = `${product.workspace.slug}@${REPLY_DOMAIN}`;
  const stranger = multipart(
    {
      from: `${encodedWord('Jörg Ölschläger')} <joerg@fremd.example>`,
      to: general,
      subject: 'WG: Treppenhausbeleuchtungsstörung',
    },
    'mixed',
    [
      { type: 'text/plain; charset=utf-8', body: 'Im Treppenhaus der Lindenstraße 12 brennt kein Licht mehr.' },
      attached('licht.jpg', photo, 'image/jpeg'),
      attached('anleitung.exe', 'MZ'),
    ],
  );
  await hand(stranger, general);
  await hand(
    plain(
      { from: 'gewinn@spam.example', to: general, subject: 'Sie haben gewonnen' },
      'Hier <img src=x onerror="document.title=1"> klicken',
    ),
    general,
  );

  const manager = await visit(browser, 'inbox', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await seen(page.getByRole('link', { name: /Posteingang/ }).getByText('3', { exact: true }));
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  await seen(page.getByText('Hier sieht man den Hahn.'));
  await seen(page.getByRole('link', { name: 'per E-Mail', exact: true }));
  await seen(page.getByText('E-Mail von Anna privat: Von anderer Adresse.'));
  await manager.look('ticket');

  await page
    .getByRole('link', { name: /Posteingang/ })
    .first()
    .click();
  await seen(page.getByText('Sie haben gewonnen'));
  await manager.look('list');
  await page.getByRole('link', { name: /Anna privat/ }).click();
  await seen(page.getByText(/kommt aber von einer anderen Adresse/));
  await button(page, 'Ganze Nachricht ansehen').click();
  await seen(page.getByText(/es gibt eine Frage/));
  await manager.look('whole');
  await page.keyboard.press('Escape');
  await manager.look('other-address');
  await button(page, `Als Nachricht von ${cast.resident.name} übernehmen`).click();
  await seen(page.getByText('Übernommen und an den Vorgang gestellt'));

  await page.getByRole('link', { name: /gewonnen/ }).click();
  await seen(page.getByText('Hier <img src=x onerror="document.title=1"> klicken'));
  await button(page, 'Als Spam ablehnen').click();
  await toast(page, 'Als Spam abgelegt').getByRole('button', { name: 'Rückgängig' }).click();
  await seen(page.getByRole('link', { name: /gewonnen/ }));

  await page.getByRole('link', { name: /Ölschläger/ }).click();
  await seen(page.getByText(/anleitung\.exe: /));
  await manager.look('stranger');
  await button(page, 'An einen Vorgang stellen').click();
  await page.getByLabel('Vorgang suchen').fill('tropft');
  await seen(page.getByText(/Die E-Mail wird eine interne Notiz|Gefunden/));
  await page.getByText(`${number} · Hahn tropft`).click();
  await seen(page.getByText(/Die E-Mail wird eine interne Notiz/));
  await manager.look('attach');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Neuen Vorgang anlegen' }).click();
  await expect.poll(() => page.getByLabel('Kurz gesagt').inputValue()).toBe('Treppenhausbeleuchtungsstörung');
  await manager.look('new-ticket');
  await page
    .getByRole('button', { name: /Lindenstraße 12/ })
    .first()
    .click();
  await page.getByText('Gemeinschaftliches', { exact: true }).click();
  await page.getByLabel('Meldungsart', { exact: true }).selectOption({ index: 1 });
  await button(page, 'Vorgang anlegen').click();
  await page.waitForURL(/\/vorgaenge\/[0-9a-f-]{36}$/);
  await seen(page.getByText('Treppenhausbeleuchtungsstörung'));

  await page.goto(`${product.url}/posteingang?ablage=erledigt`);
  await seen(page.getByText('Von anderer Adresse'));
  await page.getByRole('link', { name: /Anna privat/ }).click();
  await seen(page.getByText(/Von Miriam Vogt übernommen/));
  await page.getByRole('link', { name: number }).last().click();
  await seen(page.getByText('per E-Mail, von anderer Adresse'));
  await manager.look('taken');
  await button(page, 'Ansehen und ändern').click();
  await seen(page.getByText('Ohne Angabe geht Post an: Lindenstraße 12, 70173 Stuttgart'));
  await manager.look('contact');
  await page.keyboard.press('Escape');

  // The resident reads that it came by mail, without a way into the office's tray.
  const resident = await visit(browser, 'inbox-resident', { width: 360, height: 760 });
  const link = /href="([^"]*\/m\/[^"]*)"/.exec(
    String((await product.mailTo(cast.resident.email, ({ html }) => String(html).includes('/m/'))).html),
  )?.[1];
  await resident.page.goto(link ?? '');
  await seen(resident.page.getByText('per E-Mail, von anderer Adresse'));
  expect(await resident.page.locator('a[href*="posteingang"]').count()).toBe(0);
  await resident.look('timeline');
  expect(resident.complaints).toEqual([]);

  await page.setViewportSize({ width: 360, height: 760 });
  await page.goto(`${product.url}/posteingang`);
  await seen(page.getByText('Sie haben gewonnen'));
  await manager.look('phone-list');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('link', { name: /gewonnen/ }).click();
  await seen(page.getByText('Diese Adresse kennen wir nicht', { exact: false }));
  await manager.look('phone-dark');
  await page.goto(`${product.url}/posteingang?ablage=automatisch`);
  await seen(page.getByText('Keine automatischen E-Mails'));
  await manager.look('phone-empty');
  await page.context().addCookies([{ name: 'locale', value: 'en', url: product.url }]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${product.url}/posteingang`);
  await page.getByRole('link', { name: /gewonnen/ }).click();
  await seen(page.getByText('We do not know this address', { exact: false }));
  await manager.look('english-dark');
  expect(manager.complaints).toEqual([]);
});
