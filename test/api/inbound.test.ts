import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replyMailbox } from '../../db/reply-tags.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Correspondence, correspondence, hand, settings } from '../support/inbound.ts';
import {
  appleMail,
  attached,
  bounce,
  gmail,
  multipart,
  nested,
  outlook,
  plain,
  winmail,
} from '../support/raw-mails.ts';
import { REPLY_DOMAIN } from '../support/reply-domain.ts';

let api: TestApi;
let file: Correspondence;
let photo: Buffer;

beforeAll(async () => {
  api = await startTestApi(settings);
  file = await correspondence(api.one);
  photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a5' } })
    .jpeg()
    .withExif({ IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .toBuffer();
});
afterAll(() => api.close());
beforeEach(() => api.one.query('delete from rate_limit'));

const commands = async () =>
  (await api.one.query<{ count: number }>('select count(*)::int as count from command'))[0]?.count;

describe('a reply becomes the word of whom we wrote to', () => {
  test('a visible note on the ticket, without what it quotes', async () => {
    const { reply } = await file.wrote();
    const { status, mail } = await hand(api, gmail({ to: reply }, 'Am Dienstag bin ich zu Hause.'), { to: reply });
    expect(status).toBe(202);
    expect(mail).toMatchObject({
      state: 'taken',
      type: 'note',
      actor: { kind: 'person', id: file.resident },
      subjectId: file.ticket,
      facts: { visibility: 'visible' },
      text: 'Am Dienstag bin ich zu Hause.',
    });
    expect(mail?.whole).toContain('es gibt eine Frage');
  });

  test('the answer, where the message put a question that is still open', async () => {
    const { reply } = await file.wrote({ about: file.question });
    const { mail } = await hand(api, plain({ to: reply }, 'Ja, das stimmt.'), { to: reply });
    expect(mail).toMatchObject({ state: 'taken', type: 'answer', facts: { question: file.question } });
  });

  test('of a contractor a remark on the order, or the answer to what we asked there', async () => {
    const from = 'Rohr & Soehne <firma@example.de>';
    const remark = await file.wrote({ to: 'contractor', noun: 'workOrder' });
    expect(
      (await hand(api, plain({ from, to: remark.reply }, 'Teil bestellt.'), { to: remark.reply })).mail,
    ).toMatchObject({
      state: 'taken',
      type: 'ask',
      actor: { kind: 'contractor', id: file.contractor },
      subjectId: file.order,
    });
    const asked = await file.wrote({ to: 'contractor', noun: 'workOrder', about: file.question });
    expect((await hand(api, plain({ from, to: asked.reply }, 'Ja.'), { to: asked.reply })).mail).toMatchObject({
      type: 'answer',
      subjectId: file.order,
    });
  });

  test('of our own people an internal note: no colleague is quoted to a resident', async () => {
    const { reply } = await file.wrote({ to: 'clerk' });
    const { mail } = await hand(api, plain({ from: 'clerk@nord.example', to: reply }, 'Ich kümmere mich.'), {
      to: reply,
    });
    expect(mail).toMatchObject({ type: 'note', facts: { visibility: 'internal' }, actor: { kind: 'employee' } });
  });

  test('however the address was folded, and wherever it stands', async () => {
    const first = await file.wrote();
    const folded = first.reply.toUpperCase();
    expect((await hand(api, plain({ to: folded }, 'Groß.'), { to: folded })).mail).toMatchObject({ text: 'Groß.' });
    const second = await file.wrote();
    expect((await hand(api, plain({ to: `"Nord" <${second.reply}>` }, 'Im Kopf.'))).mail).toMatchObject({
      state: 'taken',
      text: 'Im Kopf.',
    });
    const third = await file.wrote();
    const headers = [`Delivered-To: ${third.reply}`];
    expect((await hand(api, plain({ to: 'x@elsewhere.example', headers }, 'Weitergeleitet.'))).mail).toMatchObject({
      text: 'Weitergeleitet.',
    });
  });

  test('once, however often it comes and whatever way it took', async () => {
    const { reply } = await file.wrote();
    const id = '<once@mail.example.de>';
    const before = await commands();
    await hand(api, plain({ to: reply, id }, 'Einmal.'), { to: reply });
    await hand(api, plain({ to: reply, id }, 'Einmal.'), { to: reply });
    const { mail } = await hand(api, plain({ to: reply, id, headers: ['Received: by another'] }, 'Einmal.'), {
      to: reply,
    });
    expect(mail).toMatchObject({ state: 'ignored', reason: 'duplicate' });
    await Promise.all(
      [1, 2, 3].map((n) =>
        hand(api, plain({ to: reply, id: '<race@x.de>', headers: [`X-Way: ${n}`] }, 'Zugleich.'), { to: reply }),
      ),
    );
    expect(await commands()).toBe((before ?? 0) + 2);
  });
});

describe('programs write in many ways', () => {
  test.each([
    ['Gmail', (to: string) => gmail({ to }, 'Größe: 3 Stück')],
    ['Outlook in ISO-8859-1', (to: string) => outlook({ to }, 'Größe: 3 Stück')],
    ['plain ISO-8859-1', (to: string) => plain({ to }, 'Größe: 3 Stück', 'latin1')],
    [
      'HTML alone in base64',
      (to: string) =>
        multipart({ to }, 'mixed', [
          { type: 'text/html; charset=utf-8', body: '<p>Größe: <b>3 Stück</b></p><script>alert(1)</script>' },
        ]),
    ],
    [
      'parts within parts',
      (to: string) =>
        multipart({ to }, 'mixed', [
          nested(
            'related',
            [
              nested('alternative', [{ type: 'text/plain; charset=utf-8', body: 'Größe: 3 Stück' }], 'b3'),
              {
                type: 'image/png; name=logo.png',
                headers: ['Content-ID: <l>', 'Content-Disposition: inline'],
                body: 'x',
              },
            ],
            'b2',
          ),
        ]),
    ],
  ])('%s', async (_, write) => {
    const { reply } = await file.wrote();
    const { mail } = await hand(api, write(reply), { to: reply });
    expect(mail).toMatchObject({ state: 'taken', text: 'Größe: 3 Stück', refused: [] });
  });

  test('Apple Mail with a photo between its texts, Outlook with its photo in winmail.dat', async () => {
    const first = await file.wrote();
    const apple = await hand(api, appleMail({ to: first.reply }, 'Hier sieht man es:', photo), { to: first.reply });
    expect(apple.mail).toMatchObject({ text: 'Hier sieht man es:', refused: [] });
    const second = await file.wrote();
    const wrapped = winmail('Steht in der Hülle', [{ name: 'Übersicht Küche.jpg', bytes: photo }]);
    const raw = multipart({ to: second.reply }, 'mixed', [attached('winmail.dat', wrapped, 'application/ms-tnef')]);
    const tnef = await hand(api, raw, { to: second.reply });
    expect(tnef.mail).toMatchObject({ text: 'Steht in der Hülle', refused: [] });
    const ids = [...(apple.mail?.files ?? []), ...(tnef.mail?.files ?? [])];
    const kept = await api.one.query<{ name: string; sha256: string; subject: string }>(
      'select name, sha256, subject_id as subject from stored_file where id = any($1::uuid[]) order by uploaded_at',
      [ids],
    );
    expect(kept.map(({ name, subject }) => [name, subject])).toEqual([
      ['IMG_0815.jpg', file.ticket],
      ['Übersicht Küche.jpg', file.ticket],
    ]);
    for (const { sha256 } of kept) {
      const { exif } = await sharp(await api.services.files.read(`${api.one.id}/${sha256}`)).metadata();
      expect(exif).toBeUndefined();
    }
  });

  test('as pipes hand them over: with bare line feeds, and with the line that mailboxes begin with', async () => {
    for (const before of [
      '',
      'From anna.berger@example.de Tue Nov 24 14:03:00 2026\n',
      '>From anna Tue Nov 24 2026\n',
    ]) {
      const { reply } = await file.wrote();
      const text = gmail({ to: reply }, 'Größe: 3 Stück').toString('latin1').replaceAll('\r\n', '\n');
      const { mail } = await hand(api, Buffer.from(before + text, 'latin1'), { to: reply });
      expect([before, mail?.state, mail?.text]).toEqual([before, 'taken', 'Größe: 3 Stück']);
    }
  });

  test('a file that may hurt is refused and named, the words are taken', async () => {
    const { reply } = await file.wrote();
    const raw = multipart({ to: reply }, 'mixed', [
      { type: 'text/plain', body: 'Siehe Anhang.' },
      attached('rechnung.pdf.exe', 'MZ\u0090\u0000'),
      attached('bild.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'),
      attached('gut.jpg', photo, 'image/jpeg'),
    ]);
    const { mail } = await hand(api, raw, { to: reply });
    expect(mail?.text).toBe('Siehe Anhang.');
    expect(mail?.files).toHaveLength(1);
    expect(mail?.refused).toEqual([
      { name: 'rechnung.pdf.exe', code: 'fileType' },
      { name: 'bild.svg', code: 'fileType' },
    ]);
  });
});

describe('who only claims to be somebody is not believed', () => {
  test('from another address it waits for a person to confirm it', async () => {
    const { reply } = await file.wrote();
    const before = await commands();
    const { mail } = await hand(api, plain({ from: 'wer@anders.example', to: reply }, 'Ich bin Anna.'), { to: reply });
    expect(mail).toMatchObject({ state: 'waiting', reason: 'otherAddress', ownWords: 'Ich bin Anna.' });
    expect(await commands()).toBe(before);
  });

  test('a tag that was changed in any sign, or is another company’s, is none', async () => {
    const { id, reply } = await file.wrote();
    const [mailbox = ''] = reply.split('@');
    const tag = mailbox.split('+')[1] ?? '';
    const before = await commands();
    for (let at = 0; at < tag.length; at += 5) {
      const changed = `${tag.slice(0, at)}${tag[at] === 'a' ? 'b' : 'a'}${tag.slice(at + 1)}`;
      const to = `one+${changed}@${REPLY_DOMAIN}`;
      expect((await hand(api, plain({ to }, 'Gefälscht.'), { to })).mail?.reason).toBe('unmatched');
    }
    const theirs = replyMailbox(
      { ...api.two, slug: 'one', id: api.one.id, key: api.two.key },
      { messageId: id, subjectId: file.ticket, recipientId: file.resident },
    );
    const to = `${theirs}@${REPLY_DOMAIN}`;
    expect((await hand(api, plain({ to }, 'Fremder Schlüssel.'), { to })).mail?.reason).toBe('unmatched');
    expect(await commands()).toBe(before);
  });

  test('where our mail server says what it found, what fails there waits', async () => {
    const config = api.services.config as { MAIL_AUTHSERV_ID?: string | undefined };
    config.MAIL_AUTHSERV_ID = 'mx.nord.example';
    try {
      const { reply } = await file.wrote();
      const found = (text: string) => [`Authentication-Results: ${text}`];
      const ask = async (headers: string[], text: string) =>
        (await hand(api, plain({ to: reply, headers }, text), { to: reply })).mail;
      expect(await ask(found('mx.nord.example; spf=fail; dmarc=fail'), 'a')).toMatchObject({ reason: 'unverified' });
      expect(await ask(found('mx.evil.example; dmarc=pass'), 'b')).toMatchObject({ reason: 'unverified' });
      expect(await ask([], 'c')).toMatchObject({ reason: 'unverified' });
      expect(await ask(found('mx.nord.example; dkim=pass header.d=x; dmarc=pass'), 'd')).toMatchObject({
        state: 'taken',
      });
    } finally {
      config.MAIL_AUTHSERV_ID = undefined;
    }
  });

  test('who moved out is not involved any more', async () => {
    const { reply } = await file.wrote();
    await api.one.query('update ticket set reporter_id = null where id = $1', [file.ticket]);
    await api.one.query(`update tenancy set valid_until = '2021-01-01' where person_id = $1`, [file.resident]);
    const { mail } = await hand(api, plain({ to: reply }, 'Noch etwas.'), { to: reply });
    await api.one.query('update tenancy set valid_until = null where person_id = $1', [file.resident]);
    await api.one.query('update ticket set reporter_id = $2 where id = $1', [file.ticket, file.resident]);
    expect(mail).toMatchObject({ state: 'waiting', reason: 'notInvolved' });
  });

  test('who answers past the reply address is matched to the ticket, and not believed', async () => {
    const { id } = await file.wrote();
    const headers = [`In-Reply-To: <${id}@nord.example>`];
    const { mail } = await hand(api, plain({ to: 'post@nord.example', headers }, 'Ohne Antwortadresse.'));
    expect(mail).toMatchObject({ state: 'waiting', reason: 'untagged' });
    const [row] = await api.one.query<{ ticket: string }>(
      'select ticket_id as ticket from inbound_mail where id = $1',
      [mail?.id],
    );
    expect(row?.ticket).toBe(file.ticket);
  });

  test('a stranger who floods the tray is kept, and bothers nobody', async () => {
    for (let n = 0; n < 30; n += 1)
      await api.services.limits.count(api.one, 'mailPerSender', await senderKey('flut@fremd.example'));
    const to = `one@${REPLY_DOMAIN}`;
    const { mail } = await hand(api, plain({ from: 'flut@fremd.example', to }, 'Und noch eine.'), { to });
    expect(mail).toMatchObject({ state: 'ignored', reason: 'tooMany', ownWords: 'Und noch eine.' });
  });

  test('a firm that is no longer active is not involved any more', async () => {
    const { reply } = await file.wrote({ to: 'contractor', noun: 'workOrder' });
    await api.one.query('update contractor set active = false where id = $1', [file.contractor]);
    const raw = plain({ from: 'firma@example.de', to: reply }, 'Noch etwas.');
    const { mail } = await hand(api, raw, { to: reply });
    await api.one.query('update contractor set active = true where id = $1', [file.contractor]);
    expect(mail).toMatchObject({ state: 'waiting', reason: 'notInvolved' });
  });

  test('more mails than people write wait, and nobody else’s do', async () => {
    const { reply } = await file.wrote();
    for (let n = 0; n < 30; n += 1)
      await api.services.limits.count(api.one, 'mailPerSender', await senderKey('anna.berger@example.de'));
    expect((await hand(api, plain({ to: reply }, 'Und noch eine.'), { to: reply })).mail?.reason).toBe('tooMany');
    const other = await file.wrote({ to: 'clerk' });
    const raw = plain({ from: 'clerk@nord.example', to: other.reply }, 'Meine.');
    expect((await hand(api, raw, { to: other.reply })).mail?.state).toBe('taken');
  });
});

async function senderKey(address: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(address).digest('base64url');
}

describe('what no person wrote stands on no ticket, and nobody answers it', () => {
  const state = async (id: string) =>
    (
      await api.one.query<{ state: string; outcome: string }>(
        'select m.state, a.outcome from message m join message_attempt a on a.message_id = m.id where m.id = $1',
        [id],
      )
    )[0];

  test('answers of programs, and our own mails that come back', async () => {
    const before = await commands();
    for (const headers of [['Auto-Submitted: auto-replied'], ['Precedence: bulk'], ['X-ProCSM-Message: 1']]) {
      const { reply } = await file.wrote();
      const { mail } = await hand(api, plain({ to: reply, headers }, 'Ich bin im Urlaub.'), { to: reply });
      expect(mail?.state).toBe('ignored');
    }
    expect(await commands()).toBe(before);
  });

  test('a mail that comes back is open again for the next way to its reader; one that is only late is not', async () => {
    const late = await file.wrote();
    await hand(api, bounce({ to: late.reply }, '4.4.7', 'delayed'), { to: late.reply });
    expect(await state(late.id)).toEqual({ state: 'sent', outcome: 'sent' });
    const lost = await file.wrote();
    const woken = api.woken.length;
    const { mail } = await hand(api, bounce({ to: lost.reply }), { to: lost.reply });
    expect(mail).toMatchObject({ state: 'ignored', reason: 'bounce' });
    expect(await state(lost.id)).toEqual({ state: 'open', outcome: 'refused' });
    expect(api.woken.length).toBe(woken + 1);
    // The tag in the headers that it returns counts as well, where a server reports to the sender's plain address.
    const other = await file.wrote();
    const raw = Buffer.from(
      bounce({ to: other.reply }).toString().replace(`To: ${other.reply}`, 'To: post@nord.example'),
    );
    await hand(api, raw);
    expect(await state(other.id)).toEqual({ state: 'open', outcome: 'refused' });
  });

  test('a forged report changes nothing', async () => {
    const { id, reply } = await file.wrote();
    const to = reply.replace(/.@/, (end) => (end === 'a@' ? 'q@' : 'a@'));
    await hand(api, bounce({ to }), { to });
    expect(await state(id)).toEqual({ state: 'sent', outcome: 'sent' });
  });
});

describe('the report of a fax gateway', () => {
  const faxed = async () => {
    const { id, reply } = await file.wrote({ to: 'contractor', noun: 'workOrder' });
    await api.one.query(`update message set channel = 'fax' where id = $1`, [id]);
    await api.one.query(`update message_attempt set channel = 'fax' where message_id = $1`, [id]);
    return { id, reply };
  };
  const state = async (id: string) => {
    const [row] = await api.one.query<{ state: string; outcome: string }>(
      'select m.state, a.outcome from message m join message_attempt a on a.message_id = m.id where m.id = $1',
      [id],
    );
    return `${row?.state} ${row?.outcome}`;
  };
  const report = (to: string, subject: string, text: string, from = 'report@gateway.example') =>
    plain({ from, to, subject, headers: ['Auto-Submitted: auto-generated'] }, text);
  beforeAll(() => {
    (api.services.config as { FAX_ADDRESS?: string }).FAX_ADDRESS = '{number}@fax.gateway.example';
  });

  test.each([
    ['Sendebericht: Fax erfolgreich gesendet', 'An 0049711555026, 2 Seiten.', 'sent delivered'],
    ['Fax report', 'Your fax was delivered successfully.', 'sent delivered'],
    ['Sendebericht', 'Das Fax konnte nicht zugestellt werden: besetzt.', 'open refused'],
    ['Fax failed', 'No answer after 3 tries. The fax was not sent.', 'open refused'],
  ])('%s', async (subject, text, expected) => {
    const { id, reply } = await faxed();
    const { mail } = await hand(api, report(reply, subject, text), { to: reply });
    expect(mail).toMatchObject({ state: 'ignored', reason: 'faxReport' });
    expect(await state(id)).toBe(expected);
    // Only the first one counts.
    await hand(api, report(reply, 'Fax failed', 'Später.'), { to: reply });
    expect(await state(id)).toBe(expected);
  });

  test('may name the fax by the Message-ID that only the gateway knows', async () => {
    const { id } = await faxed();
    await hand(api, report('post@nord.example', 'Fax delivered', `Reference: <${id}.fax@nord.example>`));
    expect(await state(id)).toBe('sent delivered');
  });

  test('of somebody else, or without a clear word, changes nothing', async () => {
    const { id, reply } = await faxed();
    await hand(api, report(reply, 'Fax failed', 'No.', 'report@evil.example'), { to: reply });
    await hand(api, report(reply, 'Fax failed', 'No.', 'report@evilgateway.example'), { to: reply });
    await hand(api, report(reply, 'Ihr Fax', 'Siehe Kundenportal.'), { to: reply });
    expect(await state(id)).toBe('sent sent');
  });
});

describe('the door', () => {
  test('is shut without the secret, and does not exist where none is set', async () => {
    const raw = plain({ to: 'x@y.de' }, 'Hallo');
    expect((await hand(api, raw, { secret: 'wrong' })).status).toBe(403);
    const config = api.services.config as { MAIL_HOOK_SECRET?: string | undefined };
    config.MAIL_HOOK_SECRET = undefined;
    expect((await hand(api, raw)).status).toBe(404);
    config.MAIL_HOOK_SECRET = settings.MAIL_HOOK_SECRET;
  });

  test('takes 25 MB and no more, and only for mailboxes of somebody here', async () => {
    const big = (bytes: number) => plain({ to: 'one@antwort.nord.example' }, 'x'.repeat(bytes));
    expect((await hand(api, big(26 * 1024 * 1024))).status).toBe(413);
    expect((await hand(api, Buffer.alloc(0))).status).toBe(400);
    const nobody = `nobody@${REPLY_DOMAIN}`;
    expect((await hand(api, plain({ to: nobody }, 'Hallo'), { to: nobody })).status).toBe(404);
    const fresh = plain({ to: `one@${REPLY_DOMAIN}`, from: 'neu@example.de' }, 'Bei uns tropft es.');
    expect((await hand(api, fresh, { to: `one@${REPLY_DOMAIN}` })).mail).toMatchObject({
      state: 'waiting',
      reason: 'unknownSender',
    });
  });
});
