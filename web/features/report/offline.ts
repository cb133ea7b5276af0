import { actHeaders } from '../../api.ts';

/** What is kept for the form without a connection; report-offline.js reads it. */
const SHELF = 'report';
/** More than this are the parts of versions that are gone. */
const MOST = 80;

/** Only where the page is served safely; everywhere else the form works as long as there is a connection. */
const possible = () => 'serviceWorker' in navigator && 'caches' in globalThis;

/**
 * Keeps the form that stands in this browser, so that it opens again without a connection: in the cellar where the water
 * is. What was typed and the photos lie in the browser's storage anyway.
 */
export async function keepOffline(): Promise<void> {
  if (!possible()) return;
  // The first time the form had asked before anybody stood between.
  const wasKept = navigator.serviceWorker.controller !== null;
  try {
    await navigator.serviceWorker.register('/report-offline.js', { scope: '/melden' });
    let shelf = await caches.open(SHELF);
    if ((await shelf.keys()).length > MOST) {
      await caches.delete(SHELF);
      shelf = await caches.open(SHELF);
    }
    const came = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin }) => origin === location.origin);
    const parts = came.filter(({ pathname }) => !pathname.startsWith('/api/'));
    await shelf.addAll([location.pathname, ...new Set(parts.map(({ href }) => href))]);
    if (wasKept) return;
    await controlled();
    const asked = came.filter(({ pathname }) => /^\/api\/trpc\/[\w.,]*(places|categories)/.test(pathname));
    await Promise.all(asked.map(({ href }) => fetch(href, { headers: actHeaders() })));
  } catch {
    // No room, or storage is forbidden: then there is no form without a connection, and nothing else is lost.
  }
}

/** Resolves when requests of this page go by the worker. */
function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) => {
    serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}

/** Forgets whose flat it was: somebody signs out, and the next one at this device may be another. */
export async function forgetOffline(): Promise<void> {
  if (possible()) await caches.delete(SHELF).catch(() => {});
}
