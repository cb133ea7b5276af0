import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';
import { Unit } from './unit.ts';

/** Who owns a unit, from which day until which (both inclusive; no end while it lasts). */
export const Ownership = defineEntity({
  name: 'Ownership',
  tableName: 'ownership',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    unit: () => p.manyToOne(Unit),
    person: () => p.manyToOne(Person),
    validFrom: p.date(),
    validUntil: p.date().nullable(),
  },
});
export type Ownership = InferEntity<typeof Ownership>;
