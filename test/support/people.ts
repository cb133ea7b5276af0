import type { Locator, Page, Request } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { cast, type TestProduct } from './product.ts';

/** A picture as a phone's camera makes it. */
export async function cameraPhoto(name = 'IMG_2041.jpg'): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const noise = { type: 'gaussian' as const, mean: 120, sigma: 40 };
  const buffer = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#7a8b90', noise } })
    .jpeg()
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** The button of this name, on a page or in a part of it. */
export const button = (on: Page | Locator, name: string | RegExp): Locator =>
  on.getByRole('button', { name, exact: true });

/** Resolves when it can be seen. */
export const seen = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' });

/** The line that says what was done; it stays while the pointer rests on it (`hover`). */
export const toast = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').locator('> div').filter({ hasText: words });

/** Fills in one of the doors with a password; the caller presses "Anmelden". */
export async function fillSignIn(
  page: Page,
  address: string,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto(address);
  await page.getByLabel('E-Mail-Adresse').fill(email);
  const field = page.getByLabel('Passwort', { exact: true });
  if (!(await field.isVisible())) await button(page, 'Mit Passwort anmelden').click();
  await field.fill(password);
}

/** Signs somebody in: the manager by the management's door, unless told otherwise. The caller waits for what is behind it. */
export async function signIn(
  page: Page,
  { url, password }: Pick<TestProduct, 'url' | 'password'>,
  who: { email: string; password?: string } = cast.manager,
  door = '/anmelden/verwaltung',
): Promise<void> {
  await fillSignIn(page, url + door, { email: who.email, password: who.password ?? password });
  await button(page, 'Anmelden').click();
}

/** Does something as the employee who sits at a page, beside the page; gives what was answered. */
export function actBeside<Data = unknown>(page: Page, procedure: string, input: object): Promise<Data> {
  return page.evaluate(
    async ([name, said]) => {
      const answer = await fetch(`/api/trpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-entrance': 'management' },
        body: JSON.stringify(said),
      });
      const { result, error } = await answer.json();
      if (error) throw new Error(JSON.stringify(error));
      return result.data;
    },
    [procedure, input] as const,
  );
}

/** Presses the arrow in a list of finds until this one is chosen; what is found meanwhile may stand between. */
export async function arrowTo(page: Page, option: Locator): Promise<void> {
  await option.waitFor();
  const isChosen = async () => (await option.getAttribute('aria-selected')) === 'true';
  await expect
    .poll(async () => {
      if (!(await isChosen())) await page.keyboard.press('ArrowDown');
      return isChosen();
    })
    .toBe(true);
}

/** Counts what a person does with a finger: each tap, and each file chosen (the system's own picker is one tap). */
export class Taps {
  count = 0;
  readonly #began = performance.now();
  async tap(what: Locator): Promise<void> {
    await what.tap();
    this.count += 1;
  }
  async choose(input: Locator, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await input.setInputFiles(files);
    this.count += 1;
  }
  /** Seconds since the first. */
  seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

/** Counts what a page loads from now on; gives the kilobytes of script so far, as they came over the wire. */
export function scriptsOf(page: Page): () => Promise<number> {
  const scripts = new Map<string, Request>();
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    // What was announced and then imported is asked for twice, and comes once.
    if (pathname.endsWith('.js') && !scripts.has(pathname)) scripts.set(pathname, request);
  });
  return async () => {
    const sizes = await Promise.all([...scripts.values()].map((request) => request.sizes()));
    return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) / 1000;
  };
}
