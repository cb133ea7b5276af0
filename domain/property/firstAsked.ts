/** What decides how early a firm is offered for a matter. */
export interface Asked {
  trades: readonly string[];
  /** Beginnings of the postal codes where it comes; none means everywhere. */
  districts: readonly string[];
  /** The property's wish, by trade: the lower the rank, the earlier. */
  preferred: readonly { trade: string; rank: number }[];
  openOrders: number;
}

/** A matter: which trade it asks for, where known, and where it is. */
export interface Matter {
  trade: string | undefined;
  postalCode: string;
}

/** The property's rank for a firm in this trade (in any, where none is known); null where it names it for none. */
export function preferredRank({ preferred }: Pick<Asked, 'preferred'>, { trade }: Matter): number | null {
  const ranks = preferred.filter((one) => trade === undefined || one.trade === trade).map(({ rank }) => rank);
  return ranks.length > 0 ? Math.min(...ranks) : null;
}

/** Whether a firm comes to this place. */
export function comesTo({ districts }: Pick<Asked, 'districts'>, { postalCode }: Matter): boolean {
  return districts.length === 0 || districts.some((district) => postalCode.startsWith(district));
}

/**
 * The order in which firms are offered for a matter: those that the property prefers for the trade, in its own order;
 * then those of the trade that come there; then those of the trade from elsewhere; then the others. Among equals the
 * least busy.
 */
export function firstAsked<Firm extends Asked>(firms: readonly Firm[], matter: Matter): Firm[] {
  const group = (firm: Firm): number => {
    if (preferredRank(firm, matter) !== null) return 0;
    if (matter.trade === undefined || !firm.trades.includes(matter.trade)) return 3;
    return comesTo(firm, matter) ? 1 : 2;
  };
  return firms.toSorted(
    (a, b) =>
      group(a) - group(b) ||
      (preferredRank(a, matter) ?? 0) - (preferredRank(b, matter) ?? 0) ||
      Number(comesTo(b, matter)) - Number(comesTo(a, matter)) ||
      a.openOrders - b.openOrders,
  );
}
