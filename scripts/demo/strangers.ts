import type { Query } from '../../db/pool.ts';
import type { Place } from './cast.ts';
import type { Ids } from './chance.ts';

const names = [
  ['Ottilie Bärenfänger', 'ottilie.baerenfaenger@mailkasten.example'],
  ['Tarek Nassar', 'tarek.nassar@mailkasten.example'],
  ['Kerstin Uhlenbrock', 'k.uhlenbrock@mailkasten.example'],
] as const;

/** People who reported over a house's link, without an account. */
export class Strangers {
  readonly #ids: Ids;
  readonly #rows: { id: string; name: string; email: string; place: string }[] = [];

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** One more, who says to live at a place. */
  at({ building, unit }: Place): string {
    const id = this.#ids.next();
    const [name, email] = names[this.#rows.length % names.length] ?? names[0];
    this.#rows.push({ id, name, email, place: `${building}, ${unit}` });
    return id;
  }

  async write(q: Query): Promise<void> {
    await q(
      `insert into unconfirmed_reporter (id, name, email, place)
       select id, name, email, place from jsonb_to_recordset($1) as r(id uuid, name text, email text, place text)`,
      [JSON.stringify(this.#rows)],
    );
  }
}
