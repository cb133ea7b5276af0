import { orderFacts, ticketFacts } from '../../db/access.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import type { Correspondent } from '../../db/queries/inbound.ts';
import { ticketRecord } from '../../db/queries/tickets.ts';
import type { Replied } from '../../db/reply-tags.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { isUs } from '../../domain/parties.ts';
import { actorOnTicket, mayAnswer, ticketAudiences } from '../../domain/rights/ticket.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { isOnlooker } from '../views/ticket.ts';

/** What a mail says, ready to become an act. */
export interface Said {
  id: string;
  text: string;
  files: string[];
}

/**
 * The act that a reply is, by whom we wrote to: the answer to the question that our message put, else a note that
 * everybody involved reads; of a contractor a remark on the order; of our own people an internal note. Undefined when
 * they have nothing to do with it (any more).
 */
export async function replyCommand(
  workspace: Workspace,
  replied: Replied,
  who: Correspondent,
  said: Said,
): Promise<StoredCommand | undefined> {
  const act = replied.recipientKind === 'contractor' ? await onOrder(workspace, replied, who) : undefined;
  const found = act ?? (await onTicket(workspace, replied, who));
  return (
    found && {
      ...found,
      id: said.id,
      at: toInstant(Date.now()),
      words: said.text ? { text: said.text } : {},
      files: said.files,
      link: 'mail',
    }
  );
}

type Act = Pick<StoredCommand, 'noun' | 'subjectId' | 'type' | 'actor' | 'facts'>;

async function onOrder(workspace: Workspace, replied: Replied, who: Correspondent): Promise<Act | undefined> {
  const order = who.orderId ? await orderFacts(workspace, who.orderId) : undefined;
  if (!order || order.contractorId !== replied.recipientId) return undefined;
  const [row] = await workspace.query<{ questions: { id: string; by: { kind: string } }[] | null }>(
    `select state -> 'questions' as questions from work_order where id = $1`,
    [order.id],
  );
  const asked = row?.questions?.find(({ id, by }) => id === who.about && by.kind === 'employee');
  const actor = { kind: 'contractor', id: replied.recipientId } as const;
  const on = { noun: 'workOrder', subjectId: order.id, actor } as const;
  return asked ? { ...on, type: 'answer', facts: { question: asked.id } } : { ...on, type: 'ask', facts: {} };
}

async function onTicket(workspace: Workspace, replied: Replied, who: Correspondent): Promise<Act | undefined> {
  const facts = await ticketFacts(workspace, who.ticketId);
  if (!facts) return undefined;
  const viewer = viewerOf(replied, who);
  const as =
    viewer.kind === 'contractor' ? [`contractor:${replied.recipientId}` as const] : ticketAudiences(viewer, facts);
  const actor = viewer.kind === 'contractor' ? contractor(replied) : actorOnTicket(viewer, facts);
  if (!actor || as.length === 0 || isOnlooker(as)) return undefined;
  if (viewer.kind === 'employee' && !mayAct(viewer, 'note', facts.propertyId)) return undefined;
  const record = await ticketRecord(workspace, who.ticketId);
  const asked = record?.state?.asked.find(({ id, kind }) => id === who.about && kind !== 'approval');
  const on = { noun: 'ticket', subjectId: who.ticketId, actor } as const;
  const theirs = asked && (viewer.kind === 'employee' ? isUs(asked.to) : mayAnswer(viewer, as, asked.to));
  if (asked && theirs) return { ...on, type: 'answer', facts: { question: asked.id } };
  // A firm's words on a ticket would be read by its residents: only what was asked of it there is answered there.
  if (viewer.kind === 'contractor') return undefined;
  // What our own people reply to us stays with us: nobody quotes a colleague to a resident by pressing "reply".
  const visibility = viewer.kind === 'employee' ? 'internal' : 'visible';
  return { ...on, type: 'note', facts: { visibility } };
}

const contractor = ({ recipientId }: Replied) => ({ kind: 'contractor', id: recipientId }) as const;

function viewerOf({ recipientKind, recipientId }: Replied, { ticketId, employee, role }: Correspondent): Viewer {
  if (recipientKind === 'contractor') return { kind: 'contractor', personId: '', contractorIds: [recipientId] };
  // Our own people are residents too, now and then.
  const asEmployee = ['management', 'employee', 'onCall', 'managers', 'person'].includes(role);
  if (employee && asEmployee) return { kind: 'employee', personId: recipientId, rights: employee };
  return { kind: 'ticketLink', ticketId, recipient: { kind: recipientKind, id: recipientId } };
}
