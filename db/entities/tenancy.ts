import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';
import { Unit } from './unit.ts';

/** Who rents or lives in a unit, from which day until which (both inclusive; no end while it lasts). */
export const Tenancy = defineEntity({
  name: 'Tenancy',
  tableName: 'tenancy',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    unit: () => p.manyToOne(Unit),
    person: () => p.manyToOne(Person),
    role: p.text().$type<'renter' | 'resident'>(),
    validFrom: p.date(),
    validUntil: p.date().nullable(),
  },
});
export type Tenancy = InferEntity<typeof Tenancy>;
