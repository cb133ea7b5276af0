import { randomUUID } from 'node:crypto';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { startBrowser, type Visitor, visit } from '../support/browser.ts';
import { arrowTo, button, seen, signIn } from '../support/people.ts';
import { cast, startTestProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let browser: Browser;
const today = berlinClock(toInstant(Date.now())).day;

beforeAll(async () => {
  [product, browser] = await Promise.all([startTestProduct(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function office(): Promise<Visitor> {
  const manager = await visit(browser, 'records', { width: 1440, height: 900 });
  const { page } = manager;
  await signIn(page, product);
  await seen(page.getByRole('link', { name: 'Objekte', exact: true }));
  return manager;
}

/** Chooses somebody who is known, or writes down who is not. */
async function name(dialog: Locator, label: string, who: string, as: 'known' | 'new') {
  await dialog.getByLabel(label, { exact: true }).first().fill(who);
  await dialog
    .getByRole('button', { name: as === 'new' ? `„${who}“ neu anlegen` : new RegExp(who) })
    .first()
    .click();
}

test('a new association: units from a pattern, an owner, one renter moves out and another in, who alone sees what comes', async () => {
  const manager = await office();
  const { page } = manager;
  await page.getByRole('link', { name: 'Objekte', exact: true }).click();
  await seen(page.getByText('Lindenstraße 12'));
  await manager.look('properties');

  await button(page, 'Neues Objekt').click();
  let dialog = page.getByRole('dialog');
  await button(dialog, 'Speichern').click();
  await seen(dialog.getByText('Bitte füllen Sie dieses Feld aus.'));
  await dialog.getByLabel('Nummer', { exact: true }).fill('700');
  await dialog.getByLabel('Bezeichnung', { exact: true }).fill('WEG Am Neckar 5');
  await dialog.getByLabel('Straße und Hausnummer', { exact: true }).fill('Am Neckar 5');
  await dialog.getByLabel('Postleitzahl', { exact: true }).fill('70190');
  await dialog.getByLabel('Ort', { exact: true }).fill('Stuttgart');
  await dialog.getByLabel('Bundesland', { exact: true }).selectOption('BW');
  await manager.look('property-form');
  await button(dialog, 'Speichern').click();
  await seen(page.getByRole('heading', { name: 'WEG Am Neckar 5' }));

  await button(page, 'Einheiten erzeugen').click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Bis Etage', { exact: true }).fill('2');
  await seen(dialog.getByText('WE 06', { exact: true }));
  await seen(dialog.getByText('Zusammen 1.000 Anteile', { exact: false }));
  await manager.look('pattern');
  await dialog.getByLabel('Nummern', { exact: true }).fill('Wohnung');
  await seen(dialog.getByText('Dieses Muster ergibt keine eindeutigen Nummern', { exact: false }));
  await dialog.getByLabel('Nummern', { exact: true }).fill('WE {n:2}');
  await button(dialog, '6 Einheiten anlegen').click();
  await seen(page.getByText('1.000 von 1.000'));
  await manager.look('property');
  await page.getByRole('link', { name: /^WE 03/ }).click();
  await seen(page.getByRole('heading', { name: 'Am Neckar 5, WE 03' }));

  await button(page, 'Eigentümer eintragen').click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Tag der Eintragung im Grundbuch').fill('2015-04-01');
  await name(dialog, 'Neuer Eigentümer', 'Olga Sommer', 'new');
  await button(dialog, 'Eigentümer eintragen').click();
  await seen(page.getByText('seit 01.04.2015', { exact: false }));

  await button(page, 'Einzug eintragen').click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Erster Tag des Einzugs').fill('2020-01-01');
  await name(dialog, 'Wer zieht ein', cast.resident.name, 'known');
  await button(dialog, 'Übergabe eintragen').click();
  await seen(page.getByText('Mieter, seit 01.01.2020'));

  // Two flats are one too many for Anna: she moves out of this one, and Nora moves in.
  await button(page, 'Aus- und Einzug').click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Letzter Tag des Auszugs').fill(addDays(today, -1));
  await dialog.getByLabel('Erster Tag des Einzugs').fill('2019-01-01');
  await name(dialog, 'Wer zieht ein', 'Nora Neumann', 'new');
  await dialog.getByLabel('E-Mail').fill('nora at example');
  await button(dialog, 'Übergabe eintragen').click();
  await seen(dialog.getByText('Das ist keine E-Mail-Adresse', { exact: false }));
  await dialog.getByLabel('E-Mail').fill('nora.neumann@example.de');
  await button(dialog, 'Übergabe eintragen').click();
  await seen(dialog.getByText('läuft in der Einheit schon ein anderes Mietverhältnis', { exact: false }));
  await manager.look('handover');
  await dialog.getByLabel('Erster Tag des Einzugs').fill(today);
  await button(dialog, 'Übergabe eintragen').click();
  await seen(page.getByRole('link', { name: 'Nora Neumann' }));
  await manager.look('unit');

  // Taken back and entered again: nothing is lost.
  await button(page, 'Übergabe zurücknehmen').click();
  await seen(page.getByText('Mieter, seit 01.01.2020'));
  await expect.poll(() => page.getByRole('link', { name: 'Nora Neumann' }).count()).toBe(0);
  await button(page, 'Aus- und Einzug').click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Letzter Tag des Auszugs').fill(addDays(today, -1));
  await name(dialog, 'Wer zieht ein', 'Nora Neumann', 'new');
  await dialog.getByLabel('E-Mail').fill('nora.neumann@example.de');
  await button(dialog, 'Übergabe eintragen').click();
  await seen(page.getByRole('link', { name: 'Nora Neumann' }));

  const [unit] = await product.workspace.query<{
    id: string;
    building: string;
    property: string;
    nora: string;
    anna: string;
  }>(
    `select u.id, b.id as building, b.property_id as property,
       (select id from person where email = 'nora.neumann@example.de') as nora,
       (select id from person where email = $1) as anna
     from unit u join building b on b.id = u.building_id where u.number = 'WE 03'`,
    [cast.resident.email],
  );
  const [ticket] = await product.workspace.query<{ id: string }>(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       phase, policy_version, command_id, reported_at, changed_at, closed_at, outcome)
     values (gen_random_uuid(), 'V-2026-9001', $1, $2, $3, 'unit', $4, 'water', 'normal', 'Noras Wasserhahn tropft',
       'closed', 1, gen_random_uuid(), now(), now(), now(), 'done') returning id`,
    [unit?.property, unit?.building, unit?.id, unit?.nora],
  );
  const anna = await visit(browser, 'former', { width: 360, height: 760 });
  await signIn(anna.page, product, cast.resident, '/anmelden');
  await anna.page.waitForURL(/meine/);
  await anna.page.goto(`${product.url}/vorgang/${ticket?.id}`);
  await seen(anna.page.getByText('Das gibt es hier nicht', { exact: false }));
  expect(await anna.page.getByText('Noras Wasserhahn').count()).toBe(0);
  await anna.context.close();

  // The office finds everybody, by keyboard too.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Neumann');
  await arrowTo(page, page.getByRole('option', { name: /^Nora Neumann/ }));
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Nora Neumann' }));
  await seen(page.getByText('Noras Wasserhahn tropft'));
  await manager.look('person');
  await page.getByRole('link', { name: 'Personen', exact: true }).first().click();
  await seen(page.getByText('Olga Sommer'));
  await manager.look('people');
  await page.getByText(cast.contractor.name).click();
  await seen(page.getByRole('heading', { name: cast.contractor.name }));
  await manager.look('contractor');
  await page.goto(`${product.url}/objekte?ansicht=einheiten&suche=neumann`);
  await seen(page.getByText('Am Neckar 5, WE 03'));
  await manager.look('units');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${product.url}/objekte/${unit?.property}`);
  await seen(page.getByText('Nora Neumann'));
  await manager.look('property-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 760 });
  for (const [path, words] of [
    [`/objekte/${unit?.property}`, 'Nora Neumann'],
    [`/einheiten/${unit?.id}`, 'Nora Neumann'],
    [`/personen/${unit?.anna}`, cast.resident.name],
    ['/objekte', 'WEG Am Neckar 5'],
    ['/personen', 'Olga Sommer'],
  ] as const) {
    await page.goto(product.url + path);
    await seen(page.getByText(words));
    await manager.look(`phone-${path.split('/')[1]}${path.split('/').length > 2 ? '-one' : ''}`);
  }
  await page.goto(`${product.url}/einheiten/${unit?.id}`);
  await button(page, 'Aus- und Einzug').click();
  await seen(page.getByRole('dialog'));
  await manager.look('phone-handover');
  // The browser notes the one refusal that was meant.
  expect(manager.complaints.filter((said) => !said.includes('409'))).toEqual([]);
});

/** Looks over a page narrow and wide, light and dark. */
async function lookAround({ page, look }: Visitor, name: string): Promise<void> {
  for (const [size, width] of [
    ['phone', 360],
    ['wide', 1440],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 760 });
      await page.emulateMedia({ colorScheme });
      await look(`${name}-${size}-${colorScheme}`);
    }
  await page.setViewportSize({ width: 360, height: 760 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('an address that leads to nothing says so, with one way from there, and is not to be asked for again', async () => {
  const stranger = await visit(browser, 'lost', { width: 360, height: 760 });
  const lost = stranger.page;
  await signIn(lost, product);
  await lost.waitForURL(/schreibtisch/);
  for (const [path, way] of [
    ['vorgaenge', 'Zum Schreibtisch'],
    ['projekte', 'Projekte'],
    ['abstimmungen', 'Abstimmungen'],
    ['dokumente', 'Dokumente'],
    ['personen', 'Personen'],
    ['betriebe', 'Personen'],
    ['objekte', 'Objekte'],
    ['einheiten', 'Objekte'],
    ['posteingang', 'Zum Posteingang'],
    ['daten', 'Alle Übernahmen'],
  ])
    for (const id of path === 'vorgaenge' ? [randomUUID(), 'V-1'] : [randomUUID()]) {
      await lost.goto(`${product.url}/${path}/${id}`);
      const note = lost.getByRole('alert').filter({ hasText: 'Das gibt es hier nicht, oder Sie haben keinen Zugriff' });
      await seen(note.getByRole('link', { name: way, exact: true }));
      // It is asked for again whenever the stream of changes begins: then its shape stands there for a moment.
      const ways = lost.getByRole('main').getByRole('link', { name: way, exact: true });
      await expect.poll(() => ways.count()).toBe(1);
      expect(await button(lost, 'Erneut versuchen').count()).toBe(0);
    }
  // The notice of a house that we do not have: to be asked again it does not help either.
  await lost.goto(`${product.url}/melden/gibt-es-nicht`);
  await seen(lost.getByRole('heading', { name: 'Zu diesem Link gibt es bei uns kein Haus.' }));
  await seen(lost.getByText('rufen Sie bitte die Hausverwaltung an', { exact: false }));
  expect(await button(lost, 'Erneut versuchen').count()).toBe(0);
  await lookAround(stranger, 'no-house');
});
