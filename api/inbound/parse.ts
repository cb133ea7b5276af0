import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MailHeaders } from '../../domain/inbound/kind.ts';
import { isolated, turnstile } from '../isolated.ts';

/** A message taken apart. Texts are as they were sent, only cut to what anybody reads. */
export interface ParsedMessage {
  messageId: string;
  from: { address: string; name: string };
  /** All mailboxes it names as recipients, those that mail servers wrote first. */
  to: string[];
  /** Message-IDs of what it answers, the nearest first. */
  references: string[];
  subject: string;
  text: string;
  headers: MailHeaders;
  /** The `Authentication-Results`, topmost first. */
  authentication: string[];
  /** What a mail server reports about a message of ours. */
  report: { action: string; status: string; quoted: string[] } | null;
  /** The messages of ours that went out as faxes and that it names, by id. */
  faxIds: string[];
  /** Files in the folder; `drawn`: it is shown within the text, as logos in signatures are. */
  files: { file: string; name: string; bytes: number; drawn: boolean }[];
}

const SCRIPT = fileURLToPath(new URL('./parse-message.ts', import.meta.url));
const BOUNDS = { milliseconds: 20_000, megabytes: 400 };
const atOnce = turnstile(2);

/** Takes a raw message apart in a process of its own, its files into `folder`; undefined for one that can't be. */
export async function parseMessage(raw: string, folder: string): Promise<ParsedMessage | undefined> {
  await atOnce(() => isolated(SCRIPT, [raw, folder], BOUNDS));
  try {
    return JSON.parse(await readFile(join(folder, 'message.json'), 'utf8')) as ParsedMessage;
  } catch {
    return undefined;
  }
}
