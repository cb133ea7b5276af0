import { describe, expect, test } from 'vitest';
import { isDoubtful, kindOfMail, senderChecks } from '../../domain/inbound/kind.ts';
import { ownWords } from '../../domain/inbound/own-words.ts';

describe('of a reply, what was written anew is kept', () => {
  const own = 'Ja, Dienstag passt.\n\nViele Grüße\nAnna Berger';
  test.each([
    [
      'Gmail, broken over lines',
      'On Tue, Nov 24, 2026 at 1:58 PM Hausverwaltung Nord <\none+abc@antwort.example.de> wrote:\n\n> Guten Tag',
    ],
    ['Gmail in German', 'Am Di., 24. Nov. 2026 um 13:58 Uhr schrieb Hausverwaltung Nord <x@y.de>:\n> Guten Tag'],
    ['Apple Mail', 'Am 24.11.2026 um 13:58 schrieb Hausverwaltung Nord <x@y.de>:\n\nGuten Tag'],
    [
      'Outlook',
      'Von: Hausverwaltung <x@y.de>\nGesendet: Dienstag, 24. November 2026 13:58\nAn: Anna\nBetreff: Vorgang\n\nGuten Tag',
    ],
    ['Outlook, bold', '*Von:* Hausverwaltung <x@y.de>\n*Gesendet:* Dienstag\n*An:* Anna\n\nGuten Tag'],
    [
      'Outlook, with a line',
      '________________________________\nFrom: Office <x@y.de>\nSent: Tuesday\nTo: Anna\n\nHello',
    ],
    ['Outlook, old', '-----Ursprüngliche Nachricht-----\nVon: x\nGuten Tag'],
    ['Thunderbird in French', 'Le 24/11/2026 à 13:58, Hausverwaltung a écrit :\n> Guten Tag'],
    ['a phone', 'Von meinem iPhone gesendet\n\n> Am 24.11.2026 um 13:58 schrieb Hausverwaltung <x@y.de>:\n> Guten Tag'],
    ['a signature', '-- \nAnna Berger\nLindenstraße 12'],
  ])('%s', (_, quoted) => {
    expect(ownWords(`${own}\n\n${quoted}\n`)).toBe(own);
    expect(ownWords(`${own}\n\n${quoted}\n`.replaceAll('\n', '\r\n'))).toBe(own);
  });

  test('below the quotation and between its lines', () => {
    expect(ownWords('Am 24.11.2026 um 13:58 schrieb Nord:\n> Passt Dienstag?\n> Grüße\n\nJa, passt.')).toBe(
      'Ja, passt.',
    );
    expect(ownWords('> Passt Dienstag?\nJa.\n> Und Mittwoch?\nNein.')).toBe('Ja.\nNein.');
  });

  test('words that only look like an introduction stay', () => {
    const text =
      'Am Dienstag war niemand da.\nAm Mittwoch schrieb ich:\nOn the way home I saw it.\nVon: oben tropft es weiter';
    expect(ownWords(text)).toBe(text);
  });

  test('signs that no page shows are gone, and nothing takes long', () => {
    expect(ownWords('Gu\u0000ten\u202e Tag\u0007')).toBe('Guten Tag');
    const began = performance.now();
    ownWords(`${'Am '.repeat(50_000)}\n${'On '.repeat(50_000)}\n${'> '.repeat(50_000)}`);
    ownWords('Am x\n'.repeat(40_000));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('what no person wrote is known', () => {
  const kind = (headers: Record<string, string>, subject = 'AW: Vorgang', from = 'a@b.de') =>
    kindOfMail(headers, { subject, from, own: 'post@nord.example', report: false });
  test.each([
    ['autoReply', { 'auto-submitted': 'auto-replied' }],
    ['autoReply', { precedence: 'bulk' }],
    ['autoReply', { 'return-path': '<>' }],
    ['autoReply', { 'x-autoreply': 'yes' }],
    ['autoReply', { 'list-id': '<list.example.de>' }],
    ['loop', { 'x-procsm-message': 'abc' }],
    ['word', { 'auto-submitted': 'no' }],
    ['word', {}],
  ])('%s %o', (expected, headers) => {
    expect(kind(headers as Record<string, string>)).toBe(expected);
  });
  test('by its subject and its sender', () => {
    expect(kind({}, 'Automatische Antwort: Ihr Vorgang')).toBe('autoReply');
    expect(kind({}, 'Out of Office: AW')).toBe('autoReply');
    expect(kind({}, 'AW', 'POST@nord.example')).toBe('loop');
    expect(kind({}, 'AW', 'MAILER-DAEMON@mx.example')).toBe('autoReply');
  });
});

test('of findings about a sender only our own server’s topmost counts', () => {
  const own = 'mx.nord.example; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail';
  const forged = 'mx.nord.example; spf=pass; dkim=pass; dmarc=pass';
  const other = 'mx.elsewhere.example; dmarc=pass';
  expect(senderChecks([other, own, forged], 'mx.nord.example')).toEqual({ spf: 'fail', dkim: 'none', dmarc: 'fail' });
  expect(senderChecks([other], 'mx.nord.example')).toBeUndefined();
  expect(isDoubtful(undefined)).toBe(true);
  expect(isDoubtful({ spf: 'fail', dkim: 'pass', dmarc: 'pass' })).toBe(false);
  expect(isDoubtful({ spf: 'pass', dkim: 'pass', dmarc: 'fail' })).toBe(true);
  expect(isDoubtful({ spf: 'softfail', dkim: 'none', dmarc: 'none' })).toBe(true);
  expect(isDoubtful({ spf: 'pass', dkim: 'none', dmarc: 'none' })).toBe(false);
});
