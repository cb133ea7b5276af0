import { useLocation, useNavigate } from '@solidjs/router';
import type { Accessor } from 'solid-js';
import type { DeskView } from '../../../domain/desk/schema.ts';
import { addressOf, viewIn } from './address.ts';

/** The desk's view as its address says it, and the ways to change it. */
export function useDeskView(): {
  view: Accessor<DeskView>;
  /** The id of the saved view that was gone to. */
  saved: Accessor<string | null>;
  change: (part: Partial<DeskView>, quietly?: boolean) => void;
  reset: () => void;
} {
  const location = useLocation();
  const navigate = useNavigate();
  const query = () => new URLSearchParams(location.search);
  const view = () => viewIn(query());
  const saved = () => query().get('sicht');
  const change = (part: Partial<DeskView>, quietly = false) =>
    navigate(addressOf({ ...view(), ...part }, saved()), { replace: quietly, scroll: false });
  return { view, saved, change, reset: () => navigate(addressOf({ tab: view().tab, columns: view().columns })) };
}
