import { type ErasurePlan, planErasure } from '../../domain/privacy/retention.ts';
import type { Query } from '../pool.ts';
import { itemsOf } from './items.ts';
import { holdsOf } from './requests.ts';

/** What may go of a person today, and what stays; `asked` is the day on which erasure was asked for (today, if nobody has). */
export async function erasurePlanOf(
  q: Query,
  personId: string,
  { asked, mentions }: { asked: string | null; mentions: readonly string[] },
): Promise<ErasurePlan> {
  const [now] = await q<{ today: string }>('select berlin_today()::text as today');
  const today = now?.today ?? '';
  const [items, holds] = [await itemsOf(q, personId, mentions), await holdsOf(q, personId)];
  return planErasure(items, { holds, today, asked: asked ?? today });
}
