import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Building } from './building.ts';

/** A flat, shop or garage in a building. */
export const Unit = defineEntity({
  name: 'Unit',
  tableName: 'unit',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    building: () => p.manyToOne(Building),
    number: p.text(),
    usage: p.text().$type<'flat' | 'shop' | 'garage'>().default('flat'),
    floor: p.integer().default(0),
    position: p.text().default(''),
    shareNumerator: p.integer().nullable(),
  },
});
export type Unit = InferEntity<typeof Unit>;
