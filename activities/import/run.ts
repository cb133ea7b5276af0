import { applyPlan, revertRows } from '../../db/import/apply.ts';
import { type CurrentRows, readCurrent } from '../../db/import/current.ts';
import { planFiles } from '../../db/import/plan-files.ts';
import { UnreadableFile } from '../../db/import/unreadable.ts';
import type { Query } from '../../db/pool.ts';
import { audit } from '../../db/queries/audit.ts';
import {
  forgetImport,
  givesRights,
  type ImportState,
  importBytes,
  importRun,
  storeCounts,
  storePlan,
  storeRows,
  storeWritten,
  writtenRows,
} from '../../db/queries/imports.ts';
import { isAdministered } from '../../db/queries/team.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { columns } from '../../domain/import/columns.ts';
import { factOf } from '../../domain/import/facts.ts';
import type { Plan } from '../../domain/import/plan.ts';
import type { Cells } from '../../domain/import/tables.ts';
import { beating } from '../beating.ts';
import type { ImportActivities } from './contract.ts';

/** What the activities need. */
export interface ImportDeps {
  currentWorkspace(): Promise<Workspace>;
  beat(): void;
  /** Hears of all whose rights may be others now. */
  onRights(workspace: Workspace, personIds: readonly string[]): void;
}

/** While rows are taken, nobody else writes the tables that they go into; reading goes on. */
const LOCK = `lock table person, property, building, unit, tenancy, ownership, board_membership, contractor, role,
  employee, employee_property, employee_role, employee_role_property in share row exclusive mode`;

/** The activities of taking files in. */
export function importActivities({ currentWorkspace, beat, onRights }: ImportDeps): ImportActivities {
  const stateOf = async (workspace: Workspace, id: string) => {
    const [run] = await workspace.query<{ state: ImportState }>('select state from import_run where id = $1', [id]);
    return run?.state;
  };
  const tellRights = async (workspace: Workspace, id: string) => {
    const { counts } = await importRun(workspace.query.bind(workspace), id);
    if (!givesRights(counts)) return;
    const employees = await workspace.query<{ id: string }>('select person_id as id from employee');
    onRights(
      workspace,
      employees.map(({ id: person }) => person),
    );
  };
  return beating<ImportActivities>({
    async planImport({ id }) {
      const workspace = await currentWorkspace();
      const state = await workspace
        .transaction((q) => planned(q, id, ['planning']))
        .catch(refusedFrom('planning', workspace, id));
      return { state };
    },

    async applyImport({ id }) {
      const workspace = await currentWorkspace();
      // Asked again after its transaction had been committed: it is there once.
      if ((await stateOf(workspace, id)) === 'applied') return { state: 'applied' };
      const state = await workspace
        .transaction((q) => applied(q, workspace, id, beat))
        .catch(refusedFrom('applying', workspace, id));
      if (state === 'applied') await tellRights(workspace, id);
      return { state };
    },

    async undoImport({ id }) {
      const workspace = await currentWorkspace();
      if ((await stateOf(workspace, id)) === 'undone') return { state: 'undone' };
      const state = await workspace
        .transaction((q) => undone(q, id))
        .catch(async (error: unknown) => {
          const refusal = refusalIn(error);
          if (refusal === undefined) throw error;
          const code = refusal === 'lastAdministrator' ? refusal : 'inUse';
          await settle(workspace.query.bind(workspace), id, ['undoing'], 'applied', { code });
          return 'applied' as const;
        });
      if (state === 'undone') await tellRights(workspace, id);
      return { state };
    },

    async forgetImport({ id }) {
      const workspace = await currentWorkspace();
      await workspace.transaction((q) => forgetImport(q, id));
    },
  });
}

/**
 * What the database refuses because of what a row says or who refers to it; undefined for a fault. Trying the same again
 * would be refused for ever.
 */
function refusalIn(error: unknown): 'keyTwice' | 'valueRefused' | 'lastAdministrator' | undefined {
  const { code = '' } = error as { code?: string };
  if (code === 'lastAdministrator') return code;
  if (code === UNIQUE) return 'keyTwice';
  return /^2[23]/.test(code) ? 'valueRefused' : undefined;
}
const UNIQUE = '23505';

/** Ends a run that the database refuses, and throws on what is a fault. */
const refusedFrom = (from: ImportState, workspace: Workspace, id: string) => async (error: unknown) => {
  const code = refusalIn(error);
  if (code === undefined) throw error;
  await settle(workspace.query.bind(workspace), id, [from], 'refused', { code });
  return 'refused' as const;
};

async function settle(
  q: Query,
  id: string,
  from: readonly ImportState[],
  to: ImportState,
  failure: object | null = null,
): Promise<void> {
  await q(
    `update import_run set state = $3, failure = $4,
       applied_at = case when $3 = 'applied' and state = 'applying' then now() else applied_at end,
       undone_at = case when $3 = 'undone' then now() else undone_at end
     where id = $1 and state = any($2)`,
    [id, from, to, failure && JSON.stringify(failure)],
  );
}

/** Reads the files once more and compares them with what is there. */
async function planOf(q: Query, id: string): Promise<{ plan: Plan; current: CurrentRows }> {
  const current = await readCurrent(q);
  return { plan: planFiles(await importBytes(q, id), current), current };
}

async function planned(q: Query, id: string, from: readonly ImportState[]): Promise<'planned' | 'refused'> {
  try {
    const { plan } = await planOf(q, id);
    await storePlan(q, id, plan);
    await settle(q, id, from, 'planned');
    return 'planned';
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { code, file, line, details } = error;
    await settle(q, id, from, 'refused', { code, file, line, details });
    return 'refused';
  }
}

async function applied(
  q: Query,
  workspace: Workspace,
  id: string,
  beat: () => void,
): Promise<'applied' | 'planned' | 'refused'> {
  await q(LOCK);
  const { counts: promised } = await importRun(q, id);
  const { plan, current } = await planOf(q, id);
  const counts = await storeRows(q, id, plan);
  // What is there has changed since somebody looked at the plan: they look again.
  if (fingerprint(counts) !== fingerprint(promised) || plan.rows.some(({ kind }) => kind === 'wrong')) {
    await storeCounts(q, id, plan, counts);
    await settle(q, id, ['applying'], 'planned', { code: 'changedMeanwhile' });
    return 'planned';
  }
  const all = plan.rows.filter(({ kind }) => kind === 'new' || kind === 'changed').length;
  const written = await stillAdministered(q, () =>
    applyPlan(q, plan, current, (done) => {
      beat();
      // On a connection of its own: within the transaction nobody would see it.
      workspace
        .query('update import_run set progress = $2 where id = $1 and state = $3', [
          id,
          Math.round((done / Math.max(1, all)) * 100),
          'applying',
        ])
        .catch(() => {});
    }),
  );
  await storeWritten(q, id, written);
  await storeCounts(q, id, plan, counts);
  await q(
    `insert into audit (actor, what, subject_id, after)
     select jsonb_build_object('kind', 'employee', 'id', begun_by), 'import.apply', id, counts from import_run where id = $1`,
    [id],
  );
  await auditChanged(q, id, 'import.change');
  await auditRoles(q, id, 'taken');
  await settle(q, id, ['applying'], 'applied');
  return 'applied';
}

/** Does what may change who may do what; throws `lastAdministrator` where nobody would be left who gives roles. */
async function stillAdministered<T>(q: Query, work: () => Promise<T>): Promise<T> {
  const before = await isAdministered(q);
  const done = await work();
  if (before && !(await isAdministered(q))) throw new DomainError('lastAdministrator');
  return done;
}

const fingerprint = (counts: object) =>
  JSON.stringify(
    Object.entries(counts)
      .sort()
      .map(([table, kinds]) => [table, Object.entries(kinds as object).sort()]),
  );

async function undone(q: Query, id: string): Promise<'undone' | 'applied'> {
  await q(LOCK);
  const rows = await writtenRows(q, id);
  const { cells } = await readCurrent(q);
  const touched = rows.some(({ table, key, after }) => {
    const there = cells[table].get(key);
    return (
      !there || columns[table].some(({ field }) => field !== 'lease' && (there[field] ?? '') !== (after[field] ?? ''))
    );
  });
  if (touched) {
    await settle(q, id, ['undoing'], 'applied', { code: 'changedMeanwhile' });
    return 'applied';
  }
  await stillAdministered(q, () => revertRows(q, rows));
  await q(
    `insert into audit (actor, what, subject_id, after)
     select jsonb_build_object('kind', 'employee', 'id', begun_by), 'import.undo', id, counts from import_run where id = $1`,
    [id],
  );
  await auditChanged(q, id, 'import.restore');
  await auditRoles(q, id, 'takenBack');
  await settle(q, id, ['undoing'], 'undone');
  return 'undone';
}

/**
 * Tells of each row that a run has changed, or brought back, what was there before and what is there now: the run itself
 * forgets that after a while. New rows tell of themselves.
 */
async function auditChanged(q: Query, id: string, what: 'import.change' | 'import.restore'): Promise<void> {
  const [before, after] = what === 'import.change' ? ['before', 'after'] : ['after', 'before'];
  await q(
    `insert into audit (actor, what, subject_id, before, after)
     select jsonb_build_object('kind', 'employee', 'id', r.begun_by), $2, i.row_id, i.${before}, i.${after}
     from import_row i join import_run r on r.id = i.run_id
     where r.id = $1 and i.kind = 'changed' and i.tbl <> 'roles' and i.row_id is not null order by i.n`,
    [id, what],
  );
}

/** Tells of each role that a run has made or changed, or taken back, what the page for roles would have told of it. */
async function auditRoles(q: Query, id: string, how: 'taken' | 'takenBack'): Promise<void> {
  const rows = await q<{ subjectId: string; personId: string; before: Cells | null; after: Cells }>(
    `select i.row_id as "subjectId", r.begun_by as "personId", i.before, i.after
     from import_row i join import_run r on r.id = i.run_id
     where r.id = $1 and i.kind in ('new', 'changed') and i.tbl = 'roles' and i.row_id is not null order by i.n`,
    [id],
  );
  const said = (cells: Cells | null) => (cells === null ? undefined : factOf('roles', cells));
  for (const { subjectId, personId, ...cells } of rows) {
    const [was, is] = [said(cells.before), said(cells.after)];
    const [before, after] = how === 'taken' ? [was, is] : [is, was];
    const what = before === undefined ? 'role.make' : after === undefined ? 'role.remove' : 'role.change';
    await audit(q, { actor: { kind: 'employee', id: personId }, what, subjectId, before, after });
  }
}
