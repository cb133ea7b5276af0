import type { Audience } from '../lifecycle/outcome.ts';
import type { Party } from '../parties.ts';
import { mayWorkOn, type Viewer } from '../rights.ts';

/** Who has to do with a project. */
export type ProjectFacts = {
  readonly id: string;
  /** Null where it concerns more than one. */
  readonly propertyId: string | null;
  /** Who is, or was, responsible for something in it. */
  readonly parties: readonly Party[];
  /** Today's board of the property, where the board has a to-do in it or a vote or paper is joined. */
  readonly boardIds: readonly string[];
};

/** As whom a viewer may look at a project; empty when it does not exist for them. */
export function projectAudiences(viewer: Viewer, project: ProjectFacts): Audience[] {
  switch (viewer.kind) {
    case 'employee':
      if (project.propertyId === null) return viewer.rights.allProperties ? ['management'] : [];
      return mayWorkOn(viewer.rights, project.propertyId) ? ['management'] : [];
    case 'person':
      return personInProject(viewer.personId, project);
    case 'contractor':
      return project.parties.flatMap((party): Audience[] =>
        party.role === 'contractor' && viewer.contractorIds.includes(party.id) ? [`contractor:${party.id}`] : [],
      );
    case 'projectLink': {
      const { kind, id } = viewer.holder;
      if (viewer.projectId !== project.id) return [];
      if (kind === 'person') return personInProject(id, project);
      return project.parties.some((party) => party.role === 'contractor' && party.id === id)
        ? [`contractor:${id}`]
        : [];
    }
    default:
      return [];
  }
}

function personInProject(personId: string, { parties, boardIds }: ProjectFacts): Audience[] {
  const found: Audience[] = [];
  if (boardIds.includes(personId)) found.push('advisoryBoard');
  const isParty = parties.some((party) => party.role === 'person' && party.id === personId);
  return isParty || found.length > 0 ? [...found, `person:${personId}`] : [];
}

/** Whether who reads with these audiences sees a to-do: everybody their own part, the management all. */
export function seesTodo(as: readonly Audience[], responsible: Party): boolean {
  if (as.includes('management')) return true;
  switch (responsible.role) {
    case 'person':
    case 'contractor':
      return as.includes(`${responsible.role}:${responsible.id}`);
    case 'advisoryBoard':
      return as.includes('advisoryBoard');
    default:
      return false;
  }
}

/**
 * Whether who reads with these audiences sees what a project joins: the board votes and papers, a contractor the orders
 * that are theirs, the management all.
 */
export function seesJoined(
  as: readonly Audience[],
  joined: { readonly noun: string; readonly contractorId: string | null },
): boolean {
  if (as.includes('management')) return true;
  if (joined.noun === 'campaign' || joined.noun === 'document') return as.includes('advisoryBoard');
  return joined.contractorId !== null && as.includes(`contractor:${joined.contractorId}`);
}
