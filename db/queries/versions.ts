import { DomainError } from '../../domain/errors.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** A published version, newest first in lists; the built-in one has no author. */
export interface Published<Document> {
  version: number;
  document: Document;
  publishedAt: string | null;
  publishedBy: string | null;
  note: string;
}

/** The published versions of a table, whose documents stand in this column. Every workspace begins with the built-in one. */
export function versionsIn<Document>(table: string, column: string, builtin: { version: number; document: Document }) {
  const newest = `coalesce((select max(version) from ${table}), ${builtin.version})`;
  const documents = new WeakMap<Workspace, Map<number, Document>>();
  return {
    /** As SQL, the number of the version in force. */
    newest,

    /** The number of the version in force. */
    async live(workspace: Workspace): Promise<number> {
      const [row] = await workspace.query<{ version: number }>(`select ${newest} as version`);
      return row?.version ?? builtin.version;
    },

    /** All of them, the one in force first, the built-in one last. */
    async published(workspace: Workspace): Promise<[Published<Document>, ...Published<Document>[]]> {
      const rows = await workspace.query<Published<Document>>(
        `select v.version, v.${column} as document, v.published_at as "publishedAt",
           trim(p.given_name || ' ' || p.family_name) as "publishedBy", v.note
         from ${table} v join person p on p.id = v.published_by order by v.version desc`,
      );
      const first = { ...builtin, publishedAt: null, publishedBy: null, note: '' };
      const [live = first, ...older] = rows;
      return live === first ? [first] : [live, ...older, first];
    },

    /** Publishes a document as the next version and gives its number. */
    async publish(q: Query, given: { document: Document; personId: string; note: string }): Promise<number> {
      const [row] = await q<{ version: number }>(
        `insert into ${table} (version, ${column}, published_by, note) select ${newest} + 1, $1, $2, $3
         returning version`,
        [JSON.stringify(given.document), given.personId, given.note],
      );
      if (!row) throw new DomainError('conflictingChange');
      return row.version;
    },

    /** A version's document. It never changes, so each is read once. Throws `notFound` for one that does not exist. */
    async document(workspace: Workspace, version: number): Promise<Document> {
      if (version === builtin.version) return builtin.document;
      const known = documents.get(workspace) ?? new Map<number, Document>();
      documents.set(workspace, known);
      let document = known.get(version);
      if (document === undefined) {
        const [row] = await workspace.query<{ document: Document }>(
          `select ${column} as document from ${table} where version = $1`,
          [version],
        );
        if (!row) throw new DomainError('notFound');
        document = row.document;
        known.set(version, document);
      }
      return document;
    },
  };
}
