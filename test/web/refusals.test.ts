import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { isUnanswered, RefusedUpload, refusalIn } from '../../web/api.ts';
import { sayFailure } from '../../web/refusals.ts';

/** How the client of the API hands on what the browser's `fetch` failed with. */
const failed = (cause: Error) => TRPCClientError.from(cause);

describe('what could not be sent', () => {
  test('for lack of a connection says so, whatever the browser calls it', () => {
    for (const words of ['Failed to fetch', 'Load failed', 'NetworkError when attempting to fetch resource.'])
      expect(refusalIn(failed(new TypeError(words))).code).toBe('noConnection');
    expect(sayFailure(failed(new TypeError('Failed to fetch')))).toContain('Verbindung');
    expect(sayFailure(new RefusedUpload({ code: 'noConnection', details: {} }))).toContain('Verbindung');
  });

  test('though somebody in between answered does not speak of the connection', () => {
    const error = failed(new SyntaxError('Unexpected token < in JSON at position 0'));
    expect(refusalIn(error).code).toBe('unavailable');
    expect(sayFailure(error)).not.toContain('Verbindung');
  });

  test('stays the same act when it is sent again, whether it arrived or not', () => {
    for (const cause of [new TypeError('Failed to fetch'), new SyntaxError('Unexpected token <')])
      expect(isUnanswered(refusalIn(failed(cause)))).toBe(true);
  });
});
