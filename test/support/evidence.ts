import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { installationRouter } from '../../api/installation/router.ts';
import { appRouter } from '../../api/router.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { unrecorded } from './unrecorded.ts';

/** What a mutation that is under way has written so far. */
interface Done {
  tables: Set<string>;
  /** Parameters of the statements that told of it. */
  evidence: string[];
}
const during = new AsyncLocalStorage<Done>();
const WATCHED = Symbol.for('procsm.watched');

/** Counters of tries: of these nobody is told. */
const COUNTERS = ['rate_limit', 'sign_in_failure', 'operator_failure'];
const WRITING = /\b(?:insert\s+into|delete\s+from)\s+"?(\w+)|\bupdate\s+"?(\w+)"?(?:\s+(?:as\s+)?\w+)?\s+set\b/gi;
/** An entry of the audit, or a command: stored by one of the database's functions or as its own row. */
const EVIDENCE =
  /insert into (?:audit|operator_audit|command)\b|\b(?:store_command|take_commands?|take_reports?|take_undoable|open_campaign)\(/i;

/** Mutations that changed something of which neither the audit nor a command tells, with what they changed. */
const silent = new Map<string, string>();

type Call = { ctx?: { viewer?: { kind: string } } };
type Procedure = ((call: Call) => Promise<unknown>) & { _def: { type: string } };

/** Looks from now on at what every mutation of this process writes. */
export function watchMutations(): void {
  if (Object.hasOwn(pg.Client.prototype, WATCHED)) return;
  const query = pg.Client.prototype.query as (...asked: unknown[]) => unknown;
  Object.assign(pg.Client.prototype, {
    [WATCHED]: true,
    query(this: pg.Client, ...asked: unknown[]) {
      const [first, values] = asked;
      const { text, values: own } = (typeof first === 'string' ? { text: first } : (first ?? {})) as {
        text?: string;
        values?: unknown[];
      };
      const done = during.getStore();
      const answer = query.apply(this, asked);
      if (done && typeof text === 'string' && EVIDENCE.test(text))
        done.evidence.push(JSON.stringify(own ?? values ?? []));
      if (!done || typeof text !== 'string' || !(answer instanceof Promise)) return answer;
      return answer.then((result: pg.QueryResult) => {
        // What is said again and is there already writes nothing.
        if (result.rowCount) noteWritten(done, text);
        return result;
      });
    },
  });
  for (const [prefix, router] of [
    ['', appRouter],
    ['installation: ', installationRouter],
  ] as const) {
    const procedures = router._def.procedures as unknown as Record<string, Procedure>;
    for (const [name, procedure] of Object.entries(procedures))
      if (procedure._def.type === 'mutation') procedures[name] = watched(`${prefix}${name}`, procedure);
  }
}

function noteWritten(done: Done, sql: string): void {
  for (const [, written, updated] of sql.matchAll(WRITING)) {
    const table = (written ?? updated ?? '').toLowerCase();
    if (!COUNTERS.includes(table)) done.tables.add(table);
  }
}

/** The procedure, looked at while it works. */
export function watched(name: string, procedure: Procedure): Procedure {
  const call = async (asked: Call) => {
    const done: Done = { tables: new Set(), evidence: [] };
    const answer = await during.run(done, () => procedure(asked));
    judge(name, asked.ctx?.viewer?.kind ?? '', done);
    return answer;
  };
  return Object.assign(call, procedure);
}

function judge(name: string, viewer: string, { tables, evidence }: Done): void {
  if (Object.hasOwn(unrecorded, name)) return;
  if (evidence.length === 0 && tables.size > 0)
    silent.set(name, `writes ${[...tables].sort().join(', ')} and tells nobody`);
  const byLink = viewer.endsWith('Link');
  if (byLink && evidence.length > 0 && !evidence.some((told) => told.includes(viewer) || told.includes('"link"')))
    silent.set(name, `does not tell that it was done by a ${viewer}`);
}

/** Throws when a mutation that was carried out since the last time left no trace of who did it, or a trace of nobody. */
export async function assertEvidence(workspaces: readonly Pick<Workspace, 'query'>[]): Promise<void> {
  const faults = [...silent].map(([name, fault]) => `${name} ${fault}`);
  silent.clear();
  for (const workspace of workspaces)
    for (const table of ['audit', 'command']) {
      const rows = await workspace.query<{ what: string }>(
        `select distinct ${table === 'audit' ? 'what' : 'type'} as what from ${table}
         where actor ->> 'kind' is null or (actor ->> 'kind' <> 'system' and actor ->> 'id' is null)`,
      );
      faults.push(...rows.map(({ what }) => `${table} ${what} names nobody`));
    }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
