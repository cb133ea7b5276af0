import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { given } from './given.ts';

const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const playwrightsAxe = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
/** As small as it comes: half a megabyte that the browser has to read. */
const AXE = readFileSync(playwrightsAxe.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with a page as it stands: the broken rules, each with the elements that break it. */
export async function faultsOf(page: Page): Promise<{ id: string; elements: string[] }[]> {
  // A page keeps it until it is left; none of ours has frames, which would each need it.
  expect(page.frames()).toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await new AxeBuilder({ page, axeSource: 'void 0' })
    // No rule that runs reads style sheets, which would be fetched and read once more for each look.
    .options({ resultTypes: ['violations'], preload: { assets: ['media'] } })
    // The mode without a tab of its own leaves the focus where it is.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => ({ id, elements: nodes.map(({ html }) => html) }));
}

/** Resolves when nothing moves or changes its colour any more: half way a colour may be too faint. */
export async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    // What was asked for just now begins with the next picture.
    for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    return document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      );
  });
}

/** A real Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: given('CHROMIUM_PATH'), args: ARGS });
}

/** Somebody at a screen of their own, with cookies of their own. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything that the browser complained about: errors in the console, in scripts, and against the CSP. */
  readonly complaints: string[];
  /** Looks over the page as it stands: axe finds nothing, nothing is wider than the screen. */
  look(name: string): Promise<void>;
};

/** Sits somebody down in front of the browser. With E2E_SHOTS every page that is looked over is also photographed. */
export async function visit(browser: Browser, who: string, size: { width: number; height: number }): Promise<Visitor> {
  const phone = size.width < 600;
  const context = await browser.newContext({
    viewport: size,
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...(phone && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
  });
  // A lost live notice is made up for within 30 s; the rest is for busy machines.
  context.setDefaultTimeout(90_000);
  const complaints: string[] = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`CSP: ${violatedDirective} ${blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  const shoot = async (name: string) => {
    const folder = process.env.E2E_SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${who}-${name}.png`), fullPage: phone });
  };
  onTestFailed(async () => {
    await shoot('failed');
    // A picture is not at hand everywhere.
    const read = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5_000 })
      .catch(() => 'nothing');
    console.log(`${who} stood at ${page.url()} and read:\n${read.slice(0, 3_000)}\n${complaints.join('\n')}`);
  });
  return {
    page,
    context,
    complaints,
    async look(name) {
      await atRest(page);
      await shoot(name);
      const found = (await faultsOf(page)).map(({ id, elements }) => `${id}: ${elements.join(' | ')}`);
      expect(found, `axe at ${who}, ${name}`).toEqual([]);
      // Not innerWidth: a phone zooms out until what is too wide fits.
      const wider = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(wider, `pixels too wide at ${who}, ${name}`).toBeLessThanOrEqual(0);
    },
  };
}
