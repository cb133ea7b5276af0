import type { Noun } from '../../../domain/lifecycle/outcome.ts';

const pages: Record<Noun, string> = {
  ticket: '/vorgaenge',
  workOrder: '/auftraege',
  campaign: '/abstimmungen',
  project: '/projekte',
};

/** The desk's page of a matter. */
export const pathOf = (noun: Noun, id: string): string => `${pages[noun]}/${id}`;
