import type { Audience } from '../lifecycle/outcome.ts';
import type { Actor } from '../parties.ts';
import { isViewer, type Viewer } from '../rights.ts';

/** A stored file: who sent it, and (once attached) for whom the act that brought it was meant. */
export type FileFacts = {
  readonly uploadedBy: Actor | { readonly kind: 'upload' | 'mail'; readonly id: string };
  readonly audience: readonly string[] | null;
};

/**
 * Whether a viewer may download a file: while it is attached to nothing, who sent it; then who may look at its subject
 * as somebody for whom the act was meant.
 */
export function maySeeFile(
  viewer: Viewer,
  uploadId: string | undefined,
  file: FileFacts,
  as: readonly Audience[],
): boolean {
  // Who only follows reads what happens; pictures may show a neighbour's flat.
  if (as.some((role) => role !== 'follower' && file.audience?.includes(role))) return true;
  if (file.audience !== null && as.length === 0) return false;
  if (file.uploadedBy.kind === 'upload') return file.audience === null && uploadId === file.uploadedBy.id;
  return isViewer(viewer, file.uploadedBy);
}
