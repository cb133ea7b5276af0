import { createTRPCClient, httpLink } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { InstallationRouter } from '../../../api/installation/router.ts';
import { sentenceFirst } from '../../api.ts';

/** The installation's own procedures; they answer at its own host only. */
export const installation = createTRPCClient<InstallationRouter>({
  links: [sentenceFirst(), httpLink({ url: '/api/installation' })],
});

export type Overview = inferRouterOutputs<InstallationRouter>['overview'];
export type Company = Overview['companies'][number];
export type NewCompany = inferRouterInputs<InstallationRouter>['create'];

/** Under which keys the page keeps what it asked. */
export const keys = {
  me: ['installation', 'me'],
  totp: ['installation', 'totp'],
  overview: ['installation', 'overview'],
  soFar: (id: string) => ['installation', 'soFar', id],
} as const;
