import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { ZodError, z } from 'zod';
import { Control, HostTaken, migrateControl } from '../db/control.ts';
import { madePassword, setOperator } from '../db/operators.ts';
import type { NewWorkspace } from '../domain/workspace.ts';
import { ensureWorkspace, migrateWorkspaces } from './provision.ts';
import { readJson, secretsOf } from './services/data-dir.ts';
import { StartProblem } from './services/problem.ts';

const USAGE = `npm run workspace -- create --slug demo --name "Hausverwaltung Muster" --host demo.localhost [--host …]
                            [--locale de|en] [--plan standard] [--accent "#1f6feb"]
npm run workspace -- list
npm run workspace -- migrate     all that are of an older release, or failed
npm run workspace -- operator --email betrieb@example.de
                            makes an account for the installation's own administration (at OPERATOR_HOST), or gives a
                            known one a new password, which is printed once

The product must be running: its worker does the work. It is found by DATABASE_URL, TEMPORAL_ADDRESS and MASTER_KEY,
or in DATA_DIR (default .data) where npm start runs.`;

type Installation = { databaseUrl: string; masterKey: string; temporalAddress: string; namespace: string };

/** Where the running product is: from the environment, else from the data folder in which `npm start` runs. */
function installation(env: NodeJS.ProcessEnv): Installation {
  const namespace = env.TEMPORAL_NAMESPACE || 'default';
  const { DATABASE_URL, MASTER_KEY, TEMPORAL_ADDRESS } = env;
  if (DATABASE_URL && MASTER_KEY && TEMPORAL_ADDRESS) {
    return { databaseUrl: DATABASE_URL, masterKey: MASTER_KEY, temporalAddress: TEMPORAL_ADDRESS, namespace };
  }
  const dataDir = resolve(env.DATA_DIR || '.data');
  const ports = readJson(join(dataDir, 'ports.json'));
  if (!existsSync(join(dataDir, 'running.json')) || !(ports.postgres || DATABASE_URL)) {
    throw new StartProblem(
      `ProCSM does not run in ${dataDir}; start it (npm start), or set DATABASE_URL, TEMPORAL_ADDRESS and MASTER_KEY.`,
    );
  }
  const { postgresPassword, masterKey } = secretsOf(dataDir);
  const password = encodeURIComponent(postgresPassword);
  return {
    databaseUrl: DATABASE_URL || `postgresql://postgres:${password}@127.0.0.1:${ports.postgres}/procsm_control`,
    masterKey: MASTER_KEY || masterKey,
    temporalAddress: TEMPORAL_ADDRESS || `127.0.0.1:${ports.temporal}`,
    namespace,
  };
}

async function withClient<T>({ temporalAddress, namespace }: Installation, work: (client: Client) => Promise<T>) {
  const connection = await Connection.connect({ address: temporalAddress, connectTimeout: '5s' }).catch(() => {
    throw new StartProblem(`Temporal does not answer at ${temporalAddress}; start it, or correct TEMPORAL_ADDRESS.`);
  });
  try {
    return await work(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

async function run(args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      slug: text,
      name: text,
      host: { type: 'string', multiple: true },
      locale: text,
      plan: text,
      accent: text,
      email: text,
      help: { type: 'boolean' },
    },
  });
  const [command] = positionals;
  if (values.help || !command || !['create', 'list', 'migrate', 'operator'].includes(command))
    throw new StartProblem(USAGE);
  const where = installation(process.env);
  await migrateControl(where.databaseUrl);
  const control = new Control(where);
  try {
    if (command === 'list') await list(control);
    if (command === 'operator') {
      const email = z.email().safeParse(values.email);
      if (!email.success) throw new StartProblem(`Please correct --email.\n\n${USAGE}`);
      const password = madePassword();
      await setOperator(control, email.data, password);
      console.log(`${email.data} signs in with ${password}`);
    }
    if (command === 'create') {
      const { host: hosts = [], ...given } = values;
      const wanted = { ...given, hosts } as NewWorkspace;
      const id = await withClient(where, (client) => ensureWorkspace({ control, client }, wanted));
      console.log(`${wanted.slug} is ready: ${id}`);
    }
    if (command === 'migrate') {
      const { migrated, failed } = await withClient(where, (client) => migrateWorkspaces({ control, client }));
      console.log(migrated.length > 0 ? `Migrated: ${migrated.join(', ')}` : 'Nothing was migrated.');
      for (const { slug, step } of failed) console.error(`${slug}: ${step}; the worker's log says why.`);
      if (failed.length > 0) process.exitCode = 1;
    }
  } finally {
    await control.close();
  }
}

async function list(control: Control): Promise<void> {
  for (const { id, slug, state, failure, hosts, name } of await control.records()) {
    console.log([id, slug, failure ? `${state} (${failure})` : state, hosts.join(' '), name].join('\t'));
  }
}

try {
  const file = join(import.meta.dirname, '..', '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ZodError) {
    const wrong = [...new Set(error.issues.map(({ path }) => `--${String(path[0]).replace('hosts', 'host')}`))];
    console.error(`Please correct ${wrong.join(', ')}.\n\n${USAGE}`);
  } else if (
    error instanceof StartProblem ||
    error instanceof HostTaken ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  ) {
    console.error((error as Error).message);
  } else console.error(error);
}
