import { p, Type } from '@mikro-orm/postgresql';

class Instant extends Type<string, string> {
  override getColumnType(): string {
    return 'timestamptz';
  }
}

/** An instant as everywhere in the house, an ISO 8601 text in UTC: by itself MikroORM makes a Date of such a column. */
export const instant = () => p.type(Instant).runtimeType('string');
