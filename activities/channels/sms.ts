import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import { type Channel, type Delivery, Pause } from './channel.ts';

/** A text as it goes out. */
export interface Sms {
  /** E.164, e.g. `+491701234567`. */
  to: string;
  text: string;
  /** Where the provider reports what became of it. */
  statusCallback: string;
}

/** The account at the provider; `baseUrl` replaces its address where another one plays it. */
export interface SmsAccount {
  accountSid: string;
  authToken: string;
  from: string;
  baseUrl?: string | undefined;
}

const LONGEST_MS = 15_000;

/** Twilio's client has no setting for its address. */
class AddressedClient extends RequestClient {
  private readonly baseUrl: string | undefined;

  constructor(baseUrl: string | undefined) {
    super({ timeout: LONGEST_MS, autoRetry: false });
    this.baseUrl = baseUrl;
  }

  override request<Body>(options: RequestClient.RequestOptions<Body>) {
    if (this.baseUrl === undefined) return super.request(options);
    const { pathname, search } = new URL(options.uri);
    return super.request({ ...options, uri: new URL(pathname + search, this.baseUrl).href });
  }
}

/** Texts to mobiles. They cost money: `send` says 'unclear' whenever the provider may have taken one. */
export function smsChannel({ accountSid, authToken, from, baseUrl }: SmsAccount): Channel<Sms> {
  const client = twilio(accountSid, authToken, { httpClient: new AddressedClient(baseUrl) });
  const pause = new Pause();
  return {
    name: 'sms',
    lanes: 2,
    longestMs: LONGEST_MS,
    awayUntil: () => pause.end,
    doubtful: () => pause.doubtful,
    async send({ to, text, statusCallback }) {
      let delivery: Delivery;
      try {
        const { sid } = await client.messages.create({ to, from, body: text, statusCallback });
        delivery = { outcome: 'sent', providerId: sid };
      } catch (error) {
        delivery = failureOf(error);
      }
      if (delivery.outcome === 'away') pause.grow();
      else if (delivery.outcome !== 'unclear') pause.clear();
      return delivery;
    },
    close: () => {},
  };
}

/** Codes under which the request never reached the provider. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function failureOf(error: unknown): Delivery {
  const { status, code } = error as { status?: number; code?: number | string };
  const detail = `${status ?? ''} ${code ?? ''}`.trim() || 'error';
  if (typeof code === 'string' && NOT_REACHED.has(code)) return { outcome: 'away', detail };
  if (status === 429 || status === 401 || status === 403) return { outcome: 'away', detail };
  if (status !== undefined && status >= 400 && status < 500) return { outcome: 'refused', detail };
  return { outcome: 'unclear', detail };
}
