import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Killable, until } from '../support/killable.ts';
import { Onlooker } from '../support/onlooker.ts';
import { Actors } from './actors.ts';

/** How long a client may be without its stream while the API is there. */
const RECONNECT_MS = 5_000;

/** Clients look at tickets while people act and the API is killed: in the end each shows what a fresh load gives. */
export async function liveViews(many: { clients: number; tickets: number; events: number; kills: number }) {
  const { clients, events, kills } = many;
  const product = await Killable.make();
  const onlookers: Onlooker[] = [];
  try {
    await product.start();
    const actors = await Actors.make(product);
    const headers = { cookie: actors.cookieOf('manager') };
    const tickets = Array.from({ length: many.tickets }, () => randomUUID());
    for (const ticket of tickets) expect((await actors.report(ticket))?.status).toBe(200);
    await Promise.all(tickets.map((ticket) => actors.reached('ticket', ticket, 'new')));
    const load = async (id: string) => {
      const { status, data } = await product.query('tickets.get', { id }, headers);
      if (status !== 200) throw new Error(`a view could not be loaded: ${status}`);
      return JSON.stringify(data);
    };
    let answers = true;
    for (let n = 0; n < clients; n += 1) {
      const id = tickets[n % tickets.length] ?? '';
      const onlooker = new Onlooker({
        port: product.apiPort,
        host: product.host,
        headers,
        topics: [`ticket:${id}`],
        load: () => load(id),
      });
      onlookers.push(onlooker);
      onlooker.start(() => answers);
    }
    await until('every client shows its ticket', async () => onlookers.every(({ shown }) => shown !== ''));
    const killAt = new Set(Array.from({ length: kills }, (_, n) => Math.floor(((n + 0.5) * events) / kills)));
    let told = 0;
    let killing = Promise.resolve();
    const kill = async () => {
      answers = false;
      await product.kill('api');
      await product.start('api');
      answers = true;
    };
    // People act on all tickets at once, on each one after the other.
    const lane = async (ticket: string) => {
      while (told < events) {
        if (killAt.has(told)) killing = killing.then(kill);
        told += 1;
        const command = randomUUID();
        const act = () => actors.onTicket('manager', ticket, { type: 'note', visibility: 'internal' }, command);
        // Whoever got no answer says it again.
        await until('the act is taken', async () => (await act())?.status === 200);
      }
    };
    await Promise.all(tickets.map(lane));
    await killing;
    await actors.settled(...tickets);
    const fresh = new Map<string, string>();
    for (const ticket of tickets) fresh.set(ticket, await load(ticket));
    await until('every client shows what a fresh load gives', async () => {
      await Promise.all(onlookers.map((onlooker) => onlooker.settled()));
      return onlookers.every(({ shown }, n) => shown === fresh.get(tickets[n % tickets.length] ?? ''));
    });
    for (const { gaps } of onlookers) {
      expect(gaps.length).toBeGreaterThan(kills);
      expect(Math.max(...gaps.slice(1))).toBeLessThan(RECONNECT_MS);
    }
  } finally {
    for (const onlooker of onlookers) onlooker.stop();
    await product.close();
  }
}
