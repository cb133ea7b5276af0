import { m } from '../../../.build/i18n/messages.js';
import type { Stage } from '../../../domain/policy/policy.ts';
import type { TicketView } from './queries.ts';
import type { OpenDialog } from './TicketDialogs.tsx';

/** Something that the office can do on a ticket now: at once, or by a form. */
export type Offered = {
  name: 'accept' | 'acceptWork' | OpenDialog['kind'];
  label: string;
  /** The key that does it. */
  key?: string;
  /** Opens this form; without one the act is done at once. */
  opens?: OpenDialog;
  /** The act that the waiting panel asks for. */
  main?: boolean;
  /** Seldom needed: behind the three dots. */
  rare?: boolean;
};

/** Phases in which an order can still be joined by the ticket. */
const orderable: ReadonlySet<string> = new Set(['new', 'open', 'ordered', 'disputed', 'acceptance']);

const mainOf: Partial<Record<Stage, Offered['name']>> = {
  triage: 'order',
  decide: 'order',
  clarification: 'answer',
  forwarded: 'answer',
  acceptance: 'acceptWork',
  disputed: 'rework',
};

/** The acts on a ticket: those that stand as buttons, and the rare ones behind the three dots; each is in one of the two. */
export function standingActs(ticket: TicketView): { shown: Offered[]; rare: Offered[] } {
  const offered = offeredActs(ticket);
  const usual = offered.filter(({ rare, main }) => main || !rare);
  // Who may do but one or two things sees them, however rare they are for others.
  const shown = usual.length > 0 ? usual : offered.slice(0, 2);
  return { shown, rare: offered.filter((each) => !shown.includes(each)) };
}

/** The acts on a ticket, the one that is asked for first, the rare ones last. */
function offeredActs(ticket: TicketView): Offered[] {
  const may = (type: string) => ticket.acts.includes(type);
  const found: Offered[] = [];
  const ours = ticket.waiting.find(({ on }) => on.us);
  const wanted = ours && mainOf[ours.stage];
  const add = (when: boolean, act: Offered) => {
    const main = askFirst && wanted === 'order' ? act.name === 'approval' : act.name === wanted;
    if (when) found.push({ ...act, main });
  };
  const isNew = ticket.phase === 'new';
  const done = ticket.orders.find(({ phase }) => phase === 'done');
  const approval = ticket.asked.find(({ kind }) => kind === 'approval');
  const questions = ticket.asked.filter(({ kind }) => kind !== 'approval');
  const answerable = questions.find(({ to }) => to.us) ?? questions[0];
  // In a rented flat the owner of separate property decides first: then asking is what is to be done.
  const askFirst = ticket.owner === 'ask' && ticket.approval === null;
  const running = ticket.orders.some(({ phase }) => phase !== 'closed');
  add(may('answer') && answerable?.to.us === true, {
    name: 'answer',
    label: m.ticket_act_answer_ours(),
    opens: { kind: 'answer', question: answerable?.id ?? '' },
  });
  add(may('acceptWork'), { name: 'acceptWork', label: m.ticket_act_accept_work() });
  add(may('demandRework') && done !== undefined, {
    name: 'rework',
    label: m.ticket_act_rework(),
    opens: { kind: 'rework', order: done?.id ?? '' },
  });
  add(may('forward') && orderable.has(ticket.phase) && !done, {
    name: 'order',
    key: 'O',
    label: isNew ? m.ticket_act_accept_order() : running ? m.ticket_act_order_another() : m.ticket_act_order(),
    opens: { kind: 'order' },
    rare: running,
  });
  add(may('seekApproval') && (ticket.owner !== null || ticket.approval !== null), {
    name: 'approval',
    label: m.ticket_act_approval(),
    opens: { kind: 'approval' },
    rare: !askFirst,
  });
  add(may('decideApproval') && approval !== undefined, {
    name: 'decide',
    label: m.ticket_act_decide(),
    opens: { kind: 'decide', question: approval?.id ?? '' },
    rare: true,
  });
  add(may('reopen'), { name: 'reopen', label: m.ticket_act_reopen(), opens: { kind: 'reopen' } });
  add(may('accept'), { name: 'accept', key: 'A', label: m.ticket_act_accept() });
  add(may('ask'), { name: 'ask', key: 'R', label: m.ticket_act_ask(), opens: { kind: 'ask' } });
  add(may('arrangeVisit'), {
    name: 'visit',
    label: m.visit_act(),
    opens: { kind: 'visit' },
    rare: isNew || ticket.visits.some(({ status }) => ['open', 'proposed', 'countered', 'agreed'].includes(status)),
  });
  add(may('forward'), { name: 'forward', key: 'W', label: m.ticket_act_forward(), opens: { kind: 'forward' } });
  add(may('note'), { name: 'note', key: 'N', label: m.ticket_act_note(), opens: { kind: 'note' }, rare: isNew });
  add(may('reject'), { name: 'reject', key: 'L', label: m.ticket_act_reject(), opens: { kind: 'reject' } });
  add(may('answer') && answerable !== undefined && !answerable.to.us, {
    name: 'answer',
    label: m.ticket_act_answer(),
    opens: { kind: 'answer', question: answerable?.id ?? '' },
    rare: true,
  });
  add(may('merge') && !running, {
    name: 'merge',
    label: m.ticket_act_merge(),
    opens: { kind: 'merge' },
    rare: true,
  });
  add(may('split'), { name: 'split', label: m.ticket_act_split(), opens: { kind: 'split' }, rare: true });
  add(may('setUrgency'), { name: 'urgency', label: m.ticket_act_urgency(), opens: { kind: 'urgency' }, rare: true });
  add(may('dispute'), { name: 'dispute', label: m.ticket_act_dispute(), opens: { kind: 'dispute' }, rare: true });
  add(may('close'), { name: 'close', label: m.ticket_act_close(), opens: { kind: 'close' }, rare: isNew || running });
  add(may('withdraw') && ticket.reporter?.name !== null, {
    name: 'withdraw',
    label: m.ticket_act_withdraw(),
    opens: { kind: 'withdraw' },
    rare: true,
  });
  return found.toSorted((a, b) => Number(b.main) - Number(a.main));
}
