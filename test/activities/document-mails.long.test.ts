import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailProgress } from '../../db/queries/document-mails.ts';
import { published, tenants } from '../support/circular.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

let room: TestMailroom;
beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());

test('a worker that is killed amid 500 mails loses none and doubles none', async () => {
  const { workspace, workspaces, mail } = room;
  await tenants(workspace, 500);
  const id = await published(room, true);
  const worker = () =>
    spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '..', 'support', 'drainer.ts'),
      workspaces.control.databaseUrl,
      'a master key that is only for tests, long enough',
      workspace.id,
      mail.url,
    ]);
  for (const many of [60, 190, 330]) {
    const running = worker();
    mail.onMail = () => {
      if (mail.raw.length >= many) running.kill('SIGKILL');
    };
    await once(running, 'exit');
    // Its claims run out.
    await workspace.query(`update message set claimed_at = now() - interval '1 hour' where state = 'claimed'`);
  }
  mail.onMail = () => {};
  const last = worker();
  await once(last, 'exit');
  expect(await mailProgress(workspace, id)).toMatchObject({ all: 500, byMail: 500, waiting: 0 });
  const copies = Map.groupBy(mail.raw.map(String), (raw) => /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? '');
  expect(copies.size).toBe(500);
  // Only where the kill fell between the server's answer and our mark, and then it is the same mail to the byte.
  for (const same of copies.values()) expect(new Set(same).size).toBe(1);
  expect(mail.raw.length - copies.size).toBeLessThanOrEqual(3 * 8);
  // And what they said is kept nowhere.
  expect(await workspace.query('select from mail_under_way')).toEqual([]);
});
