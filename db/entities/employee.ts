import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Person } from './person.ts';
import { Property } from './property.ts';

/** A person who works for the management company, and the properties they look after. */
export const Employee = defineEntity({
  name: 'Employee',
  tableName: 'employee',
  properties: {
    person: () => p.oneToOne(Person).primary().owner().fieldName('person_id'),
    function: p.text().$type<'manager' | 'clerk' | 'caretaker' | 'administrator'>(),
    allProperties: p.boolean().default(true),
    onCall: p.boolean().default(false),
    active: p.boolean().default(true),
    /** Counts only where `allProperties` is false. */
    properties: () =>
      p.manyToMany(Property).pivotTable('employee_property').joinColumn('person_id').inverseJoinColumn('property_id'),
  },
});
export type Employee = InferEntity<typeof Employee>;
