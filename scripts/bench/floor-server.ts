import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Fastify from 'fastify';
import pg from 'pg';
import { z } from 'zod';

const { FLOOR_DATABASE_URL = '', DESK_DATABASE_URL = '', DESK_SQL = '[]', PORT = '0' } = process.env;

/** The least that a web server over PostgreSQL costs: input checked, the same statement, rows as JSON; a row inserted; a notice passed on to streams. */
async function main(): Promise<void> {
  const floor = new pg.Pool({ connectionString: FLOOR_DATABASE_URL, max: 6 });
  const desk = new pg.Pool({ connectionString: DESK_DATABASE_URL, max: 6, options: '-c timezone=UTC' });
  for (const pool of [floor, desk]) pool.on('error', () => {});
  const statements = JSON.parse(DESK_SQL) as { sql: string; params: unknown[] }[];
  const app = Fastify();
  const filter = z.object({ tab: z.enum(['ours', 'closed']), limit: z.coerce.number().int().min(1).max(200) });
  app.get('/desk', async (request) => {
    filter.parse(request.query);
    return Promise.all(
      statements.map(async ({ sql, params }, n) => {
        const { rows } = await desk.query({ name: `desk-${n}`, text: sql, values: params });
        return rows;
      }),
    );
  });
  const report = z.object({ title: z.string().min(3).max(120), description: z.string().max(5_000) });
  app.post('/report', async (request) => {
    const { title, description } = report.parse(request.body);
    const id = randomUUID();
    await floor.query({
      name: 'report',
      text: 'insert into floor_report (id, title, description, at) values ($1, $2, $3, now())',
      values: [id, title, description],
    });
    return { id };
  });
  const streams = new Set<ServerResponse>();
  const listener = new pg.Client({ connectionString: FLOOR_DATABASE_URL });
  await listener.connect();
  await listener.query('listen told');
  listener.on('notification', ({ payload }) => {
    for (const stream of streams) stream.write(`data: ${payload}\n\n`);
  });
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write('data: {"id":""}\n\n');
    streams.add(reply.raw);
    reply.raw.on('close', () => streams.delete(reply.raw));
  });
  app.post('/tell', async (request) => {
    const { id } = z.object({ id: z.uuid() }).parse(request.body);
    await floor.query("select pg_notify('told', $1)", [JSON.stringify({ id })]);
    return { id };
  });
  await app.listen({ host: '127.0.0.1', port: Number(PORT) });
  const stop = () => process.exit(0);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
