/** The activities of one taking in of files, named by the run's id. All can be repeated. */
export interface ImportActivities {
  /** Reads the files and writes down what taking them would do; nothing of the master data changes. */
  planImport(run: { id: string }): Promise<{ state: 'planned' | 'refused' }>;
  /**
   * Takes the planned rows, all of them or none, in one transaction. If what is there has changed since the plan was
   * made, nothing is taken and the plan is made anew.
   */
  applyImport(run: { id: string }): Promise<{ state: 'applied' | 'planned' | 'refused' }>;
  /** Takes the rows back, all of them or none; refused where somebody has used or changed one since. */
  undoImport(run: { id: string }): Promise<{ state: 'undone' | 'applied' }>;
  /** Forgets what the files said about people; the run itself stays as a line. */
  forgetImport(run: { id: string }): Promise<void>;
}
