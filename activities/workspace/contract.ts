/** The activities that make, migrate, move and delete a workspace: the one in whose name the calling workflow runs. */
export interface WorkspaceActivities {
  /** Makes role and database unless they are there. */
  makeDatabase(): Promise<void>;
  /**
   * Brings the tables up to date; a failing migration leaves them as they were.
   * Fails for good (`migrationFailed`) where trying again would not help.
   */
  migrateDatabase(): Promise<void>;
  /** Opens it to people; a suspended one stays suspended. */
  activate(): Promise<void>;
  /** Closes it to people, visible to the operator; nobody else's workspace is touched. */
  markFailed(step: WorkspaceStep): Promise<void>;
  /** Writes down that it is being moved; from now on nobody gets in. Tells where it lies now. */
  beginMove(): Promise<{ from: string | null }>;
  /** Ends what is still connected and copies its database to another server, compared table by table. */
  copyDatabase(to: ServerChoice): Promise<void>;
  /** Lets it run where it was copied to. */
  finishMove(to: ServerChoice): Promise<void>;
  /** Lets it run where it was before, and writes the step down. */
  undoMove(to: ServerChoice): Promise<void>;
  /** Takes the copy away that nobody uses any more. */
  dropCopy(at: ServerChoice): Promise<void>;
  /** Ends every lifecycle of it in the engine, for good. */
  endLifecycles(): Promise<void>;
  /** Takes its database, its role and its files away. */
  removeData(): Promise<void>;
  /** Takes it out of the control database; last, because all other steps look it up there. */
  forget(): Promise<void>;
}

/** A server by its id in the control database; null is the control database's own. */
export interface ServerChoice {
  server: string | null;
}

/** Which step of a workspace's life failed. */
export type WorkspaceStep = 'makeDatabase' | 'migrateDatabase' | 'activate' | 'copyDatabase' | 'delete';

/** What an installation does by itself each night, over all its companies. */
export interface NightlyActivities {
  /**
   * Counts the units that took part in the finished months that have no count yet, company by company; one that can't be
   * reached is counted the next night.
   */
  countUnits(): Promise<{ counted: number; missed: number }>;
  /**
   * Lets every company's open requests about personal data be looked at, and those erasures whose next day has come: what
   * a lost start left behind is made up for. The words of what was said and taken back are forgotten.
   */
  attendPrivacy(): Promise<{ begun: number; missed: number }>;
  /** Begins to delete the companies whose last day for keeping them is over. */
  beginDueDeletions(): Promise<{ begun: number }>;
}
