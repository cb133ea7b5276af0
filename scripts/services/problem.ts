/** A problem that the operator can solve: its message is a sentence that says what happened and what to do. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}

/** The sentence for a full disk, or undefined when `error` (an error or a log's text) is about something else. */
export function noSpaceProblem(error: unknown, folder: string): StartProblem | undefined {
  const text =
    typeof error === 'string' ? error : `${(error as NodeJS.ErrnoException)?.code} ${(error as Error)?.message}`;
  if (!/ENOSPC|No space left on device|database or disk is full/i.test(text)) return undefined;
  return new StartProblem(`There is no space left on the disk that holds ${folder}; free some and start again.`);
}
