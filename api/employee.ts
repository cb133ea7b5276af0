import { DomainError } from '../domain/errors.ts';
import type { Viewer } from '../domain/rights.ts';

/** The employee who asks. Throws `forbidden` for everybody else. */
export function employeeIn({ viewer }: { viewer: Viewer }): Extract<Viewer, { kind: 'employee' }> {
  if (viewer.kind !== 'employee') throw new DomainError('forbidden');
  return viewer;
}
