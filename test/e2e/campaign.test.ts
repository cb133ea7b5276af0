import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, visit } from '../support/browser.ts';
import { button, seen, signIn } from '../support/people.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
const owners = ['Ute Adler', 'Jan Brandt', 'Eva Conrad', 'Max Dorn'];
const mailOf = (name: string) => `${name.split(' ')[1]?.toLowerCase()}@eigentum.example`;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
  const { workspace } = product;
  await workspace.query(
    `with p as (
       insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code,
         share_denominator)
       values ('021', 'WEG Am Hang 5', 'weg', 'BW', 'Am Hang 5', '70199', 'Stuttgart', 'hang-5', 1000) returning id
     ) insert into building (property_id, name, street) select id, 'Am Hang 5', 'Am Hang 5' from p`,
  );
  for (const [n, name] of owners.entries())
    await workspace.query(
      `with u as (
         insert into unit (building_id, number, share_numerator)
         select id, $1, 250 from building where street = 'Am Hang 5' returning id
       ), n as (
         insert into person (given_name, family_name, email) values ($2, $3, $4) returning id
       ) insert into ownership (unit_id, person_id, valid_from) select u.id, n.id, '2020-01-01' from u, n`,
      [`0${n + 1}`, ...name.split(' '), mailOf(name)],
    );
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A day so many days from now, as a date field wants it. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function linkIn(name: string, wanted: RegExp): Promise<string> {
  const mail = await product.mailTo(mailOf(name), ({ subject }) => wanted.test(subject ?? ''));
  const [link] = /http:\S+\/u\/\S+/.exec(mail.text ?? '') ?? [];
  if (!link) throw new Error('no link in the mail');
  return link;
}

async function votes(name: string, choice: string): Promise<void> {
  const voter = await visit(browser, 'voter', { width: 360, height: 760 });
  await voter.page.goto(await linkIn(name, /Stimme ist gefragt/));
  await voter.page.getByText(choice, { exact: true }).click();
  await button(voter.page, 'Stimme abgeben').click();
  await seen(voter.page.getByText(`Sie haben gestimmt: ${choice}`));
  await voter.context.close();
}

test('an owner votes on a phone from the mail while the manager watches it count; it is announced to all', async () => {
  const manager = await visit(browser, 'campaign', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await page.getByRole('link', { name: 'Abstimmungen' }).first().click();
  await seen(page.getByText('Noch keine Abstimmung'));
  await manager.look('empty');
  await page.getByRole('link', { name: 'Neue Abstimmung' }).click();
  await button(page, 'Weiter').click();
  await seen(page.getByText('Bitte schreiben Sie, worum es geht'));
  await manager.look('question');
  await page.getByLabel('Objekt', { exact: true }).selectOption({ label: 'WEG Am Hang 5' });
  await page.getByText('Auch in anderen Objekten fragen').click();
  await seen(page.getByText('Jede Gemeinschaft beschließt für sich.'));
  await manager.look('several');
  await page.getByLabel('Betreff').fill('Dachbegrünung');
  await page.getByLabel('Beschlussantrag im Wortlaut').fill('Das Flachdach wird für höchstens 40.000 Euro begrünt.');
  await button(page, 'Weiter').click();
  await page.getByText('Umlaufbeschluss mit Mehrheit').click();
  await button(page, 'Weiter').click();
  await seen(page.getByText('Gesperrt, bis Tag und Wortlaut genannt sind'));
  await page.getByLabel('Beschlossen am').fill('2026-05-04');
  await page
    .getByLabel('Wortlaut', { exact: true })
    .fill('Über die Begrünung des Dachs wird im Umlauf mit Mehrheit entschieden.');
  await page.getByText('Bauliche Veränderung').click();
  await expect.poll(() => page.getByRole('checkbox', { name: /Geheim abstimmen/ }).isDisabled()).toBe(true);
  await page.getByText('Beenden, sobald das Ergebnis feststeht').click();
  await manager.look('rules');
  await button(page, 'Weiter').click();
  await seen(page.getByText('Personen: 4, Stimmen: 4, Gewicht: 4.'));
  await page.getByLabel('Antworten bis einschließlich').fill(inDays(21));
  await manager.look('people');
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('people-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await button(page, 'Abstimmung eröffnen').click();
  await seen(page.getByRole('heading', { name: 'Dachbegrünung' }));
  await seen(page.getByText('0 von 4 haben geantwortet'));

  // A scanner opens the link and presses nothing: that changes nothing.
  const link = await linkIn(owners[0]!, /Stimme ist gefragt/);
  expect(await product.ask('GET', link)).toBe(200);
  const phone = await visit(browser, 'owner', { width: 360, height: 760 });
  await phone.page.goto(link);
  await seen(phone.page.getByRole('heading', { name: 'Dachbegrünung' }));
  await phone.look('asked');
  await button(phone.page, 'Stimme abgeben').click();
  await seen(phone.page.getByText('Bitte wählen Sie eine Antwort'));
  expect(await product.workspace.query('select id from campaign_answer')).toEqual([]);
  await phone.page.getByText('Ja', { exact: true }).click();
  await button(phone.page, 'Stimme abgeben').click();
  await seen(phone.page.getByText('Sie haben gestimmt: Ja'));
  await phone.look('answered');
  await phone.page.emulateMedia({ colorScheme: 'dark' });
  await phone.look('answered-dark');

  // The manager has touched nothing meanwhile.
  await seen(page.getByText('1 von 4 haben geantwortet'));
  await votes(owners[1]!, 'Ja');
  await votes(owners[2]!, 'Nein');
  await seen(page.getByText('3 von 4 haben geantwortet'));
  await manager.look('running');
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('running-phone');
  await page.setViewportSize({ width: 1440, height: 900 });

  // A proxy that came on paper: who may hold it is found, and without its scan it is not taken.
  await page.getByRole('button', { name: `Vollmacht von ${owners[3]} eintragen` }).click();
  await page.getByRole('button', { name: new RegExp(owners[0]!) }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Vollmacht eintragen' }).click();
  await seen(page.getByText('Bitte fügen Sie die Vollmacht bei.'));
  await manager.look('proxy');
  await page.setViewportSize({ width: 360, height: 760 });
  await manager.look('proxy-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // The last one answered on paper: with it everybody has, and the vote ends by itself.
  await page.getByRole('button', { name: `Antwort von ${owners[3]} eintragen` }).click();
  const entering = page.getByRole('dialog', { name: 'Antwort von Papier' });
  await entering.getByText('Ja', { exact: true }).click();
  await manager.look('enter');
  await entering.getByRole('button', { name: 'Antwort eintragen', exact: true }).click();
  await seen(page.getByText('Alle haben geantwortet, die Frist ist beendet'));
  await button(page, 'Ergebnis verkünden').click();
  await seen(page.getByText('Festgestellt wird: Der Antrag ist angenommen.'));
  await manager.look('announce');
  await page.getByRole('dialog').getByRole('button', { name: 'Ergebnis verkünden' }).click();
  await seen(page.getByText(/hat das Ergebnis verkündet/));
  await manager.look('announced');
  await page.emulateMedia({ colorScheme: 'dark' });
  await manager.look('announced-dark');

  await seen(phone.page.getByText('Der Antrag ist angenommen'));
  // Three of four: more than two thirds of the votes, and more than half of all shares.
  await seen(phone.page.getByText('Alle tragen die Kosten (§ 21 Abs. 2 Nr. 1 WEG)'));
  await phone.look('result');
  const mail = await product.mailTo(mailOf(owners[2]!), ({ subject }) => /Ergebnis: angenommen/.test(subject ?? ''));
  expect(mail.text).toMatch(/Ja:\s+3/);
  const href = await page.getByRole('link', { name: 'Nachweis als PDF' }).getAttribute('href');
  const type = await page.evaluate(async (path) => (await fetch(path)).headers.get('content-type'), href ?? '');
  expect(type).toBe('application/pdf');
  await page.getByRole('link', { name: 'Abstimmungen' }).first().click();
  await seen(page.getByText('4 von 4 haben geantwortet'));
  await manager.look('list');
  expect([...manager.complaints, ...phone.complaints]).toEqual([]);
});
