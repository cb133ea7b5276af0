import { categoriesThen } from '../../db/queries/categories.ts';
import { type Candidate, openOfBuilding } from '../../db/queries/duplicates.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { type Category, type Text, titleOf } from '../../domain/report/categories.ts';
import { type Reported, SAME, sameness } from '../../domain/ticket/similar.ts';

/** How many are offered at once. */
const OFFERED = 3;

/** A ticket as what it is compared by. */
export const reportedOf = ({ category, place, title, description }: Candidate): Reported => ({
  category,
  place,
  words: `${title} ${description}`,
});

/** The most alike first, those that are not alike enough left out. */
export function ranked(candidates: readonly Candidate[], report: Reported, least: number): Candidate[] {
  return candidates
    .map((found) => ({ found, score: sameness(report, reportedOf(found)) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

/** A ticket in the words of the form that it was reported with. */
function saidAs(kind: Category | undefined, id: string, answers: Candidate['answers']): Text {
  if (!kind) return { de: id, en: id };
  return titleOf(kind, Object.fromEntries(answers.map(({ question, answer }) => [question, answer])));
}

/** What neighbours may know of: what belongs to all. What happens in a flat is its dwellers' business. */
export const isForAll = ({ place, phase }: Candidate): boolean => place === 'common' && phase !== 'closed';

/**
 * What of a building may be what somebody is about to report: kind, when and by how many, nothing of what they wrote
 * nor who they are.
 */
export async function offeredTo(
  workspace: Workspace,
  report: Reported & { buildingId: string },
  may: (found: Candidate) => boolean,
) {
  const open = await openOfBuilding(workspace, report.buildingId);
  const offered = ranked(open.filter(may), report, SAME).slice(0, OFFERED);
  const kinds = await categoriesThen(workspace, offered);
  return offered.map(({ id, category, answers, phase, people, reportedAt }, n) => ({
    id,
    /** What was answered first, never what somebody wrote. */
    title: saidAs(kinds[n], category, answers),
    phase,
    people,
    reportedAt,
  }));
}
