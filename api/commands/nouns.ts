import type { UpdateDefinition } from '@temporalio/common';
import { campaignCommand } from '../../domain/campaign/commands.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import { projectCommand } from '../../domain/project/commands.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { orderCommand } from '../../domain/workOrder/commands.ts';
import {
  type Acted,
  actOnCampaign,
  actOnOrder,
  actOnProject,
  actOnTicket,
} from '../../workflows/messages/lifecycle.ts';

/** An act on any lifecycle: what was said, by whom, when. */
export interface AnyAct {
  id: string;
  actor: Actor;
  at: Instant;
  command: { type: string };
}

/** How commands reach a noun's lifecycle. */
export interface Addressee {
  /** The act that begins it. */
  begins: string;
  /** The act as an update of its workflow. Throws where the facts are not what its commands say. */
  update(act: Omit<AnyAct, 'command'>, facts: object): [UpdateDefinition<Acted, [AnyAct]>, AnyAct];
}

/** The nouns that commands can be sent to. */
const addressees: Partial<Record<Noun, Addressee>> = {
  ticket: addressee('report', ticketCommand, actOnTicket),
  workOrder: addressee('place', orderCommand, actOnOrder),
  project: addressee('start', projectCommand, actOnProject),
  campaign: addressee('open', campaignCommand, actOnCampaign),
};

function addressee<Command extends { type: string }>(
  begins: string,
  schema: { parse(facts: object): Command },
  update: UpdateDefinition<Acted, [Omit<AnyAct, 'command'> & { command: Command }]>,
): Addressee {
  return {
    begins,
    update: (act, facts) => [
      update as unknown as UpdateDefinition<Acted, [AnyAct]>,
      { ...act, command: schema.parse(facts) },
    ],
  };
}

/** How commands reach a noun's lifecycle. Throws for a noun that has none yet. */
export function addresseeOf(noun: Noun): Addressee {
  const found = addressees[noun];
  if (!found) throw new RangeError('no lifecycle of this noun takes commands');
  return found;
}
