import { type AwayNow, awayNow } from '../../db/queries/absences.ts';
import { type Named, namesOf } from '../../db/queries/names.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Recipient } from '../../domain/lifecycle/ball.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import { isViewer, type Viewer } from '../../domain/rights.ts';

/** A party as a page names it: its role, its name where the viewer may know it, and whether it is the viewer. */
export interface PartyView {
  role: Recipient['role'];
  id: string | null;
  name: string | null;
  /** Whether the management company is meant. */
  us: boolean;
  /** Whether whoever looks is meant. */
  you: boolean;
  /** That they are away today, until when and who stands in; the management alone learns it. */
  away?: AwayNow;
}

/** Who did something, as a page names them. */
export interface ActorView {
  kind: Actor['kind'];
  id: string | null;
  name: string | null;
  you: boolean;
}

/** Names people for one viewer: collects whom a page speaks of, then gives their names. */
export class People {
  private readonly wanted: Named[] = [];
  private names = new Map<string, string>();
  private away = new Map<string, AwayNow>();
  private readonly viewer: Viewer;
  private readonly as: readonly Audience[];
  private readonly reporter: string | null;

  /** `as`: the audiences that the viewer reads with; `reporter`: the reporter's name, for the role alone. */
  constructor(viewer: Viewer, as: readonly Audience[], reporter: string | null) {
    this.viewer = viewer;
    this.as = as;
    this.reporter = reporter;
  }

  /** Notes that this party will be named. */
  want(who: Recipient | Actor | null | undefined): void {
    if (!who || !('id' in who) || typeof who.id !== 'string') return;
    const kind = 'kind' in who ? who.kind : who.role === 'contractor' ? 'contractor' : 'person';
    this.wanted.push({ kind, id: who.id });
  }

  /** Looks up all names that were asked for, in one statement, and who of them is away in another. */
  async load(workspace: Workspace): Promise<this> {
    const ids = this.as.includes('management') ? [...new Set(this.wanted.map(({ id }) => id))] : [];
    [this.names, this.away] = await Promise.all([namesOf(workspace, this.wanted), awayNow(workspace, ids)]);
    return this;
  }

  /** Names a party. */
  party(who: Recipient): PartyView {
    const id = 'id' in who ? who.id : null;
    const us = who.role === 'onCall' || who.role === 'managers' || who.role === 'management' || who.role === 'employee';
    const name = id ? (this.names.get(id) ?? null) : who.role === 'reporter' ? this.reporter : null;
    const you = this.isViewer(who);
    const neighbour = who.role === 'person' || who.role === 'follower';
    if (neighbour && !you && this.isDiscreet()) return { role: who.role, id: null, name: null, us, you };
    const away = id === null ? undefined : this.away.get(id);
    return { role: who.role, id, name, us, you, ...(away && { away }) };
  }

  /** Names who acted. */
  actor(who: Actor): ActorView {
    if (who.kind === 'system') return { kind: 'system', id: null, name: null, you: false };
    // Somebody unconfirmed acts on their own report only, also after they were bound to a person.
    const you = isViewer(this.viewer, who) || (who.kind === 'unconfirmed' && this.as.includes('reporter'));
    const neighbour = (who.kind === 'person' || who.kind === 'unconfirmed') && !you;
    if (neighbour && this.isDiscreet()) return { kind: who.kind, id: null, name: null, you };
    return { kind: who.kind, id: who.id, name: this.names.get(who.id) ?? null, you };
  }

  /** Whether other people stay without a name: residents and owners learn from a ticket what happens, not who they are. */
  private isDiscreet(): boolean {
    return !this.as.some((who) => who === 'management' || who.startsWith('contractor:'));
  }

  private isViewer(who: Recipient): boolean {
    switch (who.role) {
      case 'management':
      case 'onCall':
      case 'managers':
        return this.viewer.kind === 'employee';
      case 'employee':
        return this.viewer.kind === 'employee';
      case 'reporter':
      case 'owner':
      case 'advisoryBoard':
        return this.as.includes(who.role);
      case 'silent':
      case 'participants':
        return this.as.includes('participant');
      case 'follower':
      case 'person':
        return this.as.includes(`person:${who.id}`);
      case 'contractor':
        return this.as.includes(`contractor:${who.id}`);
    }
  }
}
