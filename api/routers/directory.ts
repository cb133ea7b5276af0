import { z } from 'zod';
import { contactOf, keepContact } from '../../db/queries/contact.ts';
import { contractorRows, employeeRows, placesByText, propertyRows } from '../../db/queries/directory.ts';
import { contact } from '../../domain/contact.ts';
import { DomainError } from '../../domain/errors.ts';
import { employee, mayWorkOn } from '../../domain/rights.ts';
import { actorIn, propertiesIn, rightsIn } from '../master-data.ts';
import { procedure, router } from '../trpc.ts';

const keepers = employee('masterData');

export const directoryRouter = router({
  /** The firms and caretakers that orders can go to; with a property, what that one wishes of them. */
  contractors: procedure(employee())
    .input(z.object({ propertyId: z.uuid().nullable().default(null) }).default({ propertyId: null }))
    .query(({ ctx, input: { propertyId } }) => {
      if (propertyId && !mayWorkOn(rightsIn(ctx), propertyId)) throw new DomainError('notFound');
      return contractorRows(ctx.workspace, propertyId);
    }),

  /** The properties that the caller works on. */
  properties: procedure(employee()).query(({ ctx }) => propertyRows(ctx.workspace, rightsIn(ctx))),

  /** The active employees, for forwarding. */
  employees: procedure(employee()).query(({ ctx }) => employeeRows(ctx.workspace)),

  /** Where somebody is reached. */
  contact: procedure(keepers)
    .input(z.object({ personId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const found = await contactOf(ctx.workspace, propertiesIn(ctx, 'masterData'), input.personId);
      if (!found) throw new DomainError('notFound');
      return found;
    }),

  /** Enters the addresses of a person or firm. */
  setContact: procedure(keepers)
    .input(contact.safeExtend({ personId: z.uuid() }))
    .mutation(({ ctx, input: { personId, ...given } }) => {
      const properties = propertiesIn(ctx, 'masterData');
      return keepContact(ctx.workspace, properties, personId, given, actorIn(ctx));
    }),

  /** Units by a part of their address, for reports on somebody's behalf. */
  places: procedure(employee())
    .input(z.object({ text: z.string().trim().max(100).default('') }))
    .query(({ ctx, input }) => placesByText(ctx.workspace, rightsIn(ctx), input.text)),

  /** Who lives in a unit today, for reports on their behalf. */
  residents: procedure(employee())
    .input(z.object({ unitId: z.uuid() }))
    .query(({ ctx, input }) =>
      ctx.workspace.query<{ id: string; name: string; role: string }>(
        `select distinct on (p.id) p.id, trim(p.given_name || ' ' || p.family_name) as name, x.role from (
           select person_id, role, valid_from, valid_until, unit_id from tenancy
           union all select person_id, 'owner', valid_from, valid_until, unit_id from ownership
         ) x join person p on p.id = x.person_id join unit u on u.id = x.unit_id join building b on b.id = u.building_id
         where x.unit_id = $1 and daterange(x.valid_from, x.valid_until, '[]') @> berlin_today()
           and ($2::uuid[] is null or b.property_id = any($2::uuid[]))`,
        [input.unitId, rightsIn(ctx).allProperties ? null : [...rightsIn(ctx).propertyIds]],
      ),
    ),
});
