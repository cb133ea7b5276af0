// The report form where there is no connection: its page, its parts and its places as they came last. It stands before
// addresses under /melden alone (its scope); what it keeps, features/report/offline.ts chooses and throws away.
const asked = /^\/api\/trpc\/((workspace\.public|categories\.form|tickets\.places|portal\.places)(,|$))+$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  // Parts carry the hash of what they hold: the same address is the same part.
  if (pathname.startsWith('/assets/')) event.respondWith(kept(request).then((found) => found ?? fetch(request)));
  else if (request.mode === 'navigate' || asked.test(pathname) || !pathname.startsWith('/api/'))
    event.respondWith(newest(request));
});

const shelf = () => caches.open('report');

async function kept(request) {
  return (await shelf()).match(request, { ignoreVary: true });
}

async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.status === 200 && !answer.redirected) await (await shelf()).put(request, answer.clone());
    return answer;
  } catch (error) {
    const found = await kept(request);
    if (found) return found;
    throw error;
  }
}
