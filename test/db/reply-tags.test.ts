import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { readReplyAddress, replyMailbox, replyTag } from '../../db/reply-tags.ts';
import { workspaceId } from '../../domain/workspace.ts';

const id = workspaceId.parse('wabcdefghijkl');
const about = () => ({ messageId: randomUUID(), subjectId: randomUUID(), recipientId: randomUUID() });

test('a mailbox with its tag fits into the 64 signs that mail allows, however long the company’s name is', () => {
  for (const slug of ['ab', 'hausverwaltung-nord', 'a'.repeat(20), 'a'.repeat(40)]) {
    const mailbox = replyMailbox({ id, slug, key: randomBytes(32) }, about());
    expect(mailbox.length).toBeLessThanOrEqual(64);
    expect(mailbox).toMatch(/^[a-z0-9-]+\+[a-z2-7]{42}$/);
    const read = readReplyAddress(`${mailbox.toUpperCase()}@Antwort.Example`, 'antwort.example');
    expect([slug, id]).toContain(read?.name);
    expect(read?.tag).toBe(mailbox.split('+')[1]);
  }
});

test('the tag is another one for another message, subject, person or key', () => {
  const key = randomBytes(32);
  const one = about();
  const tags = [
    replyTag(key, one),
    replyTag(key, { ...one, messageId: randomUUID() }),
    replyTag(key, { ...one, subjectId: randomUUID() }),
    replyTag(key, { ...one, recipientId: randomUUID() }),
    replyTag(randomBytes(32), one),
  ];
  expect(new Set(tags).size).toBe(tags.length);
  expect(replyTag(key, one)).toBe(tags[0]);
});

test('addresses of other domains, or with anything odd, are none of ours', () => {
  for (const address of [
    'one@elsewhere.example',
    'one@sub.antwort.example',
    'a b@antwort.example',
    '@antwort.example',
    'one@antwort.example@x',
    `${'a'.repeat(65)}@antwort.example`,
  ])
    expect(readReplyAddress(address, 'antwort.example')).toBeUndefined();
  expect(readReplyAddress(' One@antwort.example ', 'antwort.example')).toEqual({ name: 'one', tag: null });
});
