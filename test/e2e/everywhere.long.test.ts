import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { readStartOptions } from '../../scripts/services/environment.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Addresses, startProduct } from '../../scripts/services/product.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';
import { routes } from '../../web/routes.ts';
import { atRest, faultsOf, startBrowser, type Visitor, visit } from '../support/browser.ts';
import { opensForEverybody, travelsExactly } from './first-start.ts';

// What `npm start` does after building, once, on an empty data folder: with PostgreSQL, Temporal and inbox of its own. Then
// every page that the router knows, in the demo companies: at 320 px, and at 360 px with letters of twice their size.

const dataDir = mkdtempSync(join(tmpdir(), 'procsm-everywhere-'));
takeDataDir(dataDir);
const supervisor = new Supervisor({ dataDir });
let addresses: Addresses;
let browser: Browser;

beforeAll(async () => {
  const env = { PORT: String(await freePort()), DATA_DIR: dataDir, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };
  [{ addresses }, browser] = await Promise.all([
    startProduct(supervisor, readStartOptions(env, dataDir), env, () => {}),
    startBrowser(),
  ]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await supervisor.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** All addresses of the router, children included. */
const patterns = routes
  .flatMap(({ path, children }) => [path, ...[children ?? []].flat().map((child) => child.path)])
  .flatMap((path) => path ?? [])
  .filter((path) => path !== '/' && path !== '*');
const seen = new Set<string>();

/** The pattern that an address fits. */
function patternOf(address: string): string | undefined {
  const { pathname } = new URL(address, addresses.web);
  return patterns.find(
    (pattern) =>
      new RegExp(`^${pattern.replace(/\//g, '\\/').replace(/:\w+/g, '[^/]+')}$`).test(pathname) &&
      (pattern.includes(':') || pattern === pathname),
  );
}

/** What does not fit where the page stands: wider than the screen, or letters that are cut off. */
function misfits(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  // One pixel may be rounding.
  if (scrollWidth > clientWidth + 1) {
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      let around: Element | null = element;
      while (around && getComputedStyle(around).position !== 'fixed') around = around.parentElement;
      return around === null && box.right > clientWidth + 1 && box.width > 0 && element.children.length === 0;
    });
    const named = wide.slice(0, 4).map((element) => (element.parentElement ?? element).outerHTML.slice(0, 160));
    found.push(`${scrollWidth - clientWidth} px too wide at ${named.join(' | ')}`);
  }
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const style = getComputedStyle(element);
    const hasWords = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const isHidden = element.closest('.sr-only, [hidden], [aria-hidden="true"], svg, select, option') !== null;
    if (!hasWords || isHidden || element.clientWidth < 4 || style.visibility === 'hidden') continue;
    const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const across = cuts(style.overflowX) && style.textOverflow !== 'ellipsis';
    const down = cuts(style.overflowY) && style.webkitLineClamp === 'none' && style.whiteSpace !== 'nowrap';
    if (
      (across && element.scrollWidth > element.clientWidth + 1) ||
      (down && element.scrollHeight > element.clientHeight + 4)
    )
      found.push(`letters are cut off in ${element.outerHTML.slice(0, 160)}`);
  }
  return found;
}

/** Waits until nothing is being loaded any more that the page shows a shape for. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1, h2').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .animate-breathe') === null);
}

/** Looks over the page as it stands, and says what is wrong with it. */
async function lookOver({ page }: Visitor, name: string): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 640 });
  await settled(page);
  await atRest(page);
  const found = (await faultsOf(page)).map(
    ({ id, elements }) => `axe ${id}: ${elements.map((html) => html.slice(0, 160)).join(' | ')}`,
  );
  found.push(...(await page.evaluate(misfits)).map((what) => `at 320 px ${what}`));
  await page.setViewportSize({ width: 360, height: 640 });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await atRest(page);
  found.push(...(await page.evaluate(misfits)).map((what) => `with double letters ${what}`));
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
  return found.map((what) => `${name}: ${what}`);
}

/** Where the links of a page lead within the product. */
const hrefs = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')].map((link) => link.getAttribute('href') ?? ''),
  );

/** Goes from page to page by the links on them, each kind of page once, and says what is wrong anywhere. */
async function walk(visitor: Visitor, from: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const ways = [...from];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const pattern = patternOf(way);
    if (!pattern || seen.has(pattern)) continue;
    seen.add(pattern);
    await visitor.page.goto(new URL(way, addresses.web).href);
    found.push(...(await lookOver(visitor, pattern)));
    ways.push(...(await hrefs(visitor.page)));
  }
  return found;
}

async function signIn(visitor: Visitor, entrance: string, role?: string): Promise<void> {
  const account = addresses.accounts.find(
    (each) => each.url === `${addresses.web}${entrance}` && (role === undefined || each.role === role),
  );
  await visitor.page.goto(`${addresses.web}${entrance}`);
  if (entrance !== '/anmelden/verwaltung')
    await visitor.page.getByRole('button', { name: 'Mit Passwort anmelden' }).click();
  await visitor.page.getByLabel('E-Mail-Adresse').fill(account?.signIn ?? '');
  await visitor.page.getByLabel('Passwort', { exact: true }).fill(account?.password ?? '');
  await visitor.page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await visitor.page.waitForURL((url) => !url.pathname.startsWith('/anmelden'));
}

/** The patterns without anything to fill in, which no link has to lead to. */
const plain = () => patterns.filter((pattern) => !pattern.includes(':'));

/** What is at another host, or is not led to in the demo: each has a story of its own that looks it over. */
const elsewhere = new Set(['/installation', '/daten/:id', '/p/:token', '/firma/projekt/:id']);

const size = { width: 360, height: 640 };

test('the first start brings everything up and loads two companies with all demo accounts', () =>
  opensForEverybody(addresses));

test('played over the year of files that was loaded, the rules that its tickets had tell what came', () =>
  travelsExactly(addresses));

test('each page of the office fits, at 320 px and with double letters', { timeout: 900_000 }, async () => {
  const visitor = await visit(browser, 'office', size);
  await signIn(visitor, '/anmelden/verwaltung');
  const own = plain().filter((path) => !/^\/(meine|auftraege|anmelden|melden|installation|einladung$)/.test(path));
  const found = await walk(visitor, own);
  // What is printed of a project is behind its menu.
  await visitor.page.goto(`${addresses.web}/projekte`);
  await settled(visitor.page);
  const project = (await hrefs(visitor.page)).find((href) => patternOf(href) === '/projekte/:id');
  found.push(...(await walk(visitor, [`${project}/druck`])));
  // Only what all of a house may read has a page to print, and the walk may have come to another paper first.
  await visitor.page.goto(`${addresses.web}/dokumente`);
  await settled(visitor.page);
  for (const paper of (await hrefs(visitor.page)).filter((href) => patternOf(href) === '/dokumente/:id')) {
    await visitor.page.goto(new URL(paper, addresses.web).href);
    await settled(visitor.page);
    found.push(
      ...(await walk(
        visitor,
        (await hrefs(visitor.page)).filter((href) => href.endsWith('/druck')),
      )),
    );
  }
  expect(found).toEqual([]);
  expect(visitor.complaints).toEqual([]);
});

test('each page of residents and of contractors fits', { timeout: 600_000 }, async () => {
  const resident = await visit(browser, 'resident', size);
  await signIn(resident, '/anmelden');
  // Flats are what owners alone have a page for.
  const theirs = plain().filter((path) => /^\/(meine|melden)/.test(path) && path !== '/meine/wohnungen');
  const found = await walk(resident, theirs);
  const owner = await visit(browser, 'owner', size);
  await signIn(owner, '/anmelden', 'Eigentümer');
  await settled(owner.page);
  found.push(...(await walk(owner, ['/meine/wohnungen', ...(await hrefs(owner.page))])));
  const contractor = await visit(browser, 'contractor', size);
  await signIn(contractor, '/anmelden/handwerker');
  found.push(...(await walk(contractor, [...plain().filter((path) => path.startsWith('/auftraege'))])));
  expect(found).toEqual([]);
  expect([resident, owner, contractor].flatMap(({ complaints }) => complaints)).toEqual([]);
});

test('each page behind a link, and before a door, fits', { timeout: 600_000 }, async () => {
  const mails = (await (await fetch(`${addresses.inbox}/api/email`)).json()) as { text?: string }[];
  // The newest first: those of what has ended are refused, which is looked at below.
  const links = mails.toReversed().flatMap(({ text }) => text?.match(/https?:\/\/\S+\/[ampub]\/[\w.~-]+/g) ?? []);
  const visitor = await visit(browser, 'stranger', size);
  const found = await walk(
    visitor,
    plain().filter((path) => /^\/(anmelden|einladung$)/.test(path)),
  );
  for (const link of links) found.push(...(await walk(visitor, [new URL(link).pathname])));
  // A link that opens nothing says so on a page that fits, too.
  for (const door of ['a', 'm', 'p', 'u', 'b']) {
    await visitor.page.goto(`${addresses.web}/${door}/nothing`);
    found.push(...(await lookOver(visitor, `/${door}/nothing`)));
  }
  expect(found).toEqual([]);
  expect(patterns.filter((pattern) => !seen.has(pattern) && !elsewhere.has(pattern))).toEqual([]);
});
