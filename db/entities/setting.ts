import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

/** One setting of the workspace; what its value may be is said by the schema of its key. */
export const Setting = defineEntity({
  name: 'Setting',
  tableName: 'setting',
  properties: {
    key: p.text().primary(),
    value: p.json().$type<unknown>(),
  },
});
export type Setting = InferEntity<typeof Setting>;
