import type { Way } from './preferences.ts';

/** An address as its owner recognises it and nobody else learns it: "a…r@example.de", "… 67"; a letter's not at all. */
export function masked(way: Way, address: string): string {
  if (way === 'letter') return '…';
  if (way !== 'mail') return `… ${address.replace(/\s/g, '').slice(-2)}`;
  const [mailbox = '', domain = ''] = address.split('@');
  return `${mailbox.slice(0, 1)}…${mailbox.length > 2 ? mailbox.slice(-1) : ''}@${domain}`;
}
