import { m } from '../../../.build/i18n/messages.js';
import { sayPlace } from '../ticket/place.ts';
import type { Appointment } from './queries.ts';

/** Who comes. */
export const titleOf = (each: Appointment): string =>
  each.visitor ? m.visit_calendar({ name: each.visitor }) : (each.contractor ?? m.desk_cal_without_contractor());

/** Where to. */
export const placeOf = (each: Appointment): string => sayPlace(each.street, each.unit ? { number: each.unit } : null);
