import type { ImportProblem } from '../../domain/import/plan.ts';

/** Why a whole file can't be read. Each has a sentence in the interface. */
export const fileProblems = [
  'nothingInIt',
  'encodingUnknown',
  'quoteOpen',
  'rowTooShort',
  'rowTooLong',
  'headingMissing',
  'headingTwice',
  'tooManyRows',
  'tooManyColumns',
  'tooLarge',
  'xmlBroken',
  'xmlUnsafe',
  'xmlUnknown',
  'xmlStrange',
  'xmlValue',
  'zipBroken',
  'zipTooLarge',
  'kindUnknown',
  'workbook',
] as const;
export type FileProblem = (typeof fileProblems)[number];

/** A file that can't be read, with the place where that shows. */
export class UnreadableFile extends Error {
  readonly code: FileProblem;
  readonly file: string;
  readonly line: number;
  readonly details: ImportProblem['details'];

  constructor(code: FileProblem, file: string, line = 1, details: ImportProblem['details'] = {}) {
    super(code);
    this.code = code;
    this.file = file;
    this.line = line;
    this.details = details;
  }
}
