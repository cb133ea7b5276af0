import { describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/parties.ts';
import { check as checkTicket } from '../../domain/ticket/check.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { check as checkOrder } from '../../domain/workOrder/check.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
import {
  anna,
  idOf,
  monday,
  neighbour,
  passerBy,
  plumber,
  report,
  resident,
  roofer,
  Story,
  slot,
  uuid,
  whom,
} from './given.ts';

const leak = uuid(11);
const repair = uuid(21);
const visit = uuid(31);
const first = slot(1, monday, 72);
const second = slot(2, monday, 96);

/** What led to each phase of a ticket and its order, in the order in which a repair passes through them. */
const course: Record<string, (story: Story) => void> = {
  'not there': () => {},
  new: (s) => s.ticket(leak, resident, report()),
  open: (s) => s.ticket(leak, anna, { type: 'accept' }),
  offered: (s) => s.place(repair, [leak], { visits: { [leak]: visit } }),
  accepted: (s) => s.order(repair, plumber, { type: 'accept' }),
  proposed: (s) => s.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots: [first, second] }),
  countered: (s) => s.order(repair, resident, { type: 'counterSlots', appointment: visit, slots: [first] }),
  agreed: (s) => s.order(repair, plumber, { type: 'pickSlot', appointment: visit, slot: first.id }),
  visited: (s) => s.hours(75),
  returned: (s) => s.order(repair, plumber, { type: 'complete', result: 'partial' }),
  done: (s) => {
    s.order(repair, anna, { type: 'continue' });
    s.order(repair, plumber, { type: 'complete', result: 'done' });
  },
  lapsed: (s) => {
    while (s.t(leak).phase === 'confirming') s.hours(24);
  },
  disputed: (s) => s.ticket(leak, resident, { type: 'dispute' }),
  closed: (s) => s.ticket(leak, anna, { type: 'acceptWork' }),
};

/** The story told up to a phase. */
function upTo(phase: string): Story {
  const story = new Story();
  for (const [name, step] of Object.entries(course)) {
    step(story);
    if (name === phase) break;
  }
  story.forget();
  return story;
}

/** A table as text, its columns aligned, to be read as one. */
function table(columns: string[], rows: [name: string, cells: string[]][]): string {
  const all = [['', ...columns], ...rows.map(([name, cells]) => [name, ...cells])];
  const widths = all[0]?.map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0))) ?? [];
  return `\n${all
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

const ticketPhases = {
  new: 'new',
  open: 'open',
  ordered: 'agreed',
  confirming: 'done',
  acceptance: 'lapsed',
  disputed: 'disputed',
  closed: 'closed',
};
const ticketCommands: Record<string, TicketCommand> = {
  report: report(),
  accept: { type: 'accept' },
  reject: { type: 'reject', reason: 'other' },
  'forward to the owner': { type: 'forward', to: { role: 'owner' } },
  'forward to a colleague': { type: 'forward', to: { role: 'employee', id: uuid(2) } },
  'ask the owner': { type: 'ask', to: { role: 'owner' } },
  'ask the management': { type: 'ask', to: { role: 'management' } },
  'answer what nobody asked': { type: 'answer', question: uuid(99) },
  'note, internal': { type: 'note', visibility: 'internal' },
  'note, visible': { type: 'note', visibility: 'visible' },
  'set urgency': { type: 'setUrgency', urgency: 'urgent' },
  confirm: { type: 'confirm' },
  dispute: { type: 'dispute' },
  'accept work': { type: 'acceptWork' },
  'demand rework': { type: 'demandRework', order: repair },
  'close as done': { type: 'close', outcome: 'done' },
  'close as not needed': { type: 'close', outcome: 'notNeeded' },
  withdraw: { type: 'withdraw' },
  reopen: { type: 'reopen' },
};

function ticketTable(actor: Actor): string {
  const states = Object.entries(ticketPhases).map(([phase, story]) => {
    const state = upTo(story).t(leak);
    expect(state.phase).toBe(phase);
    return state;
  });
  return table(
    ['not there', ...Object.keys(ticketPhases)],
    Object.entries(ticketCommands).map(([name, command]) => [
      name,
      [null, ...states].map((state) => checkTicket(state, { id: uuid(77), actor, at: monday, command }) ?? 'ok'),
    ]),
  );
}

const orderPhases = ['offered', 'accepted', 'proposed', 'countered', 'agreed', 'visited', 'returned', 'done', 'closed'];
const late = slot(3, monday, 1000);
const orderCommands: Record<string, OrderCommand> = {
  place: {
    type: 'place',
    policy: 1,
    urgency: 'normal',
    federalState: 'BW',
    tickets: [leak],
    contractors: [uuid(6)],
    appointments: [],
  },
  accept: { type: 'accept' },
  decline: { type: 'decline', reason: 'other' },
  offer: { type: 'offer', contractors: [idOf(roofer)] },
  ask: { type: 'ask' },
  'answer what nobody asked': { type: 'answer', question: uuid(99) },
  'propose slots': { type: 'proposeSlots', appointment: visit, slots: [late] },
  'propose a past slot': { type: 'proposeSlots', appointment: visit, slots: [slot(4, monday, -1)] },
  'propose for another': { type: 'proposeSlots', appointment: uuid(99), slots: [late] },
  'pick the first': { type: 'pickSlot', appointment: visit, slot: first.id },
  'pick the second': { type: 'pickSlot', appointment: visit, slot: second.id },
  'counter slots': { type: 'counterSlots', appointment: visit, slots: [late] },
  'move appointment': { type: 'moveAppointment', appointment: visit },
  'miss appointment': { type: 'missAppointment', appointment: visit, absent: 'dwelling' },
  'new round': { type: 'newRound', appointment: visit },
  'complete: done': { type: 'complete', result: 'done' },
  'complete: impossible': { type: 'complete', result: 'impossible' },
  continue: { type: 'continue' },
  'accept work': { type: 'acceptWork' },
  cancel: { type: 'cancel' },
};

function orderTable(actor: Actor): string {
  const stories = orderPhases.map(upTo);
  return table(
    ['not there', ...orderPhases],
    Object.entries(orderCommands).map(([name, command]) => [
      name,
      [null, ...stories].map(
        (story) =>
          checkOrder(story?.o(repair) ?? null, { id: uuid(77), actor, at: story?.now ?? monday, command }) ?? 'ok',
      ),
    ]),
  );
}

describe('who may do what to a ticket', () => {
  it('the management', () =>
    expect(ticketTable(anna)).toMatchInlineSnapshot(`
    "
                              not there  new                open               ordered            confirming         acceptance         disputed           closed
    report                    ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
    accept                    notFound   ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    reject                    notFound   ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    forward to the owner      notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    forward to a colleague    notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    ask the owner             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    ask the management        notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    note, internal            notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    note, visible             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    set urgency               notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    confirm                   notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      closed
    dispute                   notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      closed
    accept work               notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 ok                 closed
    demand rework             notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 ok                 closed
    close as done             notFound   ok                 ok                 notAllowedNow      ok                 ok                 ok                 closed
    close as not needed       notFound   ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    withdraw                  notFound   ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    reopen                    notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok
    "
  `));
  it('the resident who reported it', () =>
    expect(ticketTable(resident)).toMatchInlineSnapshot(`
    "
                              not there  new                open               ordered            confirming         acceptance         disputed           closed
    report                    ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
    accept                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    reject                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to the owner      notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to a colleague    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the owner             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the management        notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    note, internal            notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    note, visible             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    set urgency               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    confirm                   notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      closed
    dispute                   notFound   notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      closed
    accept work               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    demand rework             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as done             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as not needed       notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    withdraw                  notFound   ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    reopen                    notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok
    "
  `));
  it('another person', () =>
    expect(ticketTable(neighbour)).toMatchInlineSnapshot(`
    "
                              not there  new                open               ordered            confirming         acceptance         disputed           closed
    report                    ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
    accept                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    reject                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to the owner      notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to a colleague    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the owner             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the management        notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    note, internal            notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    note, visible             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    set urgency               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    confirm                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    dispute                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    accept work               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    demand rework             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as done             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as not needed       notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    withdraw                  notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    reopen                    notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok
    "
  `));
  it('the contractor', () =>
    expect(ticketTable(plumber)).toMatchInlineSnapshot(`
    "
                              not there  new                open               ordered            confirming         acceptance         disputed           closed
    report                    ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
    accept                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    reject                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to the owner      notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    forward to a colleague    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the owner             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    ask the management        notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    note, internal            notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    note, visible             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
    set urgency               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    confirm                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    dispute                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    accept work               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    demand rework             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as done             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    close as not needed       notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    withdraw                  notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
    reopen                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden
    "
  `));
  it('somebody with a proven address who did not report it', () =>
    expect(ticketTable(passerBy)).toMatchInlineSnapshot(`
      "
                                not there  new                open               ordered            confirming         acceptance         disputed           closed
      report                    ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
      accept                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      reject                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      forward to the owner      notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      forward to a colleague    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      ask the owner             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      ask the management        notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
      answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
      note, internal            notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      note, visible             notFound   ok                 ok                 ok                 ok                 ok                 ok                 closed
      set urgency               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      confirm                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      dispute                   notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      accept work               notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      demand rework             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      close as done             notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      close as not needed       notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      withdraw                  notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          closed
      reopen                    notFound   forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden
      "
    `));
});

describe('who may do what to an order', () => {
  it('the management', () =>
    expect(orderTable(anna)).toMatchInlineSnapshot(`
    "
                              not there  offered            accepted           proposed           countered          agreed             visited            returned           done               closed
    place                     ok         conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange  conflictingChange
    accept                    notFound   ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    decline                   notFound   ok                 ok                 ok                 ok                 ok                 ok                 notAllowedNow      notAllowedNow      closed
    offer                     notFound   ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok                 notAllowedNow      closed
    ask                       notFound   ok                 ok                 ok                 ok                 ok                 ok                 ok                 ok                 closed
    answer what nobody asked  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    propose slots             notFound   notAllowedNow      ok                 ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    propose a past slot       notFound   notAllowedNow      slotPast           slotPast           slotPast           notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    propose for another       notFound   notFound           notFound           notFound           notFound           notFound           notFound           notFound           notFound           closed
    pick the first            notFound   notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    pick the second           notFound   notAllowedNow      notAllowedNow      ok                 slotUnknown        slotTaken          slotTaken          notAllowedNow      notAllowedNow      closed
    counter slots             notFound   notAllowedNow      ok                 ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    move appointment          notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 notAllowedNow      notAllowedNow      closed
    miss appointment          notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok                 notAllowedNow      notAllowedNow      closed
    new round                 notFound   notAllowedNow      ok                 ok                 ok                 notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      closed
    complete: done            notFound   notAllowedNow      ok                 ok                 ok                 ok                 ok                 notAllowedNow      notAllowedNow      closed
    complete: impossible      notFound   notAllowedNow      ok                 ok                 ok                 ok                 ok                 notAllowedNow      notAllowedNow      closed
    continue                  notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok                 notAllowedNow      closed
    accept work               notFound   notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      notAllowedNow      ok                 ok                 closed
    cancel                    notFound   ok                 ok                 ok                 ok                 ok                 ok                 ok                 ok                 closed
    "
  `));
  it('the contractor whose turn it is', () =>
    expect(orderTable(plumber)).toMatchInlineSnapshot(`
      "
                                not there  offered        accepted       proposed       countered      agreed         visited        returned       done           closed
      place                     forbidden  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
      accept                    notFound   ok             notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      decline                   notFound   ok             ok             ok             ok             ok             ok             notAllowedNow  notAllowedNow  closed
      offer                     notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      ask                       notFound   ok             ok             ok             ok             ok             ok             ok             ok             closed
      answer what nobody asked  notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      propose slots             notFound   notAllowedNow  ok             ok             ok             notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      propose a past slot       notFound   notAllowedNow  slotPast       slotPast       slotPast       notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      propose for another       notFound   notFound       notFound       notFound       notFound       notFound       notFound       notFound       notFound       closed
      pick the first            notFound   notAllowedNow  notAllowedNow  forbidden      ok             notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      pick the second           notFound   notAllowedNow  notAllowedNow  forbidden      slotUnknown    slotTaken      slotTaken      notAllowedNow  notAllowedNow  closed
      counter slots             notFound   notAllowedNow  forbidden      forbidden      forbidden      forbidden      forbidden      notAllowedNow  notAllowedNow  closed
      move appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             ok             notAllowedNow  notAllowedNow  closed
      miss appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             notAllowedNow  notAllowedNow  closed
      new round                 notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      complete: done            notFound   notAllowedNow  ok             ok             ok             ok             ok             notAllowedNow  notAllowedNow  closed
      complete: impossible      notFound   notAllowedNow  ok             ok             ok             ok             ok             notAllowedNow  notAllowedNow  closed
      continue                  notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      accept work               notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      cancel                    notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      "
    `));
  it('another contractor', () =>
    expect(orderTable(roofer)).toMatchInlineSnapshot(`
      "
                                not there  offered      accepted     proposed     countered    agreed       visited      returned     done         closed
      place                     forbidden  forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden
      accept                    notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      decline                   notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      offer                     notFound   forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    closed
      ask                       notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      answer what nobody asked  notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      propose slots             notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      propose a past slot       notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      propose for another       notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      pick the first            notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      pick the second           notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      counter slots             notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      move appointment          notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      miss appointment          notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      new round                 notFound   forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    closed
      complete: done            notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      complete: impossible      notFound   linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  linkRevoked  closed
      continue                  notFound   forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    closed
      accept work               notFound   forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    closed
      cancel                    notFound   forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    forbidden    closed
      "
    `));
  it('the resident', () =>
    expect(orderTable(resident)).toMatchInlineSnapshot(`
      "
                                not there  offered        accepted       proposed       countered      agreed         visited        returned       done           closed
      place                     forbidden  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
      accept                    notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      decline                   notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      offer                     notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      ask                       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      answer what nobody asked  notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose slots             notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose a past slot       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose for another       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      pick the first            notFound   notAllowedNow  notAllowedNow  ok             forbidden      notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      pick the second           notFound   notAllowedNow  notAllowedNow  ok             forbidden      slotTaken      slotTaken      notAllowedNow  notAllowedNow  closed
      counter slots             notFound   notAllowedNow  ok             ok             ok             notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      move appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             ok             notAllowedNow  notAllowedNow  closed
      miss appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             notAllowedNow  notAllowedNow  closed
      new round                 notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      complete: done            notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      complete: impossible      notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      continue                  notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      accept work               notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      cancel                    notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      "
    `));
  it('somebody with a proven address', () =>
    expect(orderTable(passerBy)).toMatchInlineSnapshot(`
      "
                                not there  offered        accepted       proposed       countered      agreed         visited        returned       done           closed
      place                     forbidden  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
      accept                    notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      decline                   notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      offer                     notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      ask                       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      answer what nobody asked  notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose slots             notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose a past slot       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      propose for another       notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      pick the first            notFound   notAllowedNow  notAllowedNow  ok             forbidden      notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      pick the second           notFound   notAllowedNow  notAllowedNow  ok             forbidden      slotTaken      slotTaken      notAllowedNow  notAllowedNow  closed
      counter slots             notFound   notAllowedNow  ok             ok             ok             notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  closed
      move appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             ok             notAllowedNow  notAllowedNow  closed
      miss appointment          notFound   notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  notAllowedNow  ok             notAllowedNow  notAllowedNow  closed
      new round                 notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      complete: done            notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      complete: impossible      notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      continue                  notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      accept work               notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      cancel                    notFound   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      closed
      "
    `));
});

/** What each act leads to: the timeline with its readers, and who is written to. */
function effects(
  rows: [phase: string, who: string, actor: Actor, command: TicketCommand | OrderCommand, order?: boolean][],
): string {
  return table(
    ['timeline (readers beside the management)', 'messages'],
    rows.map(([phase, who, actor, command, onOrder]) => {
      const story = upTo(phase);
      const at = story.log.length;
      if (onOrder) story.order(repair, actor, command as OrderCommand);
      else story.ticket(leak, actor, command as TicketCommand);
      const told = story.log.slice(at).flatMap(({ outcome }) => outcome.happenings);
      const entries = told.map(({ kind, audience }) => {
        const readers = audience.slice(1).map((reader) => {
          const [role = '', id = ''] = reader.split(':');
          return whom({ role, id });
        });
        return `${kind} (${readers.join(', ')})`;
      });
      return [`${phase}: ${who} ${command.type}`, [entries.join('; '), story.mail().join('; ')]];
    }),
  );
}

describe('what an act leads to', () => {
  it('on a ticket', () => {
    expect(
      effects([
        ['not there', 'resident', resident, report()],
        ['not there', 'resident, emergency,', resident, report({ urgency: 'emergency' })],
        ['not there', "Anna, in nobody's name,", anna, report({ reporter: null })],
        ['new', 'Anna', anna, { type: 'accept' }],
        ['new', 'Anna', anna, { type: 'reject', reason: 'other' }],
        ['new', 'Anna, to the owner,', anna, { type: 'forward', to: { role: 'owner' } }],
        ['new', 'Anna, to a colleague,', anna, { type: 'forward', to: { role: 'employee', id: uuid(2) } }],
        ['new', 'Anna, the resident,', anna, { type: 'ask', to: { role: 'reporter' } }],
        ['new', 'resident', resident, { type: 'ask', to: { role: 'management' } }],
        ['open', 'Anna, internal', anna, { type: 'note', visibility: 'internal' }],
        ['open', 'Anna, visible', anna, { type: 'note', visibility: 'visible' }],
        ['open', 'resident', resident, { type: 'note', visibility: 'visible' }],
        ['agreed', 'plumber', plumber, { type: 'note', visibility: 'visible' }],
        ['open', 'Anna, urgent,', anna, { type: 'setUrgency', urgency: 'urgent' }],
        ['open', 'Anna, emergency,', anna, { type: 'setUrgency', urgency: 'emergency' }],
        ['open', 'Anna', anna, { type: 'close', outcome: 'notNeeded' }],
        ['open', 'resident', resident, { type: 'withdraw' }],
        ['done', 'resident', resident, { type: 'confirm' }],
        ['done', 'Anna', anna, { type: 'confirm' }],
        ['done', 'resident', resident, { type: 'dispute' }],
        ['done', 'Anna', anna, { type: 'acceptWork' }],
        ['disputed', 'Anna', anna, { type: 'demandRework', order: repair }],
        ['closed', 'resident', resident, { type: 'reopen' }],
        ['closed', 'Anna', anna, { type: 'reopen' }],
      ]),
    ).toMatchInlineSnapshot(`
      "
                                                 timeline (readers beside the management)                                              messages
      not there: resident report                 reported (reporter, owner)                                                            reportReceived → reporter
      not there: resident, emergency, report     reported (reporter, owner)                                                            reportReceived → reporter; emergencyReported → onCall
      not there: Anna, in nobody's name, report  reported (reporter, owner)
      new: Anna accept                           accepted (reporter, owner, follower)
      new: Anna reject                           rejected (reporter, owner, follower)                                                  ticketRejected → reporter
      new: Anna, to the owner, forward           forwarded (owner); accepted (reporter, owner, follower)                               ticketForwarded → owner
      new: Anna, to a colleague, forward         forwarded ()                                                                          ticketForwarded → colleague
      new: Anna, the resident, ask               asked (reporter)                                                                      clarificationAsked → reporter
      new: resident ask                          asked (reporter)                                                                      clarificationAsked → management
      open: Anna, internal note                  noted ()
      open: Anna, visible note                   noted (reporter, owner)                                                               noteAdded → reporter
      open: resident note                        noted (reporter, owner)                                                               noteAdded → management
      agreed: plumber note                       noted (reporter, owner, plumber)                                                      noteAdded → management
      open: Anna, urgent, setUrgency             urgencySet (reporter)
      open: Anna, emergency, setUrgency          urgencySet (reporter)                                                                 emergencyReported → onCall
      open: Anna close                           closed (reporter, owner, follower)                                                    ticketClosed → reporter
      open: resident withdraw                    withdrawn (reporter, owner, follower)                                                 ticketClosed → management
      done: resident confirm                     confirmed (reporter, owner, follower, plumber)                                        ticketClosed → management; workAccepted → plumber
      done: Anna confirm                         confirmed (reporter, owner, follower, plumber)                                        ticketClosed → reporter; workAccepted → plumber
      done: resident dispute                     disputed (reporter, owner, follower)                                                  completionDisputed → management
      done: Anna acceptWork                      workAccepted (reporter, owner, follower, plumber)                                     ticketClosed → reporter; workAccepted → plumber
      disputed: Anna demandRework                reworkDemanded (reporter, owner, plumber); orderContinued (reporter, owner, plumber)  reworkDemanded → plumber
      closed: resident reopen                    reopened (reporter, owner, follower)                                                  ticketReopened → management
      closed: Anna reopen                        reopened (reporter, owner, follower)                                                  ticketReopened → reporter
      "
    `);
  });

  it('on an order', () => {
    const slots = [late];
    expect(
      effects([
        ['offered', 'plumber', plumber, { type: 'accept' }, true],
        ['offered', 'plumber', plumber, { type: 'decline', reason: 'tooFar' }, true],
        ['offered', 'Anna', anna, { type: 'offer', contractors: [idOf(roofer)] }, true],
        ['offered', 'plumber', plumber, { type: 'ask' }, true],
        ['offered', 'Anna', anna, { type: 'ask' }, true],
        ['accepted', 'plumber', plumber, { type: 'proposeSlots', appointment: visit, slots }, true],
        ['proposed', 'resident', resident, { type: 'counterSlots', appointment: visit, slots }, true],
        ['proposed', 'resident', resident, { type: 'pickSlot', appointment: visit, slot: first.id }, true],
        ['proposed', 'plumber', plumber, { type: 'decline', reason: 'noCapacity' }, true],
        ['proposed', 'Anna', anna, { type: 'newRound', appointment: visit }, true],
        ['agreed', 'resident', resident, { type: 'moveAppointment', appointment: visit }, true],
        ['agreed', 'plumber', plumber, { type: 'moveAppointment', appointment: visit, slots }, true],
        ['visited', 'resident', resident, { type: 'missAppointment', appointment: visit, absent: 'contractor' }, true],
        ['visited', 'plumber', plumber, { type: 'complete', result: 'done' }, true],
        ['visited', 'plumber', plumber, { type: 'complete', result: 'partial' }, true],
        ['returned', 'plumber', plumber, { type: 'invoice' }, true],
        ['returned', 'Anna', anna, { type: 'continue' }, true],
        ['returned', 'Anna', anna, { type: 'acceptWork' }, true],
        ['agreed', 'Anna', anna, { type: 'cancel' }, true],
      ]),
    ).toMatchInlineSnapshot(`
      "
                                         timeline (readers beside the management)             messages
      offered: plumber accept            orderAccepted (reporter, owner, plumber, follower)   orderAccepted → management
      offered: plumber decline           orderDeclined (plumber); orderOffered (roofer)       orderOffered → roofer; orderDeclined → management
      offered: Anna offer                orderOffered (roofer)                                orderWithdrawn → plumber; orderOffered → roofer
      offered: plumber ask               asked (plumber)                                      clarificationAsked → management
      offered: Anna ask                  asked (plumber)                                      clarificationAsked → plumber
      accepted: plumber proposeSlots     slotsProposed (reporter, owner, plumber)             slotsProposed → reporter
      proposed: resident counterSlots    slotsCountered (reporter, owner, plumber)            slotsCountered → plumber
      proposed: resident pickSlot        appointmentAgreed (reporter, owner, plumber)         appointmentAgreed → reporter; appointmentAgreed → plumber
      proposed: plumber decline          orderDeclined (plumber); orderOffered (roofer)       appointmentCancelled → reporter; orderOffered → roofer; orderDeclined → management
      proposed: Anna newRound            newRound (reporter, owner, plumber)                  proposeSlots → plumber
      agreed: resident moveAppointment   appointmentMoved (reporter, owner, plumber)          appointmentMoved → plumber
      agreed: plumber moveAppointment    appointmentMoved (reporter, owner, plumber)          appointmentMoved → reporter; slotsProposed → reporter
      visited: resident missAppointment  appointmentMissed (reporter, owner, plumber)         appointmentMissed → plumber; appointmentMissed → management
      visited: plumber complete          completed (reporter, owner, plumber, follower)       workCompleted → management; confirmCompletion → reporter
      visited: plumber complete          completed (reporter, owner, plumber, follower)       workCompleted → management
      returned: plumber invoice          invoiceSent (plumber)                                invoiceArrived → management
      returned: Anna continue            orderContinued (reporter, owner, plumber)            reworkDemanded → plumber
      returned: Anna acceptWork          workAccepted (reporter, owner, plumber, follower)    workAccepted → plumber
      agreed: Anna cancel                orderCancelled (reporter, owner, plumber, follower)  appointmentCancelled → reporter; appointmentCancelled → plumber; orderWithdrawn → plumber
      "
    `);
  });
});
