import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';
import { Property } from './property.ts';

/** A person who works for the management company, and the properties they look after. */
export const Employee = defineEntity({
  name: 'Employee',
  tableName: 'employee',
  properties: {
    person: () => p.oneToOne(Person).primary().owner().fieldName('person_id'),
    /** The key of their first role. */
    function: p.text(),
    allProperties: p.boolean().default(true),
    onCall: p.boolean().default(false),
    active: p.boolean().default(true),
    /** Up to how much their first role orders and approves, in cents; null is any amount. */
    approvalLimitCents: p.bigint('number').nullable(),
    /** Counts only where `allProperties` is false. */
    properties: () =>
      p.manyToMany(Property).pivotTable('employee_property').joinColumn('person_id').inverseJoinColumn('property_id'),
  },
});
export type Employee = InferEntity<typeof Employee>;
