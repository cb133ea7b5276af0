/** The activities that make and migrate a workspace: the one in whose name the calling workflow runs. */
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
}

/** Which step of a workspace's making failed. */
export type WorkspaceStep = 'makeDatabase' | 'migrateDatabase' | 'activate';
