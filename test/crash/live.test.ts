import { test } from 'vitest';
import { liveViews } from './live-views.ts';

test(
  'ten clients show the truth after the API was killed twice under them',
  () => liveViews({ clients: 10, tickets: 10, events: 40, kills: 2 }),
  900_000,
);
