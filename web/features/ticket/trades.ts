import { m } from '../../../.build/i18n/messages.js';
import type { Trade } from '../../../domain/report/categories.ts';

const words: Record<Trade, () => string> = {
  plumbing: () => m.ticket_trade_plumbing(),
  heating: () => m.ticket_trade_heating(),
  electrics: () => m.ticket_trade_electrics(),
  locks: () => m.ticket_trade_locks(),
  lift: () => m.ticket_trade_lift(),
  windows: () => m.ticket_trade_windows(),
  roof: () => m.ticket_trade_roof(),
  painting: () => m.ticket_trade_painting(),
  cleaning: () => m.ticket_trade_cleaning(),
  garden: () => m.ticket_trade_garden(),
  caretaker: () => m.ticket_trade_caretaker(),
};

/** A trade as people say it; one that a workspace has named itself stays as it is. */
export const sayTrade = (trade: string): string => words[trade as Trade]?.() ?? trade;
