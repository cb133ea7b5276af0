import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../domain/errors.ts';

/** 46 MiB, one pass, one lane: 56 ms on the reference machine. Algorithm 2 is argon2id (a const enum of the library). */
const ARGON2ID = { algorithm: 2, memoryCost: 46 * 1024, timeCost: 1, parallelism: 1 };
const AT_ONCE = 2;

let running = 0;
const queue: (() => void)[] = [];

/** At most two hashes at once: a flood of sign-ins must neither fill the memory nor take the cores from others. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) running--;
    else next();
  }
}

/** The argon2id hash of a password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), ARGON2ID));
}

/** Whether a password belongs to a hash. Takes as long as hashing. */
export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return inTurn(() => verify(stored, password.normalize('NFC')));
}

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/** Refuses a new password that is too short, too long, or among those that everybody tries first. */
export function assertGoodPassword(password: string): void {
  const length = [...password].length;
  if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
    throw new DomainError('passwordLength', { minimum: PASSWORD_MIN, maximum: PASSWORD_MAX });
  }
  if (isCommon(password)) throw new DomainError('passwordCommon');
}

const STEMS =
  'password passwort kennwort passwd qwertz qwerty qwertzuiop qwertyuiop asdfghjkl yxcvbnm zxcvbnm hallo hello welcome willkommen geheim secret admin administrator root user test testtest demo login letmein iloveyou ichliebedich schatz sonnenschein sunshine princess prinzessin dragon drache monkey football fussball baseball basketball master shadow superman batman pokemon starwars trustno computer internet samsung iphone android google facebook berlin hamburg münchen muenchen koeln köln frankfurt stuttgart deutschland germany schalke bayern dortmund borussia michael daniel thomas andreas stefan sabine nicole jessica ashley sommer winter herbst frühling fruehling januar februar montag dienstag mittwoch donnerstag freitag samstag sonntag abcdef abcdefg abcdefgh abcd changeme default access hausverwaltung verwaltung procsm mustang charlie jordan hunter killer freedom whatever lovely flower blume katze hund'.split(
    ' ',
  );

/** A common word with digits or marks around it, one character or a short pattern repeated, a run of the keyboard. */
function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  if (/^(.{1,4})\1+.?$/u.test(lower)) return true;
  if (isRun(lower)) return true;
  const plain = lower
    .replace(/[@4]/g, 'a')
    .replace(/[3€]/g, 'e')
    .replace(/[!1|]/g, 'i')
    .replace(/0/g, 'o')
    .replace(/[$5]/g, 's');
  return (
    [lower, plain].some((word) => {
      const core = word.replace(/^[^a-zäöüß]+|[^a-zäöüß]+$/g, '');
      return STEMS.includes(core) || (/^\P{L}*$/u.test(lower) && new Set(lower).size < 5);
    }) || STEMS.some((stem) => stem.length >= 5 && lower.startsWith(stem) && lower.length - stem.length <= 4)
  );
}

function isRun(word: string): boolean {
  const rows = [
    '01234567890',
    '09876543210',
    'abcdefghijklmnopqrstuvwxyz',
    'qwertzuiopasdfghjklyxcvbnm',
    'qwertyuiopasdfghjklzxcvbnm',
    '1q2w3e4r5t6z7u8i9o0p',
    '1q2w3e4r5t6y7u8i9o0p',
    '1qaz2wsx3edc4rfv',
    'q1w2e3r4t5z6u7',
  ];
  return rows.some((row) => row.includes(word)) || /^0?12345?6?7?8?9?[a-z]{0,4}$/.test(word);
}
