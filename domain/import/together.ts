import type { DomainErrorDetails } from '../errors.ts';
import { ownershipProblems, tenancyProblems } from '../occupancy/occupancy.ts';
import type { Problem } from '../problem.ts';
import { shareProblems } from '../property/shares.ts';
import type { Current, ImportProblem, PlannedRow } from './plan.ts';
import { type Cells, keyOf, type MasterTable } from './tables.ts';

/** What only several rows together show: addresses twice, leases that overlap, parts that are more than the whole. */
export function acrossRows(rows: readonly PlannedRow[], current: Current): void {
  addressesTwice(rows, current);
  judgeTogether('tenancies', rows, current, (cells, id, unitId) => ({
    id,
    unitId,
    personId: cells.person ?? '',
    role: cells.role === 'renter' ? ('renter' as const) : ('resident' as const),
    leaseId: `${unitId} ${cells.lease || cells.from}`,
    from: cells.from ?? '',
    until: cells.until || null,
  }))(tenancyProblems);
  judgeTogether('ownerships', rows, current, (cells, id, unitId) => {
    const [numerator, denominator] = (cells.share ?? '').split('/').map(Number);
    return {
      id,
      unitId,
      personId: cells.person ?? '',
      from: cells.from ?? '',
      until: cells.until || null,
      share: numerator && denominator ? { numerator, denominator } : null,
    };
  })((all, about) =>
    ownershipProblems(all, about).filter(({ code }) => code !== 'ownershipIncomplete' && code !== 'nobodyOwns'),
  );
}

/** Whoever signs in is found by their mail address, so that it is one person's. */
function addressesTwice(rows: readonly PlannedRow[], current: Current): void {
  const mine = new Map(rows.flatMap((row) => (row.table === 'persons' && row.key !== '' ? [[row.key, row]] : [])));
  const there = new Map<string, Cells>();
  for (const [key, cells] of current.persons)
    if (cells.email && !mine.has(key)) there.set(cells.email.toLowerCase(), cells);
  const first = new Map<string, PlannedRow>();
  for (const row of mine.values()) {
    const email = (row.after.email ?? '').toLowerCase();
    if (email === '') continue;
    const [holder, other] = [there.get(email), first.get(email)];
    const blame = (code: 'emailTwice' | 'emailThere', details: DomainErrorDetails) =>
      row.problems.push({ code, file: row.file, line: row.line, field: 'email', details });
    if (holder) blame('emailThere', { number: holder.number ?? '' });
    else if (other) blame('emailTwice', { line: other.line, file: other.file });
    else first.set(email, row);
  }
}

/** A unit with more rows than this is a mistake, and comparing each with each would take for ever. */
const OF_A_UNIT_MOST = 1_000;

function judgeTogether<Fact extends { id: string; unitId: string }>(
  table: 'tenancies' | 'ownerships',
  rows: readonly PlannedRow[],
  current: Current,
  factOf: (cells: Cells, id: string, unitId: string) => Fact,
) {
  const sound = new Map<string, PlannedRow>();
  for (const row of rows) if (row.table === table && row.problems.length === 0) sound.set(row.key, row);
  return (judge: (facts: Fact[], about: ReadonlySet<string>) => Problem[]) => {
    const about = new Set([...sound.values()].filter(({ kind }) => kind !== 'same').map(({ key }) => key));
    if (about.size === 0) return;
    const unitOf = (cells: Cells) => keyOf('units', { ...cells, number: cells.unit ?? '' });
    const touched = new Set([...about].map((key) => unitOf(sound.get(key)?.after ?? {})));
    const together = new Map(current[table]);
    for (const [key, { after }] of sound) together.set(key, after);
    const byUnit = Map.groupBy(together, ([, cells]) => unitOf(cells));
    for (const unit of touched) {
      const facts = (byUnit.get(unit) ?? []).map(([key, cells]) => factOf(cells, key, unit));
      if (facts.length > OF_A_UNIT_MOST) {
        const planned = facts.map(({ id }) => sound.get(id)).find(Boolean);
        const details = { count: facts.length, maximum: OF_A_UNIT_MOST };
        planned?.problems.push({
          code: 'tooManyOfUnit',
          file: planned.file,
          line: planned.line,
          field: 'unit',
          details,
        });
        continue;
      }
      for (const { code, row, field, details } of judge(facts, about)) {
        const planned = sound.get(facts[row]?.id ?? '') ?? facts.map(({ id }) => sound.get(id)).find(Boolean);
        planned?.problems.push({
          code,
          file: planned.file,
          line: planned.line,
          field: field === 'personId' ? 'person' : field,
          details,
        });
      }
    }
  };
}

/** Shares that do not make up their property's whole, for the properties that the files touch. */
export function doubtful(
  rows: readonly PlannedRow[],
  known: ReadonlyMap<MasterTable, ReadonlyMap<string, Cells>>,
): ImportProblem[] {
  const touched = new Map<string, PlannedRow>();
  for (const row of rows) {
    if (row.kind === 'same' || (row.table !== 'units' && row.table !== 'properties')) continue;
    const number = (row.table === 'units' ? row.after.property : row.after.number) ?? '';
    if (!touched.has(number.toLowerCase())) touched.set(number.toLowerCase(), row);
  }
  const shares = Map.groupBy(known.get('units')?.values() ?? [], (unit) => (unit.property ?? '').toLowerCase());
  const found: ImportProblem[] = [];
  for (const [number, row] of touched) {
    const property = known.get('properties')?.get(number);
    const whole = Number(property?.shareDenominator ?? '');
    if (property?.managementType !== 'weg' || !whole) continue;
    const numerators = (shares.get(number) ?? []).map((unit) =>
      unit.shareNumerator ? Number(unit.shareNumerator) : null,
    );
    for (const { code, details } of shareProblems(whole, numerators))
      found.push({
        code,
        file: row.file,
        line: row.line,
        field: 'shareNumerator',
        details: { ...details, property: property.number ?? '' },
      });
  }
  return found;
}
