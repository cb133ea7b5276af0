import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleMail } from '../../activities/mail/sample.ts';
import { addable } from '../../domain/texts/additions.ts';
import type { Answers } from '../../web/api.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { HOOK_SECRET, REPLY_DOMAIN } from '../support/reply-domain.ts';

const password = 'Regen auf Dach 7';
let api: TestApi;
let manager: Record<string, string>;
let clerk: Record<string, string>;

async function signedIn(email: string, employee: 'manager' | 'clerk'): Promise<Record<string, string>> {
  await person(api.one, { email, employee, password });
  const { cookie = '' } = await api.call('one.localhost', 'session.signIn', {
    entrance: 'management',
    email,
    password,
  });
  return { cookie: cookie.split(';')[0] ?? '' };
}

beforeAll(async () => {
  api = await startTestApi({ REPLY_DOMAIN, MAIL_HOOK_SECRET: HOOK_SECRET });
  manager = await signedIn('mara@one.test', 'manager');
  clerk = await signedIn('klaus@one.test', 'clerk');
});
afterAll(() => api.close());

const act = (procedure: string, input: unknown, headers = manager) =>
  api.call('one.localhost', `texts.${procedure}`, input, { headers });
const blocks = async (headers: Record<string, string>) =>
  (await api.call('one.localhost', 'texts.blocks', undefined, { kind: 'query', headers }))
    .data as unknown as Answers['texts']['blocks'];

test('managers keep reusable texts, everybody in the office reads them; each change is in the audit', async () => {
  const block = { id: randomUUID(), name: 'Fotos', purpose: 'ask', text: 'Guten Tag {Name}, bitte zwei Fotos.' };
  expect((await act('saveBlock', block, clerk)).code).toBe('forbidden');
  expect((await act('saveBlock', block)).code).toBeUndefined();
  expect((await act('saveBlock', { ...block, name: 'Zwei Fotos' })).code).toBeUndefined();
  expect(await blocks(clerk)).toEqual([{ ...block, name: 'Zwei Fotos' }]);
  expect((await act('saveBlock', { ...block, text: '{Kontonummer}' })).code).toBe('placeholderUnknown');
  expect((await act('removeBlock', { id: block.id }, clerk)).code).toBe('forbidden');
  expect((await act('removeBlock', { id: block.id })).code).toBeUndefined();
  expect((await act('removeBlock', { id: block.id })).code).toBe('notFound');
  expect(await blocks(manager)).toEqual([]);
  const audit = await api.one.query<{ what: string; before: object | null }>(
    `select what, before from audit where what like 'texts.%Block' order by at`,
  );
  expect(audit.map(({ what, before }) => [what, before !== null])).toEqual([
    ['texts.saveBlock', false],
    ['texts.saveBlock', true],
    ['texts.removeBlock', true],
  ]);
});

test('managers keep templates for tickets, of categories that there are; everybody in the office begins with them', async () => {
  const template = {
    id: randomUUID(),
    name: 'Schlüssel',
    category: 'other',
    urgency: 'normal',
    title: 'Schlüssel nachmachen',
    description: 'Nummer vom Schild ablesen.',
  };
  expect((await act('saveTicketTemplate', template, clerk)).code).toBe('forbidden');
  expect((await act('saveTicketTemplate', { ...template, category: 'spaceships' })).code).toBe('badInput');
  expect((await act('saveTicketTemplate', { ...template, title: '  ' })).code).toBe('badInput');
  expect((await act('saveTicketTemplate', template)).code).toBeUndefined();
  expect((await act('saveTicketTemplate', { ...template, urgency: 'urgent' })).code).toBeUndefined();
  const read = () => api.call('one.localhost', 'texts.ticketTemplates', undefined, { kind: 'query', headers: clerk });
  expect((await read()).data).toEqual([{ ...template, urgency: 'urgent' }]);
  expect((await act('removeTicketTemplate', { id: template.id }, clerk)).code).toBe('forbidden');
  expect((await act('removeTicketTemplate', { id: template.id })).code).toBeUndefined();
  expect((await act('removeTicketTemplate', { id: template.id })).code).toBe('notFound');
  const audit = await api.one.query<{ what: string }>(
    `select what from audit where what like 'texts.%TicketTemplate' order by at`,
  );
  expect(audit.map(({ what }) => what)).toEqual([
    'texts.saveTicketTemplate',
    'texts.saveTicketTemplate',
    'texts.removeTicketTemplate',
  ]);
});

test('an addition is kept by kind and language, taken away when it is empty, and names only what messages know', async () => {
  const addition = { template: 'ticketClosed', locale: 'de', text: 'Danke, {Name}.' };
  expect((await act('saveAddition', addition, clerk)).code).toBe('forbidden');
  expect((await act('saveAddition', addition)).code).toBeUndefined();
  expect((await act('saveAddition', { ...addition, text: '{Bearbeiter}' })).code).toBe('placeholderUnknown');
  expect((await act('saveAddition', { ...addition, template: 'signInLink' })).code).toBe('badInput');
  const kept = () => api.one.query('select template, locale, text from message_addition', []);
  expect(await kept()).toEqual([addition]);
  expect((await act('saveAddition', { ...addition, text: ' ' })).code).toBeUndefined();
  expect(await kept()).toEqual([]);
});

test('the preview is the real mail of each kind in each language, with what was typed as words and nothing else', async () => {
  for (const template of addable)
    for (const locale of ['de', 'en']) {
      const { data } = await act('preview', { template, locale, text: '<b onclick=x>Hallo</b> {Name}\nZweite Zeile' });
      const { html, text, subject } = data as Answers['texts']['preview'];
      expect(html, template).not.toContain('<b onclick');
      expect(html, template).toContain('&#60;b onclick=x&#62;Hallo&#60;/b&#62; Erika Muster');
      expect(text).toContain('Zweite Zeile');
      expect(`${subject}${text}${html}`, template).not.toMatch(/undefined|\[object|NaN|null/);
    }
  expect(await api.one.query('select from message', [])).toEqual([]);
});

test('the preview says of replies what the mails of this installation say', async () => {
  const unread = { de: 'Antworten auf diese Adresse liest niemand', en: 'nobody reads replies' };
  const read = { de: 'direkt auf diese E-Mail', en: 'by replying to this email' };
  for (const template of addable)
    for (const locale of ['de', 'en'] as const) {
      const { data } = await act('preview', { template, locale, text: 'Danke.' });
      const { html, text } = data as Answers['texts']['preview'];
      for (const said of [html, text]) {
        expect(said, template).toContain(read[locale]);
        expect(said, template).not.toContain(unread[locale]);
      }
      // Where no mailbox takes them, both say so.
      const sample = { template, locale, company: 'Nord', accent: null, addition: '', replyDomain: null };
      expect(sampleMail(sample).text, template).toContain(unread[locale]);
    }
});
