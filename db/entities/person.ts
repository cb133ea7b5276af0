import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from './instant.ts';

/** Somebody the company deals with: resident, owner, employee, contact of a contractor; often several at once. */
export const Person = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    kind: p.text().$type<'natural' | 'company'>().default('natural'),
    givenName: p.text().default(''),
    familyName: p.text(),
    email: p.text().nullable(),
    phone: p.text().nullable(),
    mobile: p.text().nullable(),
    fax: p.text().nullable(),
    street: p.text().nullable(),
    postalCode: p.text().nullable(),
    city: p.text().nullable(),
    locale: p.text().$type<'de' | 'en'>().default('de'),
    channel: p.text().$type<'mail' | 'sms' | 'fax' | 'letter'>().default('mail'),
    sharePhone: p.boolean().default(false),
    linkGeneration: p.integer().default(1),
    createdAt: instant().defaultRaw('now()'),
  },
});
export type Person = InferEntity<typeof Person>;
