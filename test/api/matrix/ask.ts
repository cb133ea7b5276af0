import { request } from 'node:http';
import type { Workspace } from '../../../db/workspaces.ts';
import { passes, type Rule } from '../../../domain/rights.ts';
import { type RoleFunction, rightsFrom } from '../../../domain/roles.ts';
import type { TestApi } from '../../support/api.ts';
import { SECRET, type Stranger, theirs } from './file.ts';
import { unlessWritten } from './writes.ts';

export type Procedure = { _def: { type: string; meta?: { rules?: readonly unknown[] } } };
export const proceduresOf = (router: { _def: { procedures: unknown } }) =>
  Object.entries(router._def.procedures as Record<string, Procedure>);

/** Procedures that anybody could call because nobody said who may. */
export const withoutRule = (router: { _def: { procedures: unknown } }) =>
  proceduresOf(router)
    .filter(([, { _def }]) => !_def.meta?.rules?.length)
    .map(([name]) => name);

/** What an answer tells of the file that it must not: its words, or an id of it that the question did not name. */
export function leaksIn(body: string, asked: string): string[] {
  const secrets = [SECRET, ...Object.values(theirs).filter((id) => id !== '' && !asked.includes(id))];
  return secrets.filter((secret) => body.includes(secret));
}

/** Any database that takes statements: a workspace's, or the installation's own. */
type Asked = Pick<Workspace, 'query'>;
export const reading = new Map<Asked, Promise<string>>();

/** The statement that reads everything: asked for hundreds of times, so it is made once. */
export async function readingAll(workspace: Asked): Promise<string> {
  const tables = await workspace.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not in ('rate_limit', 'sign_in_failure') order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' || coalesce(md5(string_agg(x::text, ',' order by x::text)), '') as word from "${name}" x`,
  );
  return each.join(' union all ');
}

/** All rows of a workspace as one word, but for the counters of tries. */
export function contents(workspace: Asked): Promise<string> {
  return unlessWritten(workspace, async () => {
    const sql = reading.get(workspace) ?? readingAll(workspace);
    reading.set(workspace, sql);
    return (await workspace.query<{ word: string }>(await sql, []))
      .map(({ word }) => word)
      .sort()
      .join('\n');
  });
}

/** What both companies hold. */
export const bothContents = (api: Pick<TestApi, 'one' | 'two'>) => Promise.all([contents(api.one), contents(api.two)]);

/** What a stranger gets (each refusal counts as 400); of a stream what comes first. */
export function ask(
  api: Pick<TestApi, 'port'>,
  stranger: Stranger,
  name: string,
  type: string,
  input: unknown,
): Promise<{ status: number; body: string }> {
  const text = input === undefined ? '' : JSON.stringify(input);
  const path = `/api/trpc/${name}`;
  return new Promise((resolve, reject) => {
    const origin = `http://${stranger.host}:${api.port}`;
    const sent = request(
      {
        host: '127.0.0.1',
        port: api.port,
        agent: false,
        method: type === 'mutation' ? 'POST' : 'GET',
        path: type === 'mutation' ? path : `${path}${text && `?input=${encodeURIComponent(text)}`}`,
        headers: {
          host: `${stranger.host}:${api.port}`,
          ...(type === 'mutation' && { origin, 'content-type': 'application/json' }),
          ...(type === 'subscription' && { accept: 'text/event-stream' }),
          ...stranger.headers,
        },
      },
      (response) => {
        let body = '';
        const done = () => {
          resolve({ status: /"httpStatus":4/.test(body) ? 400 : (response.statusCode ?? 0), body });
          sent.destroy();
        };
        response.on('data', (chunk) => {
          body += String(chunk);
          if (type === 'subscription' && /"domain"|"all"/.test(body)) done();
        });
        response.on('end', done);
        response.on('error', () => {});
      },
    );
    sent.on('error', reject);
    sent.end(type === 'mutation' ? text : undefined);
  });
}

/** How many questions are under way at a time. */
const LANES = 6;

/** Does something for each of them, several at a time; rejects with the first that fails. */
export async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

type Rules = readonly Rule[];
const rulesOf = (router: { _def: { procedures: unknown } }, wanted: string) =>
  (proceduresOf(router).find(([name]) => name === wanted)?.[1]._def.meta?.rules ?? []) as Rules;

/** The procedures that only employees call, and of those only some. */
export const limited = (router: { _def: { procedures: unknown } }): [name: string, type: string][] =>
  proceduresOf(router)
    .filter(([name]) => {
      const rules = rulesOf(router, name);
      return rules.every((rule) => rule.who === 'employee' && rule.allowed.length > 0);
    })
    .map(([name, { _def }]) => [name, _def.type]);

/** Whether a role that is made of these functions, and held on some property, passes a procedure's door. */
export function allows(router: { _def: { procedures: unknown } }, name: string, may: readonly RoleFunction[]): boolean {
  const held = { role: 'own', name: 'Eigene', functions: may, allProperties: false, propertyIds: [theirs.property] };
  const rights = rightsFrom('own', [{ ...held, limitCents: null, standsInFor: null, until: null }]);
  return rulesOf(router, name).some((rule) => passes(rule, { kind: 'employee', personId: theirs.reporter, rights }));
}
