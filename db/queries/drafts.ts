import { DomainError } from '../../domain/errors.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** What somebody writes at the moment: one draft for all, each saving raises its revision. */
export interface Draft<Document> {
  revision: number;
  document: Document;
  changedAt: string;
  changedBy: string;
}

/** The drafts of a table, whose documents stand in this column. */
export function draftsIn<Document>(table: string, column: string) {
  return {
    /** The draft, if there is one. */
    async current(workspace: Workspace): Promise<Draft<Document> | null> {
      const [row] = await workspace.query<Draft<Document>>(
        `select d.revision, d.${column} as document, d.changed_at as "changedAt",
           trim(p.given_name || ' ' || p.family_name) as "changedBy"
         from ${table} d join person p on p.id = d.changed_by`,
      );
      return row ?? null;
    },

    /**
     * Saves the draft over the revision that its author saw (0 where there was none); gives the new one, and what stood
     * there before. Throws `conflictingChange` when somebody else has saved, published or discarded meanwhile.
     */
    async save(
      q: Query,
      given: { revision: number; document: Document; personId: string },
    ): Promise<{ revision: number; before: Document | null }> {
      const rows = await q<{ revision: number; before: Document | null }>(
        given.revision === 0
          ? `insert into ${table} (revision, ${column}, changed_at, changed_by) values ($1 + 1, $2, now(), $3)
             on conflict do nothing returning revision, null as before`
          : `update ${table} d set revision = d.revision + 1, ${column} = $2, changed_at = now(), changed_by = $3
             from ${table} old where d.revision = $1 and old.revision = d.revision
             returning d.revision, old.${column} as before`,
        [given.revision, JSON.stringify(given.document), given.personId],
      );
      if (!rows[0]) throw new DomainError('conflictingChange');
      return rows[0];
    },

    /** Takes the draft of this revision away and gives it. Throws `conflictingChange` when it is another one by now. */
    async take(q: Query, revision: number): Promise<Document> {
      const [row] = await q<{ document: Document }>(
        `delete from ${table} where revision = $1 returning ${column} as document`,
        [revision],
      );
      if (!row) throw new DomainError('conflictingChange');
      return row.document;
    },
  };
}
