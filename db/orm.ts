import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';

/** An ORM costs 0.4 MB; more workspaces than this at once are rare, and one is made again in milliseconds. */
const ORMS_KEPT = 50;

/**
 * The ORMs of the workspaces used last, each on its workspace's pool. MikroORM takes half a second to load, so it is
 * loaded when the first entity manager is asked for: a worker that only runs SQL never pays it.
 */
export class OrmCache {
  readonly #orms = new Map<string, Promise<MikroORM>>();

  async em(id: string, pool: pg.Pool): Promise<EntityManager> {
    const orm = this.#orms.get(id) ?? makeOrm(pool);
    // Last used comes last. One that drops out is not closed: who works with it goes on, its pool is the workspace's.
    this.#orms.delete(id);
    this.#orms.set(id, orm);
    const [oldest] = this.#orms.keys();
    if (this.#orms.size > ORMS_KEPT && oldest !== undefined) this.#orms.delete(oldest);
    try {
      return (await orm).em.fork();
    } catch (error) {
      this.#orms.delete(id);
      throw error;
    }
  }

  /** Makes the next entity manager of a workspace on its new pool. */
  forget(id: string): void {
    this.#orms.delete(id);
  }
}

async function makeOrm(pool: pg.Pool): Promise<MikroORM> {
  const [{ MikroORM }, { entities }] = await Promise.all([import('@mikro-orm/postgresql'), import('./model.ts')]);
  return new MikroORM({
    entities: [...entities],
    dbName: 'workspace',
    ensureDatabase: false,
    forceUtcTimezone: true,
    driverOptions: {
      // MikroORM makes a pool of its own, which stays empty: it hands out the workspace's connections, so that entities,
      // statements and accounts share one small pool, and it leaves closing them to the workspace.
      onPoolCreated: (own: pg.Pool) => {
        own.connect = pool.connect.bind(pool) as typeof own.connect;
        own.end = async () => {};
      },
    },
  });
}
