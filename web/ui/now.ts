import { createSignal } from 'solid-js';

const [now, setNow] = createSignal(Date.now());
setInterval(() => setNow(Date.now()), 30_000);
// A phone that was in a pocket has no ticks: say the right time as soon as it is looked at again.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) setNow(Date.now());
});

/** The current moment in milliseconds, renewed every 30 s: for words such as "seit 14 min". */
export { now };
