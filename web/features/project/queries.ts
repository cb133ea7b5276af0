import { keepPreviousData } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { When } from '../../../domain/project/state.ts';
import type { TemplateDocument } from '../../../domain/project/template.ts';
import { createAct } from '../../act.ts';
import { type Answers, api, type Questions } from '../../api.ts';
import { useLive } from '../../live.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

/** A project as its page shows it. */
export type Project = Answers['projects']['get'];
export type Todo = Project['todos'][number];
export type ProjectRow = Answers['projects']['list'][number];
export type Candidate = Answers['projects']['candidates'][number];
export type Template = Answers['projects']['templates'][number];
export type OwnTodo = Answers['projects']['mine'][number];

/** What is done to a project: the command with the words that belong to it. */
export type ProjectSaid = Omit<Questions['projects']['act'], 'projectId' | 'commandId'>;

const keys = {
  list: (closed: boolean, text: string) => [...officeKey, 'projects', closed, text] as const,
  project: (id: string | null) => [...officeKey, 'project', id ?? 'link'] as const,
  templates: [...officeKey, 'projectTemplates'] as const,
};

/** The projects of the office's list. */
export const useProjects = (closed: Accessor<boolean>, text: Accessor<string>) =>
  useQuery(() => ({
    queryKey: keys.list(closed(), text()),
    queryFn: () => api.projects.list.query({ closed: closed(), text: text() }),
    placeholderData: keepPreviousData,
  }));

/** One project, kept fresh while it is open; without an id that of the link by which the page was entered. */
export function useProject(id: Accessor<string | null>) {
  const query = useQuery(() => ({
    queryKey: keys.project(id()),
    queryFn: () => api.projects.get.query({ id: id() }),
    throwOnError: false,
  }));
  useLive(() => {
    const known = query.data?.id;
    return known ? { [`project:${known}` as const]: [keys.project(id())] } : {};
  });
  return query;
}

/** The templates that projects are started from. */
export const useTemplates = () =>
  useQuery(() => ({ queryKey: keys.templates, queryFn: () => api.projects.templates.query() }));

/** Who can be responsible in a property. */
export const useCandidates = (propertyId: Accessor<string | null | undefined>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'projectCandidates', propertyId()],
    queryFn: () => api.projects.candidates.query({ propertyId: propertyId() ?? '' }),
    enabled: Boolean(propertyId()),
  }));

/** The dates that a template's to-dos would have; undefined while there is nothing to ask about. */
export const usePreview = (
  asked: Accessor<{ document: TemplateDocument; start: string; propertyId: string | null } | undefined>,
) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'projectPreview', asked()],
    queryFn: () => api.projects.preview.query(asked()!),
    enabled: asked() !== undefined && asked()?.start !== '',
    placeholderData: keepPreviousData,
    throwOnError: false,
  }));

/** Which dates would move with a to-do's. */
export const useMovePreview = (asked: Accessor<{ projectId: string; todo: number; when: When } | undefined>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'projectMove', asked()],
    queryFn: () => api.projects.previewMove.query(asked()!),
    enabled: asked() !== undefined,
    throwOnError: false,
  }));

/**
 * An act on a project, sent as a command; `onSend` learns of each sending under which id it goes, `onDone` reads the
 * project anew.
 */
export const useProjectAct = (
  projectId: Accessor<string>,
  onSend: (commandId: string) => void,
  onDone: () => Promise<unknown>,
) =>
  createAct(async (said: ProjectSaid & { commandId: string }) => {
    onSend(said.commandId);
    const answer = await api.projects.act.mutate({ ...said, projectId: projectId() });
    const shown = onDone();
    // Until the page shows what is held a second press would be another act, and send it at once.
    if (answer.state === 'held') await shown;
    return answer;
  });
