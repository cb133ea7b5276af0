#!/usr/bin/env node
// Checks the dossier of a ticket or project, or a campaign's evidence, without the software that made it: needs Node 18 or newer and nothing else.
//
//   node verify-dossier.mjs Akte-V-2026-0418-2026-11-24.pdf [more …]     the PDF (its attachment is read) or the JSON
//   node verify-dossier.mjs Akte-….json --files folder                   also checks the files in that folder by their hash
//
// What is checked: entry n follows entry n − 1; each body belongs to its salted hash; each hash is made of the one before
// it, of what the entry says and of its body's hash; the last one is the head. An entry whose body was erased or withheld
// still checks: only its words are missing. Of evidence also: each answer belongs to its salted hash, and the seal that was
// written when they were counted is made of exactly these; and a document that it was about has the hash that stands in the
// entry which opened it. Ends with 0 when everything is right, 1 when something is not, 2 otherwise.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const FORMATS = ['procsm-dossier/1', 'procsm-evidence/1'];
const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The dossier in a file; undefined when there is none. */
function dossierIn(bytes) {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return parsed(bytes);
  // The attachment is one of the PDF's streams: the one that says what it is.
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const begin = bytes[at + 6] === 13 ? at + 8 : at + 7;
    const end = bytes.indexOf('endstream', begin);
    if (end < 0) break;
    const content = bytes.subarray(begin, end);
    let found = parsed(content);
    if (!found) {
      try {
        found = parsed(inflateSync(content, { finishFlush: 2 }));
      } catch {
        // Not compressed this way: not the attachment.
      }
    }
    if (found) return found;
  }
  return undefined;
}

function parsed(bytes) {
  if (!FORMATS.some((format) => bytes.includes(format))) return undefined;
  try {
    const value = JSON.parse(bytes.toString('utf8'));
    return FORMATS.includes(value?.format) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Everything that is wrong with a dossier's chain, a sentence each. */
function faultsOf({ ticket, project, campaign, entries, head }) {
  const about = ticket ?? project ?? campaign;
  const faults = [];
  let previous = Buffer.alloc(0);
  for (const [index, entry] of entries.entries()) {
    const say = (what) => faults.push(`Entry ${entry.seq}: ${what}`);
    if (entry.seq !== index + 1) say(`stands where entry ${index + 1} should be`);
    if (entry.prevHash !== previous.toString('hex')) say('does not follow the entry before it');
    if (typeof entry.body === 'string') {
      const body = sha256(Buffer.from(entry.salt ?? '', 'hex'), Buffer.from(entry.body, 'utf8'));
      if (body.toString('hex') !== entry.bodyHash) say('its content is not what was written then');
    } else if (!['erased', 'withheld'].includes(entry.missing)) say('has no content, and no reason for that');
    const said = [
      about.id,
      entry.seq,
      new Date(entry.at).toISOString(),
      entry.kind,
      entry.noun,
      entry.subject,
      entry.revision,
      entry.command ?? '-',
      entry.actor,
      entry.audience.join(','),
    ].join('\n');
    const hash = sha256(previous, Buffer.from(said, 'utf8'), Buffer.from(entry.bodyHash, 'hex'));
    if (hash.toString('hex') !== entry.hash) say('is not what was written then (who, when, what or for whom)');
    previous = Buffer.from(entry.hash, 'hex');
  }
  if (head.seq !== entries.length) faults.push(`${head.seq} entries were written, ${entries.length} are here`);
  if (head.hash !== previous.toString('hex')) faults.push('The last entry is not the head of the chain');
  return faults;
}

/** Everything that is wrong with a campaign's answers, a sentence each. */
function answerFaults({ answers, entries }) {
  const faults = [];
  for (const [index, answer] of answers.entries()) {
    const say = (what) => faults.push(`Answer ${index + 1} (${String(answer.hash).slice(0, 12)}…): ${what}`);
    if (typeof answer.said === 'string') {
      const hash = sha256(Buffer.from(answer.salt ?? '', 'hex'), Buffer.from(answer.said, 'utf8'));
      if (hash.toString('hex') !== answer.hash) say('is not what was answered then');
    } else if (answer.missing !== 'withheld') say('has no content, and no reason for that');
  }
  const sealed = entries.findLast((entry) => entry.kind === 'answersCounted' && typeof entry.body === 'string');
  if (!sealed) return faults;
  const { facts } = JSON.parse(sealed.body);
  const hashes = answers.map(({ hash }) => hash).sort();
  if (facts.answers !== hashes.length) faults.push(`${facts.answers} answers were counted, ${hashes.length} are here`);
  const seal = sha256(...hashes.map((hash) => Buffer.from(hash, 'hex'))).toString('hex');
  if (seal !== facts.seal) faults.push(`Entry ${sealed.seq}: its seal is not made of these answers`);
  return faults;
}

/** What is wrong with the document that a campaign was about: it is not the one that was shown when it was opened. */
function documentFaults({ campaign: { document }, entries }) {
  const opened = entries.find((entry) => entry.kind === 'campaignOpened' && typeof entry.body === 'string');
  const named = opened && JSON.parse(opened.body).facts.document;
  if (!document) return named ? [`Entry ${opened.seq}: names a document that is not here`] : [];
  const { title, source, files } = document;
  const text = JSON.stringify({ title, source, files: files.map((file) => file.sha256) });
  const faults = [];
  // One that was withdrawn is given to nobody but the office: its hash alone stands for it.
  if (source !== null && sha256(Buffer.from(text, 'utf8')).toString('hex') !== document.hash)
    faults.push('The document is not what its hash was made of');
  if (named?.hash !== document.hash)
    faults.push('The document is not the one that was shown when the campaign was opened');
  return faults;
}

/** What is wrong with the files in a folder: a file of the dossier that is not among them, by content. */
function fileFaults({ files = [] }, folder) {
  const there = new Set(
    readdirSync(folder, { withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => sha256(readFileSync(join(folder, each.name))).toString('hex')),
  );
  return files.filter((file) => !there.has(file.sha256)).map((file) => `File ${file.name}: not in ${folder}`);
}

const given = process.argv.slice(2);
const at = given.indexOf('--files');
const folder = at >= 0 ? given.splice(at, 2)[1] : undefined;
if (given.length === 0) {
  console.error('Usage: node verify-dossier.mjs <dossier.pdf|dossier.json> … [--files <folder>]');
  process.exit(2);
}
let code = 0;
for (const path of given) {
  let dossier;
  try {
    dossier = dossierIn(readFileSync(path));
  } catch (error) {
    console.error(`${path}: cannot be read (${error.code ?? error.message})`);
    process.exit(2);
  }
  if (!dossier) {
    console.error(`${path}: holds no dossier`);
    code = Math.max(code, 1);
    continue;
  }
  let faults;
  try {
    faults = [
      ...faultsOf(dossier),
      ...(dossier.answers ? [...answerFaults(dossier), ...documentFaults(dossier)] : []),
      ...(folder ? fileFaults(dossier, folder) : []),
    ];
  } catch (error) {
    faults = [`Not the shape of a dossier (${error.message})`];
  }
  const missing = (why) => dossier.entries.filter((entry) => entry.missing === why).length;
  if (faults.length > 0) {
    code = 1;
    console.log(`${path}: NOT as it was written`);
    for (const fault of faults) console.log(`  ${fault}`);
  } else {
    console.log(
      `${path}: as it was written. ${(dossier.ticket ?? dossier.project ?? dossier.campaign).number}, ${dossier.entries.length} entries, ` +
        `${dossier.answers ? `${dossier.answers.length} answers, ` : ''}${missing('erased')} erased, ${missing('withheld')} withheld, head ${dossier.head.hash}`,
    );
  }
}
process.exit(code);
