import type { Asked, ProjectActs } from './acts.ts';
import type { Project } from './queries.ts';

/** What every form of an act on a project is given: the project, its acts, and what was asked for. */
export type DialogProps<Kind extends Asked['kind']> = {
  project: Project;
  acts: ProjectActs;
  asked: Extract<Asked, { kind: Kind }>;
  onClose: () => void;
};
