import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';

/** What is managed under one contract: an owners' association, a landlord's houses, the company's own stock. */
export const Property = defineEntity({
  name: 'Property',
  tableName: 'property',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    number: p.text(),
    name: p.text(),
    managementType: p.text().$type<'weg' | 'rental' | 'ownStock'>(),
    federalState: p.text(),
    street: p.text(),
    postalCode: p.text(),
    city: p.text(),
    shareDenominator: p.integer().nullable(),
    approvalLimitCents: p.bigint('number').default(0),
    landlord: () => p.manyToOne(Person).nullable(),
    reportCode: p.text(),
  },
});
export type Property = InferEntity<typeof Property>;
