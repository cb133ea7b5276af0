import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { takeFiles } from '../../db/import/take.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { fileNames, type MasterTable } from '../../domain/import/tables.ts';
import type { letterhead } from '../../domain/letterhead.ts';
import type { NewWorkspace } from '../../domain/workspace.ts';
import type { OpenPlot } from './open.ts';
import { musterstadtToday, seeblickToday } from './today.ts';

/** Somebody who gets an account, for the table that `npm start` prints. */
export interface DemoPerson {
  /** As the table of the persons numbers them. */
  email: string;
  role: string;
  path: '/anmelden/verwaltung' | '/anmelden' | '/anmelden/handwerker';
}

/** A company of the demo. */
export interface Company {
  folder: 'musterstadt' | 'seeblick';
  workspace: NewWorkspace;
  accounts: readonly DemoPerson[];
  today: readonly OpenPlot[];
  /** Who its letters and faxes come from. */
  letterhead: z.input<typeof letterhead>;
  /** How many tickets were closed in the past year. */
  closed: number;
}

/** The companies of the demo; the first is the one that a bare address opens. */
export const companies: readonly Company[] = [
  {
    folder: 'musterstadt',
    workspace: { slug: 'demo', name: 'Hausverwaltung Musterstadt', hosts: ['demo.localhost'] },
    accounts: [
      { role: 'Verwalterin', email: 'jana.berger@musterstadt.example', path: '/anmelden/verwaltung' },
      { role: 'Sachbearbeiter', email: 'tobias.fechner@musterstadt.example', path: '/anmelden/verwaltung' },
      { role: 'Hausmeister', email: 'dieter.pfaff@musterstadt.example', path: '/anmelden/verwaltung' },
      { role: 'Bewohnerin', email: 'aylin.demir@post.example', path: '/anmelden' },
      { role: 'Eigentümer', email: 'holger.kraemer@post.example', path: '/anmelden' },
      { role: 'Beirätin', email: 'ingrid.doering@post.example', path: '/anmelden' },
      { role: 'Handwerker', email: 'auftrag@sanitaer-huber.example', path: '/anmelden/handwerker' },
    ],
    today: musterstadtToday,
    letterhead: {
      name: 'Hausverwaltung Musterstadt',
      street: 'Marktplatz 4',
      postalCode: '70173',
      city: 'Stuttgart',
      phone: '0711 55500 10',
      fax: '0711 55500 19',
      email: 'post@musterstadt.example',
      footer:
        'Hausverwaltung Musterstadt GmbH · Geschäftsführerin: Jana Berger\nAmtsgericht Stuttgart, HRB 000000 · USt-IdNr. DE000000000',
      bank: 'Musterbank · IBAN DE00 0000 0000 0000 0000 00',
    },
    closed: 370,
  },
  {
    folder: 'seeblick',
    workspace: { slug: 'seeblick', name: 'Verwaltung am Seeblick', hosts: ['seeblick.localhost'], accent: '#1d5f8a' },
    accounts: [
      { role: 'Verwalterin (Seeblick)', email: 'eva.rothmund@seeblick.example', path: '/anmelden/verwaltung' },
    ],
    today: seeblickToday,
    letterhead: {
      name: 'Verwaltung am Seeblick',
      street: 'Uferpromenade 8',
      postalCode: '88045',
      city: 'Friedrichshafen',
      phone: '07541 55510 0',
      email: 'post@seeblick.example',
    },
    closed: 24,
  },
];

/** Takes the company's tables into its workspace, unless they are there. */
export async function takeMasterData(
  company: Company,
  workspace: Workspace,
): Promise<Partial<Record<MasterTable, number>> | undefined> {
  const [known] = await workspace.query('select from person limit 1');
  if (known) return undefined;
  const files = await Promise.all(
    Object.values(fileNames).map(
      async (name) =>
        [`${name}.csv`, await readFile(new URL(`${company.folder}/${name}.csv`, import.meta.url))] as const,
    ),
  );
  return workspace.transaction((q) => takeFiles(q, new Map(files)));
}
