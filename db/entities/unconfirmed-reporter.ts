import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from './instant.ts';
import { Person } from './person.ts';

/** Who reported without an account: the mail address is proven, the residency is not until a manager binds a person. */
export const UnconfirmedReporter = defineEntity({
  name: 'UnconfirmedReporter',
  tableName: 'unconfirmed_reporter',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    name: p.text(),
    email: p.text(),
    phone: p.text().nullable(),
    locale: p.text().$type<'de' | 'en'>().default('de'),
    place: p.text().default(''),
    linkGeneration: p.integer().default(1),
    person: () => p.manyToOne(Person).nullable(),
    createdAt: instant().defaultRaw('now()'),
  },
});
export type UnconfirmedReporter = InferEntity<typeof UnconfirmedReporter>;
