import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

type Answer = { status: number; cookie: string | undefined; text: string };

/** Sends one request over a kept connection. */
export function send(
  url: string,
  how: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: how.method, agent, headers: how.headers ?? {} }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0]?.split(';')[0], text }),
      );
    });
    sent.on('error', reject);
    sent.end(how.body);
  });
}

/** Somebody who is signed in and calls procedures as a browser does. */
export class Visitor {
  readonly #webUrl: string;
  readonly #headers: Record<string, string>;

  /** What says who asks, for requests of another kind (streams). */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  private constructor(webUrl: string, headers: Record<string, string>) {
    this.#webUrl = webUrl;
    this.#headers = headers;
  }

  /** Signs in by password. */
  static async signIn(webUrl: string, entrance: string, email: string, password: string): Promise<Visitor> {
    const body = JSON.stringify({ entrance, email, password });
    const headers = { origin: webUrl, 'content-type': 'application/json' };
    const { cookie, text } = await send(`${webUrl}/api/trpc/session.signIn`, { method: 'POST', headers, body });
    if (cookie === undefined) throw new Error(`nobody could sign in: ${text.slice(0, 300)}`);
    return new Visitor(webUrl, { origin: webUrl, cookie, 'x-entrance': entrance });
  }

  /** Somebody else, who holds a mailed link and is signed in nowhere. */
  withLink(link: string): Visitor {
    return new Visitor(this.#webUrl, { origin: this.#webUrl, 'x-link': link });
  }

  /** Calls a mutation. Rejects when it is refused. */
  async act<Data = Record<string, unknown>>(procedure: string, input: unknown): Promise<Data> {
    const headers = { ...this.#headers, 'content-type': 'application/json' };
    const answer = await send(`${this.#webUrl}/api/trpc/${procedure}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    });
    if (answer.status !== 200) throw new Error(`${procedure}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return (JSON.parse(answer.text) as { result: { data: Data } }).result.data;
  }

  /** Calls a query and gives the answer's text. Rejects when it is refused. */
  async ask(procedure: string, input: unknown): Promise<string> {
    const url = `${this.#webUrl}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const answer = await send(url, { method: 'GET', headers: this.#headers });
    if (answer.status !== 200) throw new Error(`${procedure}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.text;
  }
}

/** Does `work` so many times, so many at once; gives the seconds it took. */
export async function repeat(times: number, atOnce: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < times) {
      const n = next;
      next += 1;
      await work(n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (performance.now() - began) / 1_000;
}
