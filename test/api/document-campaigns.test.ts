import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeReceiptEnds } from '../../api/campaigns/closing.ts';
import type { Evidence } from '../../api/campaigns/evidence.ts';
import { campaignToken } from '../../db/links.ts';
import { campaignsAbout, receiptsLeft } from '../../db/queries/document-campaigns.ts';
import { withdrawDocument } from '../../db/queries/document-publish.ts';
import { withdrawOutdated } from '../../db/queries/outdated.ts';
import { system } from '../../domain/parties.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { association, carryOutStored, newVote } from '../support/association.ts';
import { pdfOf, sendFile } from '../support/paper.ts';

const password = 'Regen auf Dach 7';
const host = 'one.localhost';
const folder = mkdtempSync(join(tmpdir(), 'procsm-pinned-'));
let api: TestApi;
let cookie: string;
let manager: string;
let house: Awaited<ReturnType<typeof association>>;

beforeAll(async () => {
  api = await startTestApi();
  manager = await person(api.one, { email: 'berger@one.test', employee: 'manager', password });
  const signedIn = await api.call(host, 'session.signIn', {
    entrance: 'management',
    email: 'berger@one.test',
    password,
  });
  cookie = signedIn.cookie ?? '';
  const units = ['a', 'b'].map((name) => ({ share: 500, owners: [name] }));
  house = await association(api.one, 'P1', units);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const office = <T>(procedure: string, input: unknown, kind?: 'query') =>
  api.call<T>(host, procedure, input, { headers: { cookie }, ...(kind && { kind }) });
type Saved = { revision: number };

/** A paper for the owner of the first unit alone, published, or its next version. */
async function paper(title: string, id = randomUUID() as string, revision = 0, version = 1) {
  const sent = await sendFile({ port: api.port, host, cookie }, await pdfOf(`${title} ${version}`));
  const addressees = [{ scope: 'unit', id: house.units[0], roles: ['owners'] }];
  const address = {
    kind: 'circular',
    visibility: 'private',
    newcomers: true,
    validFrom: null,
    validUntil: null,
    addressees,
  };
  const saved = await office<Saved>('documents.save', {
    id,
    revision,
    title,
    source: `Fassung ${version}`,
    files: [sent.id],
    ...address,
  });
  const at = saved.data?.revision;
  await office('documents.publish', { id, revision: at, version, tell: false });
  return { id, file: sent.id, revision: (at ?? 0) + 1 };
}

async function asked(documentId: string): Promise<string> {
  const { data, code } = await office<{ id: string }>('campaigns.open', newVote(house.property, { documentId }));
  if (!data) throw new Error(`not opened: ${code}`);
  await carryOutStored(api.one, data.id, 'open');
  return data.id;
}

const linkOf = (campaignId: string, name: string) => ({
  'x-link': campaignToken(api.one.key, { campaignId, personId: house.people.get(name) ?? '', generation: 1 }),
});
const download = async (file: string, headers: Record<string, string>) =>
  (await api.send(host, `/api/files/${file}`, { headers })).status;

async function verified(evidence: unknown): Promise<{ code: number; said: string }> {
  const path = join(folder, 'evidence.json');
  writeFileSync(path, JSON.stringify(evidence));
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'verify-dossier.mjs');
  return promisify(execFile)(process.execPath, [script, path]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
  );
}

test('everybody who is asked sees the version of then and its papers, whatever follows, and only through this vote', async () => {
  const first = await paper('Sanierung');
  const campaign = await asked(first.id);
  const next = await paper('Sanierung', first.id, first.revision, 2);
  const { data } = await api.call<{ document: object }>(
    host,
    'campaigns.ballot',
    { id: null },
    { kind: 'query', headers: linkOf(campaign, 'b') },
  );
  expect(data?.document).toMatchObject({ version: 1, title: 'Sanierung', files: [{ id: first.file }] });
  expect(await download(first.file, linkOf(campaign, 'b'))).toBe(200);
  expect(await download(next.file, linkOf(campaign, 'b'))).toBe(404);
  const other = await asked((await paper('Anderes')).id);
  expect(await download(first.file, linkOf(other, 'b'))).toBe(404);
  expect(
    await download(first.file, {
      'x-link': campaignToken(api.one.key, { campaignId: campaign, personId: randomUUID(), generation: 1 }),
    }),
  ).toBe(403);
});

test('who is asked about a document reads it no longer once it was withdrawn; the office keeps it as evidence', async () => {
  const { id, file } = await paper('Hausordnung');
  const campaign = await asked(id);
  const link = linkOf(campaign, 'b');
  type Shown = { document: { title: string; withdrawnAt: string | null } };
  const ballot = async () =>
    (await api.call<Shown>(host, 'campaigns.ballot', { id: null }, { kind: 'query', headers: link })).data?.document;
  const evidence = async (headers: Record<string, string>) =>
    JSON.parse((await api.send(host, `/api/campaigns/${campaign}/evidence.json`, { headers })).body.toString());
  expect(await ballot()).toMatchObject({ title: 'Hausordnung', withdrawnAt: null, files: [{ id: file }] });
  // A letter about it that nobody has printed yet.
  const [letter] = await api.one.query<{ id: string }>(
    `with m as (insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         data, priority, due_at, state, channel)
       values ('campaign', $1, $1, 'paper', 1, 'person', $2, 'asked', 'voteAsked', '{}', 5, now(), 'queued', 'letter')
       returning id)
     insert into letter (message_id, recipient, city, pages, pdf, enclosures)
       select id, 'B', '10115 Berlin', 2, '', '{0}' from m returning message_id as id`,
    [campaign, house.people.get('b')],
  );
  await office('documents.withdraw', { id, reason: 'Falsch', tell: false });
  expect(await ballot()).toMatchObject({ title: '', body: [], files: [], withdrawnAt: expect.any(String) });
  expect(await download(file, link)).toBe(404);
  expect(JSON.stringify(await evidence(link))).not.toContain('Hausordnung');
  expect(await verified(await evidence(link))).toMatchObject({ code: 0 });
  expect(await api.one.query('select pages, enclosures from letter where message_id = $1', [letter?.id])).toEqual([
    { pages: 1, enclosures: [] },
  ]);
  const { data } = await office<Shown>('campaigns.get', { id: campaign }, 'query');
  expect(data?.document).toMatchObject({
    title: 'Hausordnung',
    files: [{ id: file }],
    withdrawnAt: expect.any(String),
  });
  expect(await download(file, { cookie })).toBe(200);
  expect((await evidence({ cookie })).campaign.document).toMatchObject({ title: 'Hausordnung' });
});

test('with its document a read receipt ends and a vote goes on, and who withdraws it reads that beforehand', async () => {
  const { id } = await paper('Merkblatt');
  const vote = await asked(id);
  const receipt = newVote(house.property, { documentId: id, kind: 'readReceipt', voting: null });
  await office('campaigns.open', receipt);
  await carryOutStored(api.one, receipt.id, 'open');
  const link = linkOf(receipt.id, 'a');
  const ballot = () =>
    api.call<{ lines: { voterId: string }[] }>(
      host,
      'campaigns.ballot',
      { id: null },
      { kind: 'query', headers: link },
    );
  const voterId = (await ballot()).data?.lines[0]?.voterId;
  const answer = { id: receipt.id, answerId: randomUUID(), voterId, choice: null, under: null };
  await api.call(host, 'campaigns.answer', answer, { headers: link });
  const seen = (await office<{ campaigns: object }>('documents.get', { id }, 'query')).data?.campaigns;
  expect(seen).toMatchObject({
    rows: [
      { id: receipt.id, kind: 'readReceipt', asked: 2, answered: 1 },
      { id: vote, kind: 'vote', asked: 2, answered: 0 },
    ],
    elsewhere: 0,
  });
  // Both got a message about the document itself; one reminder has not gone out.
  const message = (campaign: boolean, name: string) =>
    api.one.query(
      `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
         priority, due_at, state) values ($1, $2, $2, 'test', 1, 'person', $3, 'asked', $4, '{}', 5, now(), $5)`,
      campaign
        ? ['campaign', receipt.id, house.people.get(name), 'campaignReminder', 'open']
        : ['document', id, house.people.get(name), 'documentPublished', 'sent'],
    );
  for (const name of ['a', 'b']) await message(false, name);
  await message(true, 'b');
  await office('documents.withdraw', { id, reason: 'Falsch', tell: true });

  // Before anything else has happened nobody is asked any more.
  const late = await api.call<{ lines: { voterId: string }[] }>(
    host,
    'campaigns.ballot',
    { id: null },
    { kind: 'query', headers: linkOf(receipt.id, 'b') },
  );
  const refused = await api.call(
    host,
    'campaigns.answer',
    { ...answer, answerId: randomUUID(), voterId: late.data?.lines[0]?.voterId },
    { headers: linkOf(receipt.id, 'b') },
  );
  expect(refused.code).toBe('campaignOver');
  await api.one.transaction(withdrawOutdated);
  expect(
    await api.one.query(`select state from message where subject_id = $1 and template = 'campaignReminder'`, [
      receipt.id,
    ]),
  ).toEqual([{ state: 'withdrawn' }]);
  const commands = () =>
    api.one.query(
      `select subject_id, actor ->> 'kind' as by, facts from command where type = 'withdraw' and subject_id = any($1)`,
      [[receipt.id, vote]],
    );
  expect(await commands()).toEqual([
    { subject_id: receipt.id, by: 'employee', facts: { why: 'documentWithdrawn', tell: true } },
  ]);
  await carryOutStored(api.one, receipt.id, 'withdraw');
  const shown = async (campaign: string) => (await office<object>('campaigns.get', { id: campaign }, 'query')).data;
  expect(await shown(receipt.id)).toMatchObject({
    phase: 'closed',
    outcome: 'documentWithdrawn',
    balls: [],
    turnout: { asked: 2, answered: 1 },
  });
  expect(await shown(vote)).toMatchObject({ phase: 'open', document: { withdrawnAt: expect.any(String) } });
  expect(
    await api.one.query(`select recipient_id from message where subject_id = $1 and template = 'campaignWithdrawn'`, [
      receipt.id,
    ]),
  ).toEqual([{ recipient_id: house.people.get('b') }]);
  // Who reads it there is not told the same once more.
  expect(
    await api.one.query(`select recipient_id from message where subject_id = $1 and template = 'documentWithdrawn'`, [
      id,
    ]),
  ).toEqual([{ recipient_id: house.people.get('a') }]);
  const evidence = JSON.parse(
    (await api.send(host, `/api/campaigns/${receipt.id}/evidence.json`, { headers: { cookie } })).body.toString(),
  ) as Evidence;
  expect(evidence.answers).toHaveLength(1);
  expect(evidence.entries.map(({ kind }) => kind)).toEqual(['campaignOpened', 'answersCounted', 'documentWithdrawn']);
  expect(await verified(evidence)).toMatchObject({ code: 0 });
});

test('a read receipt that was opened while its document was being withdrawn ends all the same', async () => {
  const { id } = await paper('Zu spät');
  const receipt = newVote(house.property, { documentId: id, kind: 'readReceipt', voting: null });
  await office('campaigns.open', receipt);
  await carryOutStored(api.one, receipt.id, 'open');
  await withdrawDocument(api.one, { id, reason: 'Falsch', tell: false, by: manager });
  const ends = () =>
    api.one.transaction(async (q) => storeReceiptEnds(q, await receiptsLeft(q, null), { actor: system, tell: true }));
  expect((await ends()).map(({ subjectId }) => subjectId)).toContain(receipt.id);
  expect(await carryOutStored(api.one, receipt.id, 'withdraw')).toMatchObject({ outcome: 'documentWithdrawn' });
  expect((await ends()).map(({ subjectId }) => subjectId)).not.toContain(receipt.id);
});

test('who withdraws a document is told the number, and no more, of what runs about it where they have no rights', async () => {
  const { id } = await paper('Zwei Häuser');
  await asked(id);
  const rights = { allProperties: false, propertyIds: [] } as unknown as EmployeeRights;
  expect(await campaignsAbout(api.one, rights, id)).toEqual({ rows: [], elsewhere: 1 });
});

test('a draft, a withdrawn document and one of others can not be voted on', async () => {
  const open = (documentId: string) => office('campaigns.open', newVote(house.property, { documentId }));
  expect(await open(randomUUID())).toMatchObject({ code: 'notFound' });
  const gone = await paper('Weg');
  await office('documents.withdraw', { id: gone.id, reason: 'Falsch', tell: false });
  expect(await open(gone.id)).toMatchObject({ code: 'notAllowedNow' });
});

test('the evidence names the document’s hash, and one flipped byte of it is located', async () => {
  const { id } = await paper('Wirtschaftsplan');
  const campaign = await asked(id);
  const { data } = await api.call<{ lines: { voterId: string }[] }>(
    host,
    'campaigns.ballot',
    { id: null },
    { kind: 'query', headers: linkOf(campaign, 'a') },
  );
  const voterId = data?.lines[0]?.voterId;
  const given = { id: campaign, answerId: randomUUID(), voterId, choice: 'yes', under: null };
  const { data: answer } = await api.call<{ hash: string }>(host, 'campaigns.answer', given, {
    headers: linkOf(campaign, 'a'),
  });
  // Each finds their own answer in their own evidence.
  const own = await api.send(host, `/api/campaigns/${campaign}/evidence.json?link=${linkOf(campaign, 'a')['x-link']}`);
  const evidence = JSON.parse(own.body.toString()) as Evidence;
  expect(evidence.scope).toBe('own');
  expect(evidence.answers.filter(({ said }) => said !== null).map(({ hash }) => hash)).toEqual([answer?.hash]);
  expect(evidence.campaign.document).toMatchObject({ title: 'Wirtschaftsplan', version: 1 });
  expect(await verified(evidence)).toMatchObject({ code: 0 });
  const flipped = structuredClone(evidence);
  flipped.campaign.document!.source = 'Fassung 2';
  expect(await verified(flipped)).toMatchObject({
    code: 1,
    said: expect.stringContaining('The document is not what its hash was made of'),
  });
  const replaced = structuredClone(evidence);
  replaced.campaign.document!.hash = '0'.repeat(64);
  expect((await verified(replaced)).said).toContain('not the one that was shown when the campaign was opened');
  const paperFile = await api.send(host, `/api/campaigns/${campaign}/evidence.pdf`, { headers: { cookie } });
  expect(paperFile.status).toBe(200);
});
