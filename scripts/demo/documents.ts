import { rm, writeFile } from 'node:fs/promises';
import { readFiles } from '../../api/documents/reading.ts';
import { keep } from '../../api/uploads.ts';
import { publishVersion, withdrawDocument } from '../../db/queries/document-publish.ts';
import { saveDraft } from '../../db/queries/documents.ts';
import type { FileStorage } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Addressee, DocumentKind, ReaderRole } from '../../domain/document/document.ts';
import { Sheet } from '../../paper/sheet.ts';
import { Ids } from './chance.ts';

interface Plot {
  kind: DocumentKind;
  title: string;
  source: string;
  /** To whom: those of these roles in a property, by its number; or one person, by mail address. */
  to: { property: string; roles: ReaderRole[] } | { person: string };
  newcomers: boolean;
  /** A PDF with these paragraphs. */
  paper?: { name: string; paragraphs: string[] };
  /** Days until it is taken down. */
  until?: number;
  /** Whether it is still a draft. */
  draft?: true;
  /** What it said later: its second version. */
  later?: { source: string; paper: { name: string; paragraphs: string[] } };
  /** Why it was withdrawn. */
  withdrawn?: string;
}

/** What the demo's roof project is about. */
export const OFFERS = 'Angebote für die Dachsanierung';

const plots: readonly Plot[] = [
  {
    kind: 'notice',
    title: 'Winterdienst und Streugut',
    source:
      'Der Winterdienst räumt **ab 6 Uhr** die Wege zu den Hauseingängen.\n\n- Streugut steht in der grünen Kiste neben den Fahrradbügeln.\n- Bitte lassen Sie die Wege frei von Fahrzeugen.\n\nFragen beantwortet der Hausmeister.',
    to: { property: '100', roles: ['residents', 'owners'] },
    newcomers: true,
    until: 120,
  },
  {
    kind: 'circular',
    title: 'Gutachten zum Wasserschaden in der Tiefgarage',
    source:
      'Anbei das Gutachten des Sachverständigen.\n\n## Wie es weitergeht\n\n1. Der Beirat spricht es im nächsten Treffen durch.\n2. Wir holen drei Angebote ein.\n3. Über die Sanierung stimmen die Eigentümer ab.',
    to: { property: '100', roles: ['owners'] },
    newcomers: true,
    paper: {
      name: 'Gutachten-Tiefgarage.pdf',
      paragraphs: [
        'Gutachten über Feuchteschäden in der Tiefgarage',
        'An der Nordwand wurde eindringendes Wasser festgestellt. Die Abdichtung der Dehnungsfuge ist gerissen, die Bewehrung an zwei Stellen korrodiert.',
        'Empfohlen wird die Verpressung der Fuge mit Acrylatgel und eine neue Beschichtung des Bodens. Die Kosten werden auf 46.000 Euro geschätzt.',
      ],
    },
    later: {
      source:
        'Anbei das Gutachten des Sachverständigen, **ergänzt um die Südwand**.\n\n## Wie es weitergeht\n\n1. Der Beirat spricht es im nächsten Treffen durch.\n2. Wir holen drei Angebote ein.\n3. Über die Sanierung stimmen die Eigentümer ab.',
      paper: {
        name: 'Gutachten-Tiefgarage-ergaenzt.pdf',
        paragraphs: [
          'Gutachten über Feuchteschäden in der Tiefgarage, ergänzt',
          'An der Nordwand wurde eindringendes Wasser festgestellt. Die Abdichtung der Dehnungsfuge ist gerissen, die Bewehrung an zwei Stellen korrodiert. Die Südwand ist trocken.',
          'Empfohlen wird die Verpressung der Fuge mit Acrylatgel und eine neue Beschichtung des Bodens. Die Kosten werden auf 46.000 Euro geschätzt.',
        ],
      },
    },
  },
  {
    kind: 'message',
    title: 'Ablesung der Wasserzähler',
    source: 'Die Zähler werden am Vormittag abgelesen. Bitte halten Sie den Zugang frei.',
    to: { property: '200', roles: ['residents'] },
    newcomers: false,
    withdrawn: 'Der Termin wurde vom Ableser verlegt.',
  },
  {
    kind: 'circular',
    title: OFFERS,
    source: 'Die drei Angebote für die Dachsanierung liegen bei. Bitte bringen Sie Ihre Einschätzung mit.',
    to: { property: '100', roles: ['board'] },
    newcomers: false,
    paper: {
      name: 'Angebote-Dach.pdf',
      paragraphs: [
        'Angebote für die Dachsanierung im Vergleich',
        'Dachdeckermeister Überle: 84.200 Euro, Beginn im März, Gewährleistung fünf Jahre.',
        'Bedachungen Hohenheim: 91.750 Euro, Beginn im Februar. Dachbau Neckar: 79.900 Euro ohne Rinnen.',
      ],
    },
  },
  {
    kind: 'statement',
    title: 'Heizkostenabrechnung',
    source: 'Ihre Abrechnung liegt bei. Rückfragen beantworten wir gern.',
    to: { person: 'aylin.demir@post.example' },
    newcomers: false,
    paper: {
      name: 'Heizkosten.pdf',
      paragraphs: ['Heizkostenabrechnung', 'Verbrauch 4.120 kWh, Grundkosten 312,40 Euro, Guthaben 87,15 Euro.'],
    },
  },
  {
    kind: 'notice',
    title: 'Sperrmüll am Monatsende',
    source: 'Bitte stellen Sie Sperrmüll erst am Vorabend an die Straße.',
    to: { property: '200', roles: ['residents'] },
    newcomers: true,
    draft: true,
  },
];

/** Lays down papers of different audiences, unless there are some: written, uploaded and published as the office does it. */
export async function layDocuments(workspace: Workspace, files: FileStorage, manager: string): Promise<void> {
  const [known] = await workspace.query('select from document limit 1');
  if (known) return;
  const ids = new Ids(`${workspace.id}/documents`);
  for (const plot of plots) {
    const line = await lineOf(workspace, plot);
    if (!line) continue;
    const id = ids.next();
    const sent = plot.paper ? [await paperOf(workspace, files, plot.paper, manager)] : [];
    const addressing = {
      ...{ kind: plot.kind, visibility: plot.kind === 'notice' ? ('public' as const) : ('private' as const) },
      ...{ newcomers: plot.newcomers, validFrom: null, validUntil: plot.until ? dayIn(plot.until) : null },
      addressees: [line],
    };
    const text = { title: plot.title, source: plot.source, files: sent };
    await saveDraft(workspace, { id, revision: 0, addressing, text, by: manager });
    await readFiles({ files }, workspace, sent);
    if (plot.draft) continue;
    await publishVersion(workspace, { id, n: 1, revision: 1, tell: false, by: manager });
    if (plot.withdrawn) await withdrawDocument(workspace, { id, reason: plot.withdrawn, tell: false, by: manager });
    if (!plot.later) continue;
    const newer = [await paperOf(workspace, files, plot.later.paper, manager)];
    const changed = { title: plot.title, source: plot.later.source, files: newer };
    await saveDraft(workspace, { id, revision: 2, addressing, text: changed, by: manager });
    await readFiles({ files }, workspace, newer);
    await publishVersion(workspace, { id, n: 2, revision: 3, tell: false, by: manager });
  }
}

async function lineOf(workspace: Workspace, { to }: Plot): Promise<Addressee | undefined> {
  const [row] =
    'person' in to
      ? await workspace.query<{ id: string }>('select id from person where email = $1', [to.person])
      : await workspace.query<{ id: string }>('select id from property where number = $1', [to.property]);
  if (!row) return undefined;
  return 'person' in to ? { scope: 'person', id: row.id } : { scope: 'property', id: row.id, roles: to.roles };
}

async function paperOf(
  workspace: Workspace,
  files: FileStorage,
  { name, paragraphs }: { name: string; paragraphs: string[] },
  manager: string,
): Promise<string> {
  const [title = '', ...rest] = paragraphs;
  const about = { title, author: workspace.name, language: 'de', foot: title, made: new Date() };
  const sheet = await Sheet.begin(about);
  sheet.title(title, workspace.name);
  for (const text of rest) sheet.paragraph(text);
  const [raw, kept] = await Promise.all([files.scratch(), files.scratch()]);
  try {
    await writeFile(raw, await sheet.finish());
    const { id } = await keep({ files }, workspace, { kind: 'employee', id: manager }, { raw, kept, name });
    return id;
  } finally {
    await Promise.all([rm(raw, { force: true }), rm(kept, { force: true })]);
  }
}

const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
