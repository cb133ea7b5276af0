import { randomUUID } from 'node:crypto';
import { publishVersion } from '../../db/queries/document-publish.ts';
import { documentRecord, saveDraft } from '../../db/queries/documents.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Addressing } from '../../domain/document/document.ts';
import type { TestMailroom } from './mailroom.ts';

/** Lets so many people live in the company's only house, those before them gone. Their ids. */
export async function tenants(workspace: Workspace, count: number): Promise<string[]> {
  await workspace.query('delete from tenancy');
  const people = Array.from({ length: count }, () => randomUUID() as string);
  await workspace.query(
    `insert into person (id, given_name, family_name, email, mobile)
     select id, 'Bewohner', n::text, id || '@example.de', null from unnest($1::uuid[]) with ordinality w (id, n)`,
    [people],
  );
  await workspace.query(
    `with u as (
       insert into unit (building_id, number) select b.id, w.id from unnest($1::uuid[]) w (id), building b
       returning id, number
     )
     insert into tenancy (unit_id, person_id, role, valid_from) select id, number::uuid, 'renter', '2020-01-01' from u`,
    [people],
  );
  return people;
}

/** A circular for those who live in the house: a new one, or the next version. Its id. */
export async function published(
  { workspace, ids }: TestMailroom,
  tell: boolean,
  id: string = randomUUID(),
  given: Partial<Addressing> = {},
): Promise<string> {
  const [house] = await workspace.query<{ id: string }>('select id from building limit 1');
  const known = await documentRecord(workspace, id);
  const revision = known?.revision ?? 0;
  const version = (known?.version ?? 0) + 1;
  const text = { title: `Heizung ${version}`, source: `Fassung **${version}** gilt.\n\n- Keller\n- Bad`, files: [] };
  const addressing: Addressing = {
    ...{ kind: 'circular', visibility: 'private', newcomers: true, validFrom: null, validUntil: null },
    ...given,
    addressees: [{ scope: 'building', id: house?.id ?? '', roles: ['residents'] }],
  };
  await saveDraft(workspace, { id, revision, addressing, text, by: ids.clerk });
  await publishVersion(workspace, { id, n: version, revision: revision + 1, tell, by: ids.clerk });
  return id;
}
