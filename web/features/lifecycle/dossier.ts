import { m } from '../../../.build/i18n/messages.js';
import { locale } from '../../ui/locale.ts';
import type { MenuItem } from '../../ui/Menu.tsx';

/** The entries of a menu with which the office takes the dossier of a ticket or project out of the house. */
export function dossierItems(noun: 'tickets' | 'projects', id: string): MenuItem[] {
  const take = (ending: 'pdf' | 'json', scope: 'whole' | 'outside') =>
    window.location.assign(`/api/${noun}/${id}/dossier.${ending}?scope=${scope}&locale=${locale()}`);
  return [
    { heading: m.ticket_dossier() },
    { label: m.ticket_dossier_whole(), icon: 'document', onSelect: () => take('pdf', 'whole') },
    { label: m.ticket_dossier_outside(), icon: 'document', onSelect: () => take('pdf', 'outside') },
    { label: m.ticket_dossier_json(), icon: 'document', onSelect: () => take('json', 'whole') },
  ];
}
