import type { Matter } from '../../../domain/lifecycle/outcome.ts';

const pages: Record<Matter, string> = {
  ticket: '/vorgaenge',
  workOrder: '/auftraege',
  campaign: '/abstimmungen',
  project: '/projekte',
  document: '/dokumente',
};

/** The desk's page of a matter. */
export const pathOf = (noun: Matter, id: string): string => `${pages[noun]}/${id}`;
