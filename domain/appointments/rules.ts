import { z } from 'zod';
import type { DomainErrorCode } from '../errors.ts';
import type { Party } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';

/** A span of time that somebody offers. */
export const slot = z.object({ id: z.uuid(), starts: z.iso.datetime(), ends: z.iso.datetime() });
export type Slot = z.infer<typeof slot>;

/** One or more slots, as an offer carries them. DOMAIN: ideally three. */
export const slots = z.array(slot).min(1).max(6);

/** Where an appointment stands. */
export const appointmentStatuses = ['open', 'proposed', 'countered', 'agreed', 'held', 'missed', 'cancelled'] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/**
 * One visit to one dwelling. `sequence` rises with each change of the date, as calendar files need it (RFC 5546);
 * `round` counts how often dates had to be offered anew.
 */
export interface Appointment {
  id: string;
  ticket: string;
  /** Other tickets of the same dwelling, which the same visit is for. */
  also?: string[];
  /** How often the dwelling stayed silent until its period was over. */
  silences?: number;
  /** Who opens the door: mostly the ticket's reporter, the management where nobody lives. */
  with: Party;
  status: AppointmentStatus;
  slots: Slot[];
  picked: Slot | null;
  sequence: number;
  round: number;
}

/** The tickets that a visit is for. */
export function ticketsOf({ ticket, also }: Pick<Appointment, 'ticket' | 'also'>): string[] {
  return also ? [ticket, ...also] : [ticket];
}

/** A visit that still needs a date. */
export function newAppointment(id: string, ticket: string, dwelling: Party, also: string[] = []): Appointment {
  return {
    id,
    ticket,
    ...(also.length > 0 && { also }),
    with: dwelling,
    status: 'open',
    slots: [],
    picked: null,
    sequence: 0,
    round: 1,
  };
}

/** Longest time ahead that a slot may lie: a year. */
const HORIZON_DAYS = 366;

/** What is wrong with offered slots: in the past, turned around, longer than a day, more than a year ahead, twice. */
export function checkSlots(offered: Slot[], now: Instant): DomainErrorCode | null {
  const horizon = new Date(Date.parse(now) + HORIZON_DAYS * 86_400_000).toISOString();
  const seen = new Set<string>();
  for (const { starts, ends } of offered) {
    if (starts <= now) return 'slotPast';
    const length = Date.parse(ends) - Date.parse(starts);
    if (!(length > 0) || length > 86_400_000 || starts > horizon) return 'badInput';
    if (seen.has(starts)) return 'slotTwice';
    seen.add(starts);
  }
  return null;
}

/** Whether this slot can be picked now: offered, and still to come. */
export function checkPick(appointment: Appointment, slotId: string, now: Instant): DomainErrorCode | null {
  const picked = appointment.slots.find((offered) => offered.id === slotId);
  if (!picked) return 'slotUnknown';
  return picked.starts <= now ? 'slotPast' : null;
}

/** The appointment with new slots, offered by the contractor or asked for by the dwelling. */
export function offerSlots(appointment: Appointment, by: 'contractor' | 'dwelling', offered: Slot[]): Appointment {
  const moved = appointment.status === 'agreed';
  return {
    ...appointment,
    status: by === 'contractor' ? 'proposed' : 'countered',
    slots: [...offered].sort((a, b) => (a.starts < b.starts ? -1 : 1)),
    picked: null,
    sequence: appointment.sequence + (moved ? 1 : 0),
  };
}

/** The appointment with its date. */
export function agree(appointment: Appointment, slotId: string): Appointment {
  const picked = appointment.slots.find((offered) => offered.id === slotId);
  if (!picked) throw new RangeError('slot not offered');
  return { ...appointment, status: 'agreed', picked, sequence: appointment.sequence + 1 };
}

/** The appointment without a date, to be offered anew in a further round. */
export function nextRound(appointment: Appointment): Appointment {
  const { sequence, round, picked, status } = appointment;
  return {
    ...appointment,
    status: 'open',
    slots: [],
    picked: null,
    sequence: sequence + (picked && status !== 'cancelled' ? 1 : 0),
    round: round + 1,
  };
}
