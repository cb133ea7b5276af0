import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';
import { Property } from './property.ts';

/** Who sits on an owners' association's advisory board, from which day until which. */
export const BoardMembership = defineEntity({
  name: 'BoardMembership',
  tableName: 'board_membership',
  properties: {
    property: () => p.manyToOne(Property).primary(),
    person: () => p.manyToOne(Person).primary(),
    validFrom: p.date().primary(),
    validUntil: p.date().nullable(),
  },
});
export type BoardMembership = InferEntity<typeof BoardMembership>;
