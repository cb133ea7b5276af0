import { namesOf } from '../../db/queries/names.ts';
import { joinedOf, projectFacts, projectRecord, todoWords } from '../../db/queries/projects.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { fromMinute, responsible } from '../../domain/project/state.ts';
import { projectAudiences } from '../../domain/rights/project.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { readableJoined } from '../documents/joined.ts';
import { FORMAT, fileOf, type Scope } from './file.ts';

/**
 * One project's whole history, of one moment: its to-dos as they stand, what it joins, what happened, with everything that
 * its hashes are made of, its messages and files. What it is for (the management's own words) is in the whole one only.
 * Throws notFound for whoever may not plan it.
 */
export async function projectDossier(workspace: Workspace, viewer: Viewer, projectId: string, scope: Scope) {
  const facts = await projectFacts(workspace, projectId);
  const mayTake =
    facts?.propertyId &&
    projectAudiences(viewer, facts).includes('management') &&
    mayAct(viewer, 'triage', facts.propertyId);
  const record = mayTake ? await projectRecord(workspace, projectId) : undefined;
  if (!record) throw new DomainError('notFound');
  const { state } = record;
  const joins = scope === 'whole' ? await joinedOf(workspace, projectId) : [];
  const [proof, words, joined, names] = await Promise.all([
    fileOf(workspace, projectId, scope),
    todoWords(workspace, projectId),
    readableJoined(workspace, viewer, joins),
    namesOf(
      workspace,
      (state?.parties ?? []).flatMap((party) =>
        'id' in party ? [{ kind: party.role === 'contractor' ? 'contractor' : 'person', id: party.id }] : [],
      ),
    ),
  ]);
  return {
    format: FORMAT,
    company: workspace.name,
    exportedAt: toInstant(Date.now()),
    scope,
    project: {
      id: record.id,
      number: record.number,
      title: record.title,
      description: scope === 'whole' ? record.description : null,
      phase: record.phase,
      outcome: record.outcome,
      begunAt: record.begunAt,
      closedAt: record.closedAt,
      property: record.property,
      address: record.place,
      template:
        record.templateId === null ? null : { id: record.templateId, version: record.templateVersion ?? undefined },
    },
    todos: (state?.todos ?? []).map((todo, index) => {
      const party = state ? responsible(state, todo) : { role: 'management' as const };
      const { title = '', items = [] } = words.get(index + 1) ?? {};
      const ended = todo.done ?? todo.dropped;
      return {
        n: index + 1,
        title,
        responsible: { role: party.role, name: 'id' in party ? (names.get(party.id) ?? null) : null },
        due: fromMinute(todo.due),
        phase: todo.done !== undefined ? ('done' as const) : todo.dropped !== undefined ? ('dropped' as const) : null,
        endedAt: ended === undefined ? null : fromMinute(ended),
        items: items.map((text, place) => ({ text, ticked: (((todo.ticked ?? 0) >> place) & 1) === 1 })),
      };
    }),
    joined: joined.map(({ noun, id, number, title }) => ({ noun, id, number, title })),
    ...proof,
  };
}

export type ProjectDossier = Awaited<ReturnType<typeof projectDossier>>;
