import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Property } from './property.ts';

/** One house of a property, with its own address. */
export const Building = defineEntity({
  name: 'Building',
  tableName: 'building',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    property: () => p.manyToOne(Property),
    name: p.text(),
    street: p.text(),
  },
});
export type Building = InferEntity<typeof Building>;
