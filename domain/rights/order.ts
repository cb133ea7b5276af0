import type { Audience } from '../lifecycle/outcome.ts';
import type { Actor } from '../parties.ts';
import { actorFor, actorOf, mayWorkOn, type Viewer } from '../rights.ts';

/** Who has to do with an order. */
export type OrderFacts = {
  readonly id: string;
  readonly propertyId: string;
  readonly contractorId: string | null;
  /** What it may cost at most, in cents; null when nobody has said. */
  readonly limitCents: number | null;
};

/** As whom a viewer may look at an order. Residents see its appointments through their ticket, not the order. */
export function orderAudiences(viewer: Viewer, order: OrderFacts): Audience[] {
  const mine: Audience[] = order.contractorId === null ? [] : [`contractor:${order.contractorId}`];
  switch (viewer.kind) {
    case 'employee':
      return mayWorkOn(viewer.rights, order.propertyId) ? ['management'] : [];
    case 'contractor':
      return order.contractorId !== null && viewer.contractorIds.includes(order.contractorId) ? mine : [];
    case 'orderLink':
      return viewer.orderId === order.id && viewer.contractorId === order.contractorId ? mine : [];
    default:
      return [];
  }
}

/** Under which name a viewer acts on an order: who belongs to several firms as the one that has it. */
export function orderActor(
  viewer: Viewer,
  { contractorId }: OrderFacts,
): Exclude<Actor, { kind: 'system' }> | undefined {
  return (contractorId === null ? undefined : actorFor(viewer, contractorId)) ?? actorOf(viewer);
}
