import { z } from 'zod';
import { campaignFacts, orderFacts, ticketFacts } from '../../db/access.ts';
import { projectFacts } from '../../db/queries/projects.ts';
import { DomainError } from '../../domain/errors.ts';
import { campaignAudiences } from '../../domain/rights/campaign.ts';
import { orderAudiences } from '../../domain/rights/order.ts';
import { projectAudiences } from '../../domain/rights/project.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import {
  campaignLink,
  contractor,
  employee,
  orderLink,
  owner,
  projectLink,
  resident,
  ticketLink,
} from '../../domain/rights.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const topic = z.union([
  z.literal('desk'),
  z.templateLiteral(['ticket:', z.uuid()]),
  z.templateLiteral(['workOrder:', z.uuid()]),
  z.templateLiteral(['project:', z.uuid()]),
  z.templateLiteral(['campaign:', z.uuid()]),
]);
type TopicNoun = 'ticket' | 'workOrder' | 'project' | 'campaign';

export const liveRouter = router({
  /** Streams that something changed behind the topics; each is authorised for the caller first. */
  changes: procedure(employee(), resident, owner, contractor, orderLink, ticketLink, projectLink, campaignLink)
    .input(z.object({ topics: z.array(topic).min(1).max(100), lastEventId: z.string().max(100).nullish() }))
    // Not a generator itself: a refusal in its midst would lose its transport code.
    .subscription(async ({ ctx, input, signal }) => {
      const allowed = await Promise.all(input.topics.map((name) => mayListen(ctx, name)));
      if (!allowed.every((may) => may)) throw new DomainError('forbidden');
      const { workspace, session, services } = ctx;
      const { id: sessionId, personId } = session ?? {};
      return services.live.events({ workspaceId: workspace.id, sessionId, personId, topics: input.topics }, signal);
    }),
});

async function mayListen({ workspace, viewer }: RequestContext, name: z.infer<typeof topic>): Promise<boolean> {
  if (name === 'desk') return viewer.kind === 'employee';
  const [noun, id = ''] = name.split(':') as [TopicNoun, string];
  return looks[noun]({ workspace, viewer }, id);
}

/** Whether the viewer may look at one thing, by its noun. */
const looks: Record<TopicNoun, (who: Pick<RequestContext, 'workspace' | 'viewer'>, id: string) => Promise<boolean>> = {
  async ticket({ workspace, viewer }, id) {
    const facts = await ticketFacts(workspace, id);
    return facts !== undefined && ticketAudiences(viewer, facts).length > 0;
  },
  async workOrder({ workspace, viewer }, id) {
    const facts = await orderFacts(workspace, id);
    return facts !== undefined && orderAudiences(viewer, facts).length > 0;
  },
  async project({ workspace, viewer }, id) {
    const facts = await projectFacts(workspace, id);
    return facts !== undefined && projectAudiences(viewer, facts).length > 0;
  },
  async campaign({ workspace, viewer }, id) {
    const facts = await campaignFacts(workspace, id, 'personId' in viewer ? viewer.personId : null);
    return facts !== undefined && campaignAudiences(viewer, facts).length > 0;
  },
};
