import { appendFileSync, renameSync, statSync } from 'node:fs';

const MAX_BYTES = 5_000_000;
const TAIL_CHARS = 4000;

/** A log of one child process: at most two files of 5 MB (`path` and `path.1`), with the newest lines at hand. */
export class LogFile {
  readonly path: string;
  #size: number;
  #tail = '';

  constructor(path: string) {
    this.path = path;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Never throws: a full disk must not stop the product for the sake of its log. */
  write(chunk: Buffer | string): void {
    this.#tail = (this.#tail + chunk.toString()).slice(-TAIL_CHARS);
    try {
      if (this.#size > MAX_BYTES) {
        renameSync(this.path, `${this.path}.1`);
        this.#size = 0;
      }
      appendFileSync(this.path, chunk);
      this.#size += chunk.length;
    } catch {
      // Lost: the tail above still has it for the error message.
    }
  }

  /** The newest text that was written in this process's life. */
  get tail(): string {
    return this.#tail;
  }

  /** Forgets the tail, so that the next failure is explained by its own words. */
  startAnew(): void {
    this.#tail = '';
  }
}
