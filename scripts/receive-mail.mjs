#!/usr/bin/env node
// Hands one raw message from a mail server to ProCSM: reads it on stdin, streams it to POST /hooks/mail. Needs Node 20 and
// nothing else, so it can lie on the mail server alone. Ends with the codes of sysexits.h: whatever may be better later
// is 75, so that the mail server keeps the message and tries again; nothing is lost, and nothing is taken twice.
//
//   receive-mail.mjs [--url http://127.0.0.1:3000/hooks/mail] [--secret-file /etc/procsm/mail-secret] [recipient]
//
// Postfix, main.cf:    recipient_delimiter = +
//          master.cf:  procsm unix - n n - 4 pipe flags=Rq user=procsm
//                        argv=/opt/procsm/scripts/receive-mail.mjs --secret-file /etc/procsm/mail-secret ${recipient}
import { readFileSync } from 'node:fs';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { parseArgs } from 'node:util';

const OK = 0;
const DATA_ERROR = 65;
const NO_USER = 67;
const TRY_AGAIN = 75;
const PATIENCE_MS = 120_000;

function finish(code, sentence) {
  if (sentence) process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

/** What the mail server is told for each answer of ours. */
function codeOf(status) {
  if (status >= 200 && status < 300) return OK;
  if (status === 404) return NO_USER;
  if (status === 413 || status === 400) return DATA_ERROR;
  return TRY_AGAIN;
}

const sentences = {
  [NO_USER]: 'No company has this mailbox.',
  [DATA_ERROR]: 'The message is larger than 25 MB, or empty.',
  [TRY_AGAIN]: 'ProCSM can not take the message now; try again later.',
};

/** As the environment says; beside a demo (`npm start`) the one that it made up. */
function secretIn(env) {
  if (env.MAIL_HOOK_SECRET) return env.MAIL_HOOK_SECRET;
  try {
    return JSON.parse(readFileSync(`${env.DATA_DIR || '.data'}/secrets.json`, 'utf8')).mailHook;
  } catch {
    return undefined;
  }
}

try {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { url: text, 'secret-file': text } });
  const { env } = process;
  const url = new URL(values.url ?? env.MAIL_HOOK_URL ?? `http://127.0.0.1:${env.PORT ?? 3000}/hooks/mail`);
  const secret = values['secret-file'] ? readFileSync(values['secret-file'], 'utf8').trim() : secretIn(env);
  if (!secret) finish(TRY_AGAIN, 'Please name --secret-file, or set MAIL_HOOK_SECRET.');
  const recipient = positionals[0] ?? env.ORIGINAL_RECIPIENT ?? env.RECIPIENT ?? '';
  const call = url.protocol === 'https:' ? secure : plain;
  const asked = call(
    url,
    {
      method: 'POST',
      timeout: PATIENCE_MS,
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'message/rfc822',
        ...(/^[\x21-\x7e]{3,254}$/.test(recipient) && { 'x-envelope-to': recipient }),
      },
    },
    (answer) => {
      const code = codeOf(answer.statusCode ?? 0);
      finish(code, sentences[code]);
    },
  );
  asked.on('timeout', () => finish(TRY_AGAIN, sentences[TRY_AGAIN]));
  asked.on('error', () => finish(TRY_AGAIN, sentences[TRY_AGAIN]));
  process.stdin.on('error', () => finish(TRY_AGAIN, sentences[TRY_AGAIN]));
  process.stdin.pipe(asked);
} catch (error) {
  finish(TRY_AGAIN, error instanceof Error ? error.message : String(error));
}
