import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { recordBounce } from '../../db/queries/bounces.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import {
  type Correspondent,
  claimMail,
  correspondent,
  forgetFiles,
  isKnownAddress,
  type ReadMail,
  releaseMail,
  ticketAnswered,
  type UnreadMail,
  writeMail,
} from '../../db/queries/inbound.ts';
import { provenReply, type Replied, readReplyAddress, returnedMessage } from '../../db/reply-tags.ts';
import { RAW_MAIL, storageKey } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { isDoubtful, kindOfMail, senderChecks } from '../../domain/inbound/kind.ts';
import { clean, ownWords } from '../../domain/inbound/own-words.ts';
import type { TrayReason } from '../../domain/inbound/tray.ts';
import { sendInOrder } from '../commands/act.ts';
import type { Services } from '../trpc.ts';
import { keep } from '../uploads.ts';
import { takeFaxReport } from './fax-report.ts';
import { type ParsedMessage, parseMessage } from './parse.ts';
import { replyCommand } from './reply-command.ts';

/** Words on a ticket are as long as what people type there. */
const WORDS_MOST = 5_000;
const WHOLE_MOST = 100_000;
const FILES_MOST = 12;
/** Pictures that are drawn within the text and smaller than this are logos. */
const LOGO_BYTES = 20_000;
/** A mail that fails again and again by a fault of ours is laid into the tray for people to read. */
const TRIES_MOST = 5;

/**
 * Reads a mail that is kept: makes it somebody's word on their ticket or order, lays it into the tray, or notes that
 * nobody need look at it. What fails is tried again by the sweep; a mail that was read before stays as it is.
 */
export async function takeMail(services: Services, workspace: Workspace, id: string): Promise<void> {
  const unread = await claimMail(workspace, id);
  if (!unread) return;
  const folder = await services.files.scratch();
  await mkdir(folder);
  try {
    const raw = join(folder, 'raw');
    const key = storageKey(workspace.id, unread.sha256, RAW_MAIL);
    await pipeline(services.files.stream(key), createWriteStream(raw));
    const message = unread.tries > TRIES_MOST ? undefined : await parseMessage(raw, folder);
    const command = await read(services, workspace, unread, message, folder);
    const notice = { workspaceId: workspace.id, id, revision: 0, topic: 'desk' as const };
    await services.workspaces.notify(notice);
    if (command) sendLater(services, workspace, command);
  } catch (error) {
    // Whoever wrote waits for an answer: a fault of a moment must not cost as long as a process that is lost.
    await releaseMail(workspace, id).catch(() => {});
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sending = new Set<Promise<void>>();

/** Nobody waits for it: what is not sent now, the sweep of commands sends, and writes down what is refused. */
function sendLater(services: Services, workspace: Workspace, command: StoredCommand): void {
  const sent = sendInOrder(services, workspace, command).then(
    () => {},
    () => {},
  );
  sending.add(sent);
  void sent.finally(() => sending.delete(sent));
}

/** Waits for what is under way: before the connection to the engine is closed. */
export async function stopSending(): Promise<void> {
  await Promise.all(sending);
}

/** Writes down what a message is and what comes of it; gives the command to be sent, where it is one. */
async function read(
  services: Services,
  workspace: Workspace,
  unread: UnreadMail,
  message: ParsedMessage | undefined,
  folder: string,
): Promise<StoredCommand | undefined> {
  const blank: ReadMail = {
    id: unread.id,
    state: 'waiting',
    reason: 'unreadable',
    identity: null,
    from: { address: '', name: '' },
    subject: '',
    ownWords: '',
    whole: '',
    checks: null,
    refused: [],
    replied: undefined,
    ticketId: null,
    commandId: null,
  };
  if (!message) {
    await writeMail(workspace.query.bind(workspace), blank);
    return undefined;
  }
  const { config } = services;
  const replied = await provenTag(services, unread.envelope, message, (tag) => provenReply(workspace, tag));
  const who = replied && (await correspondent(workspace, replied.messageId));
  const checks = config.MAIL_AUTHSERV_ID && senderChecks(message.authentication, config.MAIL_AUTHSERV_ID);
  const mail: ReadMail = {
    ...blank,
    identity: identityOf(unread, message, replied),
    from: { address: clean(message.from.address).trim(), name: clean(message.from.name).trim() },
    subject: clean(message.subject).trim(),
    ownWords: clean(ownWords(message.text)).slice(0, WORDS_MOST).trim(),
    whole: clean(message.text).slice(0, WHOLE_MOST).trim(),
    checks: checks || null,
    replied,
    ticketId: who?.ticketId ?? (await ticketAnswered(workspace, message.references)),
  };
  const believed = !config.MAIL_AUTHSERV_ID || !isDoubtful(mail.checks ?? undefined);
  if (believed && (await takeFaxReport(services, workspace, message, replied?.messageId))) {
    await writeOnce(workspace, { ...mail, state: 'ignored', reason: 'faxReport' });
    return undefined;
  }
  const kind = kindOfMail(message.headers, {
    subject: mail.subject,
    from: mail.from.address,
    own: config.MAIL_FROM ? bareAddress(config.MAIL_FROM) : '',
    report: message.report !== null,
  });
  if (kind !== 'word') {
    const { report } = message;
    const came = report && (report.action === 'failed' || report.status.startsWith('5'));
    const returned =
      came && (await provenTag(services, unread.envelope, message, (tag) => returnedMessage(workspace, tag)));
    if (returned && (await recordBounce(workspace, returned, report.status))) services.wakeMailroom(workspace);
    await writeOnce(workspace, { ...mail, state: 'ignored', reason: kind });
    return undefined;
  }
  if (!who && (await isFlood(services, workspace, mail.from.address))) {
    await writeOnce(workspace, { ...mail, state: 'ignored', reason: 'tooMany' });
    return undefined;
  }
  await forgetFiles(workspace, unread.id);
  const { files, refused } = await keepFiles(services, workspace, unread.id, message, folder);
  mail.refused = refused;
  mail.reason = await doubtAbout(services, workspace, { mail, files, who });
  if (mail.reason === null && replied && who) {
    const command = await replyCommand(workspace, replied, who, {
      id: commandIdOf(workspace, mail.identity ?? unread.id),
      text: mail.ownWords,
      files,
    });
    if (command) {
      const taken = { ...mail, state: 'taken' as const, commandId: command.id };
      const stored = await writeOnce(workspace, taken, command);
      return stored ? command : undefined;
    }
    mail.reason = 'notInvolved';
  }
  await writeOnce(workspace, mail);
  return undefined;
}

/** The message that a mail answers: by the mailbox it was taken for, else by those it names. */
async function provenTag<Proven>(
  { config }: Services,
  envelope: string,
  message: ParsedMessage,
  prove: (tag: string) => Promise<Proven | undefined>,
): Promise<Proven | undefined> {
  const domain = config.REPLY_DOMAIN;
  if (!domain) return undefined;
  for (const address of [envelope, ...message.to, ...(message.report?.quoted ?? [])]) {
    const tag = readReplyAddress(address, domain)?.tag;
    const proven = tag ? await prove(tag) : undefined;
    if (proven) return proven;
  }
  return undefined;
}

/** Why a mail is not simply taken as the word of whom we wrote to; null when nothing speaks against it. */
async function doubtAbout(
  services: Services,
  workspace: Workspace,
  { mail, files, who }: { mail: ReadMail; files: string[]; who: Correspondent | undefined },
): Promise<TrayReason | null> {
  const address = mail.from.address.toLowerCase();
  if (!who && mail.replied) return 'notInvolved';
  if (!who && mail.ticketId) return 'untagged';
  if (!who) return (await isKnownAddress(workspace, address)) ? 'unmatched' : 'unknownSender';
  const often = await tooOften(services, workspace, 'mailPerSender', address);
  if (!who.addresses.includes(address)) return 'otherAddress';
  if (services.config.MAIL_AUTHSERV_ID && isDoubtful(mail.checks ?? undefined)) return 'unverified';
  if (often) return 'tooMany';
  return mail.ownWords === '' && files.length === 0 ? 'empty' : null;
}

/** Whether strangers write more than anybody would read: then nobody has to. What they wrote is kept all the same. */
async function isFlood(services: Services, workspace: Workspace, address: string): Promise<boolean> {
  if (await tooOften(services, workspace, 'mailPerSender', address.toLowerCase())) return true;
  return tooOften(services, workspace, 'mailOfStrangers', workspace.id);
}

async function tooOften(
  { limits }: Services,
  workspace: Workspace,
  limit: 'mailPerSender' | 'mailOfStrangers',
  key: string,
): Promise<boolean> {
  try {
    await limits.count(workspace, limit, createHash('sha256').update(key).digest('base64url'));
    return false;
  } catch (error) {
    if (error instanceof DomainError) return true;
    throw error;
  }
}

/** Keeps the attachments as uploads are kept; what is refused is named. */
async function keepFiles(
  services: Services,
  workspace: Workspace,
  mailId: string,
  message: ParsedMessage,
  folder: string,
): Promise<{ files: string[]; refused: { name: string; code: string }[] }> {
  const files: string[] = [];
  const refused: { name: string; code: string }[] = [];
  for (const { file, name, bytes, drawn } of message.files) {
    if (drawn && bytes < LOGO_BYTES) continue;
    const named = clean(name).trim().slice(0, 120) || '?';
    if (files.length >= FILES_MOST) {
      refused.push({ name: named, code: 'tooManyFiles' });
      continue;
    }
    try {
      const raw = join(folder, file);
      const kept = await keep(services, workspace, { kind: 'mail', id: mailId }, { raw, kept: `${raw}.kept`, name });
      files.push(kept.id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ name: named, code: error.code });
    }
  }
  return { files, refused };
}

/** Writes down what was read, with its command, in one transaction; false for a mail that came before. */
async function writeOnce(workspace: Workspace, mail: ReadMail, command?: StoredCommand): Promise<boolean> {
  try {
    await workspace.transaction(async (q) => {
      await writeMail(q, mail);
      if (command) await storeCommand(q, command, { kind: 'mail', id: mail.id });
    });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    await forgetFiles(workspace, mail.id);
    const again = { ...mail, state: 'ignored', reason: 'duplicate', identity: null, commandId: null } as const;
    await writeMail(workspace.query.bind(workspace), again);
    return false;
  }
}

/** What makes a mail the same mail: its Message-ID and the message that it answers, else who sent it. */
function identityOf({ sha256 }: UnreadMail, message: ParsedMessage, replied: Replied | undefined): string {
  const parts = [message.messageId || sha256, replied?.messageId ?? message.from.address.toLowerCase()];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** The same mail gives the same command, however often it is read. */
export function commandIdOf(workspace: Workspace, identity: string): string {
  const hash = createHash('sha256').update(`mail:${workspace.id}:${identity}`).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

/** The address in `Name <address>`. */
function bareAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}
