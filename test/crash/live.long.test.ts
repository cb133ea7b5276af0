import { test } from 'vitest';
import { liveViews } from './live-views.ts';

test(
  'a hundred clients show the truth after a thousand events and ten kills of the API',
  () => liveViews({ clients: 100, tickets: 20, events: 1_000, kills: 10 }),
  1_200_000,
);
