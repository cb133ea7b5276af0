import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '../../api/campaigns/evidence.ts';
import { pagesOf } from '../support/pdf-pages.ts';
import { type House, votingOffice } from '../support/voting.ts';

const voting = votingOffice();
const { host, house, linkOf, votes, opened, closed } = voting;
const folder = mkdtempSync(join(tmpdir(), 'procsm-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a vote’s evidence', () => {
  let owners: House;
  let campaign: string;
  let hash: string;
  const take = async (path: string, headers: Record<string, string> = { cookie: voting.cookie }) =>
    voting.api.send(host, `/api/campaigns/${campaign}/evidence.${path}`, { headers });

  beforeAll(async () => {
    owners = await house();
    campaign = await opened(owners);
    hash = (await votes(campaign, owners, 'c', 'yes')).data?.hash ?? '';
    await votes(campaign, owners, 'd', 'no');
    await votes(campaign, owners, 'b', 'yes');
    await closed(campaign);
  });

  async function verified(name: string, content: Buffer | string): Promise<{ code: number; said: string }> {
    const path = join(folder, name);
    writeFileSync(path, content);
    const script = join(import.meta.dirname, '..', '..', 'scripts', 'verify-dossier.mjs');
    return promisify(execFile)(process.execPath, [script, path]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );
  }

  test.each(['json', 'pdf'])('(%s) is found to be as it was written by the stand-alone verifier', async (ending) => {
    const { status, body } = await take(ending);
    expect(status).toBe(200);
    expect(await verified(`evidence.${ending}`, body)).toMatchObject({
      code: 0,
      said: expect.stringContaining('3 answers'),
    });
  });

  test('says on paper by which rules was voted', async () => {
    const [page = ''] = await pagesOf((await take('pdf')).body);
    const said = page.replace(/\s+/g, ' ');
    expect(said).toContain('Umlaufbeschluss mit Mehrheit (§ 23 Abs. 3 S. 2 WEG)');
    expect(said).toContain('04.05.2026: Über den Anstrich wird im Umlauf mit Mehrheit entschieden.');
    expect(said).toContain('nach Köpfen');
  });

  test('tells of each person how they were written to, and how they answered', async () => {
    const evidence = JSON.parse((await take('json')).body.toString()) as Evidence;
    expect(evidence.campaign.result).toMatchObject({ adopted: true });
    const c = evidence.people.find(({ person: id }) => id === owners.people.get('c'));
    expect(c).toMatchObject({ choice: 'yes', way: 'link', messages: [{ template: 'voteAsked' }] });
  });

  test('shows where a byte was flipped: in an answer, in an entry, in the seal', async () => {
    const evidence = JSON.parse((await take('json')).body.toString()) as Evidence;
    const flipped = async (change: (copy: Evidence) => void) => {
      const copy = structuredClone(evidence);
      change(copy);
      return verified('flipped.json', JSON.stringify(copy));
    };
    const voted = evidence.answers.findIndex(({ said }) => said?.includes('"no"'));
    const answer = await flipped((copy) => {
      copy.answers[voted]!.said = copy.answers[voted]!.said!.replace('"no"', '"ja"');
    });
    expect(answer).toMatchObject({ code: 1, said: expect.stringContaining(`Answer ${voted + 1} `) });
    const counted = evidence.entries.find(({ kind }) => kind === 'answersCounted')!;
    const entry = await flipped((copy) => {
      const there = copy.entries.find(({ seq }) => seq === counted.seq)!;
      there.body = there.body!.replace('"adopted":true', '"adopted":null');
    });
    expect(entry).toMatchObject({ code: 1, said: expect.stringContaining(`Entry ${counted.seq}: its content`) });
    const left = await flipped((copy) => void copy.answers.pop());
    expect(left).toMatchObject({ code: 1, said: expect.stringContaining('3 answers were counted, 2 are here') });
  });

  test('lets each voter find their own answer, and nobody else’s', async () => {
    const { body, status } = await take('json', linkOf(campaign, owners, 'c'));
    expect(status).toBe(200);
    const own = JSON.parse(body.toString()) as Evidence;
    expect(own.answers.filter(({ said }) => said !== null).map((answer) => answer.hash)).toEqual([hash]);
    expect(own.people.map(({ person: id }) => id)).toEqual([owners.people.get('c')]);
    // Not announced yet: the count is the office's.
    expect(body.toString()).not.toContain('adopted');
    expect(await verified('own.json', body)).toMatchObject({ code: 0, said: expect.stringContaining('withheld') });
  });

  test('is nothing for strangers', async () => {
    expect((await take('json', {})).status).toBe(401);
    const other = await house();
    const elsewhere = await opened(other);
    expect((await take('json', linkOf(elsewhere, other, 'a'))).status).toBe(404);
  });
});
