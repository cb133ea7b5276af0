import { z } from 'zod';

/**
 * Which company's data is meant. Opaque: says nothing about the company and stays when its name or host changes.
 * Minted in two places only: from a request's host with its session or proven link, and from a workflow's own id.
 */
export const workspaceId = z
  .string()
  .regex(/^w[a-z2-7]{12}$/)
  .brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof workspaceId>;

/** The short name that operators use for a workspace; also the first label of its own host. */
export const workspaceSlug = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

/** A host that serves one workspace: lower-case labels without a port, such as `demo.localhost`. */
export const workspaceHost = z
  .string()
  .max(253)
  .regex(/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/);

/** A colour of the interface, `#rrggbb`. */
export const accentColour = z.string().regex(/^#[0-9a-f]{6}$/);

/**
 * Whether a workspace can be used: only an `active` one can. A `failed` one could not be made or migrated; it is retried
 * alone. A `deleting` one can still be kept until its day has come.
 */
export const workspaceState = z.enum(['creating', 'active', 'suspended', 'failed', 'moving', 'deleting']);
export type WorkspaceState = z.infer<typeof workspaceState>;

/** What the operator says when a workspace is made. */
export const newWorkspace = z.object({
  slug: workspaceSlug,
  name: z.string().trim().min(1).max(120),
  hosts: z.array(workspaceHost).min(1).max(10),
  locale: z.enum(['de', 'en']).default('de'),
  plan: z.string().min(1).max(40).default('standard'),
  accent: accentColour.nullable().default(null),
});
export type NewWorkspace = z.input<typeof newWorkspace>;

/** What the operator may change of a workspace that is there. */
export const workspaceDescription = newWorkspace.pick({ name: true, hosts: true, plan: true });
export type WorkspaceDescription = z.input<typeof workspaceDescription>;

/** How long a company that is to be deleted can still be kept, in days. */
export const DELETION_GRACE_DAYS = 30;

/**
 * The host of a `Host` header as the workspaces know it: lower-case, without port, brackets and final dot.
 * Anything that is no host gives an empty string.
 */
export function normalHost(header: string): string {
  const bracketed = /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(header.trim());
  if (bracketed?.[1] !== undefined) return bracketed[1].toLowerCase();
  const bare = header.trim().toLowerCase();
  const host = isIpv6(bare) ? bare : bare.replace(/:\d+$/, '').replace(/\.$/, '');
  return isIpv6(host) || /^[a-z0-9._-]+$/.test(host) ? host : '';
}

/** The endings that names in a house's own network carry; no public name has them. */
const LOCAL_ENDINGS = ['.local', '.lan', '.home', '.internal', '.intranet', '.home.arpa', '.fritz.box'];

/**
 * Whether a host names a machine and no workspace, so that the default workspace answers: localhost, an address, a name
 * in the house's own network. `other.localhost` and public names are not bare: they belong to a workspace or to nobody.
 */
export function isBareHost(host: string): boolean {
  if (host === '') return false;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || isIpv6(host)) return true;
  return !host.includes('.') || LOCAL_ENDINGS.some((ending) => host.endsWith(ending));
}

function isIpv6(host: string): boolean {
  return /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/.test(host);
}
