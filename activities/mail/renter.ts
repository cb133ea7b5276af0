import { nameOf } from '../../db/queries/known-people.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import type { Locale, MessageContext, RenterName } from './letter.ts';

interface Row {
  id: string;
  template: RenterName;
  report: string;
  createdAt: Instant;
  name: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
  place: string;
  reason: string;
}

/**
 * What messages tell owners about the office's decision on their renter, by message id. They name the flat and not the
 * renter: who it was about is forgotten by then, and stands in the portal where it counts.
 */
export async function loadRenterContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, m.template, r.id as report, m.created_at as "createdAt", ${nameOf('p')} as name, p.email, p.mobile,
       p.locale, concat_ws(', ', b.street, u.number, nullif(u.position, '')) as place, r.reason
     from message m join renter_report r on r.id = m.subject_id join person p on p.id = m.recipient_id
     join unit u on u.id = r.unit_id join building b on b.id = u.building_id
     where m.id = any($1::uuid[]) and m.noun = 'renterReport' and r.state in ('applied', 'rejected')`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...aboutNothing,
        ...addressed(workspace, row),
        reader: 'resident',
        facts: {},
        place: row.place,
        words: row.reason,
        until: null,
        code: null,
        url: `${address}/meine/wohnungen`,
        address,
        thread: row.report,
      },
    ]),
  );
}
