import { additions } from '../../db/queries/texts.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { campaignContexts } from './campaign-context.ts';
import { repairContexts } from './context.ts';
import { documentContexts } from './document-context.ts';
import type { MessageContext } from './letter.ts';
import { projectContexts } from './project.ts';

/** Gives the contexts of the messages that it knows, by message id, and leaves the others out. */
export type Loader = (workspace: Workspace, address: string, ids: string[]) => Promise<Map<string, MessageContext>>;

const loaders: Loader[] = [repairContexts, projectContexts, campaignContexts, documentContexts];

/**
 * What messages tell, by message id. Messages whose matter or recipient is gone are left out. `address` is where people
 * reach the workspace, without a slash at the end.
 */
export async function loadContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const found = new Map<string, MessageContext>();
  for (const load of loaders) {
    const left = ids.filter((id) => !found.has(id));
    if (left.length === 0) break;
    for (const [id, context] of await load(workspace, address, left)) found.set(id, context);
  }
  for (const { template, locale, text } of found.size > 0 ? await additions(workspace) : [])
    for (const context of found.values())
      if (context.template === template && context.locale === locale) context.addition = text;
  return found;
}
