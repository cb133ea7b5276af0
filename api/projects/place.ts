import { policyRulesOf, policyVersions } from '../../db/queries/policies.ts';
import { projectRecord } from '../../db/queries/projects.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ProjectState } from '../../domain/project/state.ts';
import { mayAct } from '../../domain/rights.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { RequestContext } from '../trpc.ts';

/** The property of a project that the caller may plan. Throws `notFound`. */
export async function placeOf(ctx: RequestContext, id: string): Promise<{ federalState: FederalState }> {
  const [row] = await ctx.workspace.query<{ federalState: FederalState }>(
    'select federal_state as "federalState" from property where id = $1',
    [id],
  );
  if (!row || !mayAct(ctx.viewer, 'triage', id)) throw new DomainError('notFound');
  return row;
}

/** The rules by which a project's dates are made now: the live policy, where it differs from the built-in one. */
export async function timingIn(ctx: RequestContext, federalState: FederalState) {
  const policy = await policyVersions.live(ctx.workspace);
  const rules = await policyRulesOf(ctx.workspace, policy, '');
  return { policy, ...(rules && { rules }), urgency: 'normal' as const, federalState };
}

/** A project whose plan the caller may change. Throws `notFound`. */
export async function planOf(ctx: RequestContext, id: string): Promise<{ state: ProjectState; propertyId: string }> {
  const record = await projectRecord(ctx.workspace, id);
  if (!record?.state || !mayAct(ctx.viewer, 'triage', record.propertyId)) throw new DomainError('notFound');
  return { state: record.state, propertyId: record.propertyId };
}
