import type { Query } from './pool.ts';

/**
 * Counts a try before it is looked at. Resolves to null when it may be made, else to the seconds that are still to be
 * waited: after the third failure two, then doubling, 15 minutes at most; a day without one forgets them. The key names
 * account and address together, so that a stranger who guesses slows down only themselves.
 */
export async function countTry(
  q: Query,
  table: 'sign_in_failure' | 'operator_failure',
  key: Buffer,
): Promise<number | null> {
  const counted = await q(
    `insert into ${table} as f (key, failures, next_at) values ($1, 1, now())
     on conflict (key) do update set
       failures = case when f.next_at < now() - interval '1 day' then 1 else f.failures + 1 end,
       next_at = case when f.next_at < now() - interval '1 day' or f.failures < 2 then now()
         else now() + make_interval(secs => least(900, 2 ^ (f.failures - 1))) end
     where f.next_at <= now()
     returning failures`,
    [key],
  );
  if (counted.length > 0) return null;
  const [waiting] = await q<{ seconds: number }>(
    `select greatest(1, ceil(extract(epoch from next_at - now())))::int as seconds from ${table} where key = $1`,
    [key],
  );
  return waiting?.seconds ?? 1;
}

/** Forgets the failures: the try was right. */
export async function forgetTries(q: Query, table: 'sign_in_failure' | 'operator_failure', key: Buffer): Promise<void> {
  await q(`delete from ${table} where key = $1`, [key]);
}
