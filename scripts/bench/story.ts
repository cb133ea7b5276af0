import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { idOf } from '../../workflows/messages/ids.ts';
import { type Figure, figure, median } from './figures.ts';
import { bare, step } from './floor-workflow.ts';
import { cpuOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { repeat } from './visitor.ts';

const REPETITIONS = 3;
const STORIES = 12;
const STORIES_AT_ONCE = 4;

/** What a report of this stage says. */
export function reportOf(stage: Stage, ticketId: string) {
  const { building, unit } = stage.given;
  return {
    ticketId,
    commandId: randomUUID(),
    buildingId: building,
    unitId: unit,
    place: 'unit',
    category: 'water',
    title: 'Der Hahn in der Küche tropft',
    description: 'Seit gestern Abend, etwa ein Tropfen in der Sekunde.',
  };
}

type Told = { ticket: string; order: string };

/** Everybody acts through the API: reported, accepted, ordered, (a date agreed,) done, confirmed. */
async function tellStory(stage: Stage, withAppointment: boolean, rest = async () => {}): Promise<Told> {
  const [ticket, order] = [randomUUID(), randomUUID()];
  const { manager, resident, contractor, given, workspace } = stage;
  const onTicket = (command: object) => ({ ticketId: ticket, commandId: randomUUID(), command });
  const onOrder = (command: object) => ({ orderId: order, commandId: randomUUID(), command, now: true });
  const until = async (sql: string, id: string) => {
    for (let asked = 0; asked < 1_000; asked += 1) {
      if ((await workspace.query(sql, [id])).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the story stands still');
  };
  await resident.act('tickets.report', reportOf(stage, ticket));
  await rest();
  await manager.act('tickets.act', onTicket({ type: 'accept' }));
  await rest();
  await manager.act('orders.place', {
    orderId: order,
    commandId: randomUUID(),
    tickets: [ticket],
    contractors: [given.contractorId],
    needsAppointment: withAppointment,
    title: 'Hahn in der Küche abdichten',
    instructions: 'Bitte vorher klingeln.',
  });
  await until(`select 1 from work_order where id = $1 and contractor_id is not null and phase <> 'joining'`, order);
  await rest();
  await contractor.act('orders.act', onOrder({ type: 'accept' }));
  await rest();
  if (withAppointment) {
    const [row] = await workspace.query<{ id: string }>('select id from appointment where order_id = $1', [order]);
    const appointment = row?.id;
    const slot = randomUUID();
    const day = Date.now() + 3 * 86_400_000;
    const at = (hours: number) => new Date(day + hours * 3_600_000).toISOString();
    const slots = [{ id: slot, starts: at(0), ends: at(2) }];
    await contractor.act('orders.act', onOrder({ type: 'proposeSlots', appointment, slots }));
    await resident.act('orders.act', onOrder({ type: 'pickSlot', appointment, slot }));
  }
  await contractor.act('orders.act', onOrder({ type: 'complete', result: 'done' }));
  await until(`select 1 from ticket where id = $1 and phase = 'confirming'`, ticket);
  await rest();
  await resident.act('tickets.act', onTicket({ type: 'confirm' }));
  return { ticket, order };
}

/** The bare lifecycle: four updates, the first of them with its start. */
async function tellBare(stage: Stage): Promise<WorkflowHandle> {
  const handle = await startBare(stage, 4);
  for (let n = 0; n < 3; n += 1) await handle.executeUpdate(step);
  return handle;
}

/** Starts a bare workflow with its first step, to take so many steps in all. */
export async function startBare(stage: Stage, steps: number): Promise<WorkflowHandle> {
  const id = randomUUID();
  const startWorkflowOperation = new WithStartWorkflowOperation(bare, {
    workflowId: `floor/${id}`,
    taskQueue: 'floor',
    args: [id, steps],
    workflowIdConflictPolicy: 'FAIL',
  });
  await stage.client.workflow.executeUpdateWithStart(step, { args: [], startWorkflowOperation });
  return stage.client.workflow.getHandle(`floor/${id}`);
}

type Counts = { events: number; transitions: number; tasks: number };

async function countsOf(handle: WorkflowHandle): Promise<Counts> {
  await handle.result();
  const events = (await handle.fetchHistory()).events ?? [];
  const { raw } = await handle.describe();
  return {
    events: events.length,
    transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0),
    tasks: events.filter((event) => event.workflowTaskCompletedEventAttributes).length,
  };
}

/** What one ticket costs the engine, over report, accept, order placed, order done and confirmed. */
export async function historyFigures(stage: Stage): Promise<Figure[]> {
  const targets: Counts = { events: 60, transitions: 14, tasks: 9 };
  // What ticket and order tell each other has arrived before somebody acts again: the counts are the same each time.
  const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 400));
  const told: Counts[] = [];
  const ordered: Counts[] = [];
  const floors: Counts[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    const { ticket, order } = await tellStory(stage, false, rest);
    const handle = (noun: 'ticket' | 'workOrder', id: string) =>
      stage.client.workflow.getHandle(idOf(stage.workspace.id, noun, id));
    told.push(await countsOf(handle('ticket', ticket)));
    ordered.push(await countsOf(handle('workOrder', order)));
    floors.push(await countsOf(await tellBare(stage)));
  }
  // The dwelling by letter, the firm by fax: how people are reached is the mailroom's business, not the ticket's.
  const reach = (channel: string, other: string) =>
    stage.workspace.query(
      `update person p set channel = case when exists (select from contractor c where c.person_id = p.id) then $1
         else $2 end, fax = '+49711555', street = 'Lindenhof 4', postal_code = '70176', city = 'Stuttgart'
       where not exists (select from employee e where e.person_id = p.id)`,
      [channel, other],
    );
  await reach('fax', 'letter');
  const channelled: Counts[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    const { ticket } = await tellStory(stage, false, rest);
    channelled.push(await countsOf(stage.client.workflow.getHandle(idOf(stage.workspace.id, 'ticket', ticket))));
  }
  await reach('mail', 'mail');
  const of = (counts: Counts[], key: keyof Counts) => median(counts.map((count) => count[key]));
  const titles = { events: 'events', transitions: 'state transitions', tasks: 'workflow tasks' } as const;
  const keys = Object.keys(titles) as (keyof Counts)[];
  return [
    ...keys.map((key) =>
      figure(`history of one ticket: ${titles[key]}`, of(told, key), titles[key], of(floors, key), {
        most: targets[key],
      }),
    ),
    ...keys.map((key) =>
      figure(
        `history of one ticket, firm by fax, dwelling by letter: ${titles[key]}`,
        of(channelled, key),
        titles[key],
        of(told, key),
        {
          most: targets[key],
        },
      ),
    ),
    ...keys.map((key) => figure(`history of its order: ${titles[key]}`, of(ordered, key), titles[key], null)),
  ];
}

/** Whole stories, with order, appointment and all mails: for the record. */
export async function storyFigures(stage: Stage): Promise<Figure[]> {
  await tellStory(stage, true);
  await stage.quiet();
  const perSecond: number[] = [];
  const cpu: number[] = [];
  const sentMails = async () =>
    (await stage.workspace.query<{ n: number }>(`select count(*)::int as n from message where state = 'sent'`))[0]?.n ??
    0;
  let mails = 0;
  for (let n = 0; n < REPETITIONS; n += 1) {
    const pids = [...stage.pids.shared(), ...stage.pids.product()];
    const [before, mailsBefore, began] = [cpuOf(pids), await sentMails(), performance.now()];
    await repeat(STORIES, STORIES_AT_ONCE, () => tellStory(stage, true));
    await stage.quiet();
    // The last second of `quiet` is rest.
    perSecond.push(STORIES / ((performance.now() - began - 1_000) / 1_000));
    cpu.push((cpuOf(pids) - before) / STORIES);
    mails = ((await sentMails()) - mailsBefore) / STORIES;
  }
  return [
    figure('the whole story (ticket, order, appointment, all mails)', median(perSecond), 'stories/s', null),
    figure('the whole story: CPU, all processes', median(cpu), 'CPU-ms', null),
    figure('the whole story: mails sent', mails, 'mails', null),
  ];
}
