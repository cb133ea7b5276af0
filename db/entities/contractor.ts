import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';

/** A firm (or the house's own caretaker) that carries out work orders. */
export const Contractor = defineEntity({
  name: 'Contractor',
  tableName: 'contractor',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    person: () => p.manyToOne(Person),
    trades: p.array().columnType('text[]'),
    internal: p.boolean().default(false),
    linkGeneration: p.integer().default(1),
    active: p.boolean().default(true),
  },
});
export type Contractor = InferEntity<typeof Contractor>;
