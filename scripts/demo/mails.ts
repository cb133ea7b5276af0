import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { type FileStorage, RAW_MAIL, storageKey } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';

interface Stray {
  state: 'waiting' | 'ignored';
  reason: string;
  name: string;
  address: string;
  subject: string;
  text: string;
  hoursAgo: number;
}

/** What lies in the tray of a company with much to do: a stranger, somebody known, and a program. */
const strays: readonly Stray[] = [
  {
    state: 'waiting',
    reason: 'unknownSender',
    name: 'Cornelia Fuchsloch',
    address: 'c.fuchsloch@nachbarn.example',
    subject: 'Äste über unserem Zaun',
    text: 'Guten Tag,\n\nbei uns nebenan hängen seit dem Sturm zwei große Äste aus Ihrem Garten über den Zaun. Könnte jemand danach sehen, bevor sie herunterkommen?\n\nMit freundlichen Grüßen\nCornelia Fuchsloch, Lindenstraße 14',
    hoursAgo: 3,
  },
  {
    state: 'waiting',
    reason: 'unmatched',
    name: 'Aylin Demir',
    address: 'aylin.demir@post.example',
    subject: 'Zweiter Schlüssel für den Keller',
    text: 'Guten Tag,\n\nbeim Einzug haben wir nur einen Kellerschlüssel bekommen. Wo bekommen wir einen zweiten?\n\nViele Grüße\nAylin Demir',
    hoursAgo: 20,
  },
  {
    state: 'ignored',
    reason: 'autoReply',
    name: 'Malerbetrieb Großkreutz',
    address: 'kontakt@maler-grosskreutz.example',
    subject: 'Automatische Antwort: Neuer Auftrag',
    text: 'Wir sind bis Freitag auf einer Baustelle und antworten danach. In dringenden Fällen: +49 711 55502 25',
    hoursAgo: 28,
  },
];

/** Lays mails into the company's tray, once. */
export async function layStrayMails(workspace: Workspace, files: FileStorage): Promise<void> {
  for (const { state, reason, name, address, subject, text, hoursAgo } of strays) {
    const at = new Date(Date.now() - hoursAgo * 3_600_000);
    const word = (said: string) => `=?utf-8?b?${Buffer.from(said).toString('base64')}?=`;
    const raw = Buffer.from(
      [
        `From: ${word(name)} <${address}>`,
        'To: post@musterstadt.example',
        `Subject: ${word(subject)}`,
        `Date: ${at.toUTCString()}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(text).toString('base64'),
        '',
      ].join('\r\n'),
    );
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const draft = await files.scratch();
    await writeFile(draft, raw);
    await files.put(storageKey(workspace.id, sha256, RAW_MAIL), draft).finally(() => rm(draft, { force: true }));
    await workspace.query(
      `insert into inbound_mail (sha256, bytes, received_at, state, reason, identity, from_address, from_name, subject,
         own_words, whole)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing`,
      [sha256, raw.length, at.toISOString(), state, reason, `demo:${address}`, address, name, subject, text],
    );
  }
}
