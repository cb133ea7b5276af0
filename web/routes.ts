import type { RouteDefinition } from '@solidjs/router';
import { lazy } from 'solid-js';

/** Every page with its address, each loaded when it is gone to. */
export const routes: RouteDefinition[] = [
  { path: '*', component: lazy(() => import('./features/shell/NotFound.tsx')) },
];
