import { createTRPCClient, httpBatchLink, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '../api/router.ts';
import { type DomainErrorCode, isDomainErrorCode } from '../domain/errors.ts';
import type { Entrance } from '../domain/rights.ts';
import { sentencesLoaded } from './refusal-table.ts';
import { locale } from './ui/locale.ts';

/** By which door this page asks: an entrance with its session, or a link that proves itself. */
export type Door = {
  entrance?: Entrance;
  /** The token of an order's or a report's link. */
  link?: string;
  /** The token of the public form's unfinished upload. */
  upload?: string;
};

let door: Door = {};

/** Every request from now on says this door; called by the frame of an area before its first question. */
export function enterBy(next: Door): void {
  door = next;
}

/** The door that requests say now. */
export const currentDoor = (): Readonly<Door> => door;

function headers(): Record<string, string> {
  return {
    'x-locale': locale(),
    ...(door.entrance && { 'x-entrance': door.entrance }),
    ...(door.link && { 'x-link': door.link }),
    ...(door.upload && { 'x-upload': door.upload }),
  };
}

/** The headers with which a request says its door, for the few that are not sent by `api`. */
export const actHeaders = headers;

/** Hands on a failure once its sentence can be said: the first link of every client. */
export const sentenceFirst =
  <Router extends AnyTRPCRouter>(): TRPCLink<Router> =>
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        // Without an answer there is nothing to fetch the sentence from: the page has that one.
        error: (failure) => {
          if (failure.data) void sentencesLoaded().then(() => observer.error(failure));
          else observer.error(failure);
        },
        complete: () => observer.complete(),
      }),
    );

/** All procedures of the product, typed by the server's router; the stream of changes is read by `stream.ts`. */
export const api = createTRPCClient<AppRouter>({
  links: [sentenceFirst(), httpBatchLink({ url: '/api/trpc', headers, maxItems: 10 })],
});

/** What procedures answer: `Answers['tickets']['get']`. */
export type Answers = inferRouterOutputs<AppRouter>;
/** What procedures are asked with. */
export type Questions = inferRouterInputs<AppRouter>;

/** Why something was refused: the code that picks the text, its details, and the field that was wrong. */
export type Refusal = {
  /** Of the server, or `noConnection`: the browser did not reach it. */
  code: DomainErrorCode | 'noConnection';
  details: Readonly<Record<string, unknown>>;
  field?: string | undefined;
};

/**
 * The refusal in an error of the API; `noConnection` when there was no answer at all, `unavailable` when it was none of
 * ours (somebody in between said it), `unexpected` for a fault.
 */
export function refusalIn(error: unknown): Refusal {
  if (error instanceof RefusedUpload) return error.refusal;
  const data = error instanceof TRPCClientError ? (error.data as { domain?: unknown } | null | undefined) : undefined;
  const found = refusalFrom(data?.domain);
  if (found) return found;
  if (!(error instanceof TRPCClientError) || error.data) return { code: 'unexpected', details: {} };
  // However browsers word it, what did not get through is a TypeError.
  return { code: error.cause instanceof TypeError ? 'noConnection' : 'unavailable', details: {} };
}

/**
 * Whether a failure was no answer to what was sent: nobody knows if it arrived, so it is worth sending again, as the same
 * act.
 */
export const isUnanswered = ({ code }: Refusal): boolean =>
  code === 'noConnection' || code === 'unavailable' || code === 'busy' || code === 'unexpected';

/** Whether a question is put once more by itself: only where the first try had no answer. What was refused stays so. */
export const asksAgain = (failures: number, error: unknown): boolean => failures < 1 && isUnanswered(refusalIn(error));

/** The refusal that an answer's `domain` says; undefined when it says none. */
export function refusalFrom(said: unknown): Refusal | undefined {
  if (!said || typeof said !== 'object' || !('code' in said) || !isDomainErrorCode(said.code)) return undefined;
  const details = 'details' in said && said.details && typeof said.details === 'object' ? said.details : {};
  const field = 'field' in said && typeof said.field === 'string' ? said.field : undefined;
  return { code: said.code, details: details as Refusal['details'], field };
}

/** A file that the server did not take. */
export class RefusedUpload extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** The address of a stored file, or of a smaller copy of a picture, for whoever stands at the current door. */
export function fileAddress(id: string, width?: 200 | 400 | 800 | 1600): string {
  const query = new URLSearchParams();
  if (width) query.set('w', String(width));
  if (door.entrance) query.set('entrance', door.entrance);
  if (door.link) query.set('link', door.link);
  if (door.upload) query.set('upload', door.upload);
  const said = query.toString();
  return `/api/files/${id}${said ? `?${said}` : ''}`;
}

/**
 * Sends one file and resolves with its id; `progress` hears shares from 0 to 1. Rejects with `RefusedUpload`. `firm` is for
 * which firm, where it is one's.
 */
export function uploadFile(
  file: Blob,
  progress: (done: number) => void,
  signal: AbortSignal,
  { name = 'photo.jpg', firm }: { name?: string; firm?: string | null | undefined } = {},
): Promise<string> {
  // fetch tells nothing about how far an upload is.
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append('file', file, name);
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) progress(loaded / total);
    };
    const refuse = (refusal: Refusal) => void sentencesLoaded().then(() => reject(new RefusedUpload(refusal)));
    request.onerror = () => reject(new RefusedUpload({ code: 'noConnection', details: {} }));
    request.onabort = () => reject(new DOMException('upload was taken back', 'AbortError'));
    request.onload = () => {
      const answer = request.response as { id?: string; error?: { data?: { domain?: unknown } } } | null;
      if (request.status === 201 && answer?.id) resolve(answer.id);
      else refuse(refusalFrom(answer?.error?.data?.domain) ?? { code: 'unexpected', details: {} });
    };
    request.open('POST', firm ? `/api/files?firm=${firm}` : '/api/files');
    request.responseType = 'json';
    for (const [header, value] of Object.entries(headers())) request.setRequestHeader(header, value);
    request.send(body);
  });
}
