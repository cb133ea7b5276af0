import { addDays, type Day } from '../time/berlin.ts';

/** What is stored about people, as the law tells it apart. */
export const dataKinds = [
  'identity',
  'contact',
  'account',
  'homes',
  'firm',
  'employment',
  'matters',
  'orders',
  'projects',
  'mails',
  'papers',
  'votes',
  'receipts',
  'requests',
  'record',
  'imports',
  'mentions',
] as const;
export type DataKind = (typeof dataKinds)[number];

/** How long a kind of data is kept, by which law, and what erasing it means. */
export interface Retention {
  /** The paragraphs, as a lawyer looks them up. */
  readonly ground: string;
  /**
   * Whole calendar years after the one in which the matter ended (§ 147 (4) AO, § 199 (1) BGB: they count from the end of
   * the year); `0` is not at all, null without limit, `dependent` as long as something else needs it.
   */
  readonly years: number | null | 'dependent';
  /** `delete`: the row or its words go; `pseudonymise`: it stays and names nobody any more. */
  readonly does: 'delete' | 'pseudonymise';
}

/** The table of retention: its defaults are the law's; a hold keeps anything longer. */
export const retention: Readonly<Record<DataKind, Retention>> = {
  identity: { ground: 'Art. 17 (3) b, e DSGVO', years: 'dependent', does: 'pseudonymise' },
  contact: { ground: 'Art. 17 (1) a DSGVO', years: 0, does: 'delete' },
  account: { ground: 'Art. 17 (1) a DSGVO', years: 0, does: 'delete' },
  homes: { ground: '§§ 195, 199 (1) BGB', years: 3, does: 'pseudonymise' },
  firm: { ground: '§§ 195, 199 (1) BGB', years: 3, does: 'pseudonymise' },
  employment: { ground: '§§ 195, 199 (1) BGB, § 26 BDSG', years: 3, does: 'pseudonymise' },
  matters: { ground: '§ 147 (1) 2, 3, (3) AO, § 257 (1) 2, 3, (4) HGB', years: 6, does: 'delete' },
  orders: { ground: '§ 147 (1) 4, (3) AO, § 257 (1) 4, (4) HGB', years: 8, does: 'delete' },
  projects: { ground: '§ 147 (1) 2, 3, (3) AO, § 257 (1) 2, 3, (4) HGB', years: 6, does: 'delete' },
  mails: { ground: '§ 147 (1) 2, (3) AO, § 257 (1) 2, (4) HGB', years: 6, does: 'delete' },
  papers: { ground: '§ 147 (1) 4, (3) AO, § 257 (1) 4, (4) HGB', years: 8, does: 'delete' },
  votes: { ground: '§ 24 (7), (8), § 21 (3) WEG', years: null, does: 'pseudonymise' },
  receipts: { ground: '§§ 195, 199 (1) BGB', years: 3, does: 'delete' },
  requests: { ground: 'Art. 5 (2) DSGVO, § 31 (2) OWiG', years: 3, does: 'delete' },
  record: { ground: 'Art. 17 (1) a DSGVO', years: 0, does: 'delete' },
  imports: { ground: 'Art. 17 (1) a DSGVO', years: 0, does: 'delete' },
  mentions: { ground: '§ 147 (1) 2, 3, (3) AO, § 257 (1) 2, 3, (4) HGB', years: 6, does: 'delete' },
};

/** One thing that is stored about somebody: a lease, a ticket, a vote. */
export interface Item {
  readonly kind: DataKind;
  readonly id: string;
  /** The day on which its matter ended; null while it runs, or where it has no end of its own. */
  readonly ended: Day | null;
  /** Whether its matter still runs: then nothing of it goes (Art. 6 (1) b DSGVO). */
  readonly running: boolean;
}

/** Keeps everything of a person, with its reason written down beside it. */
export interface Hold {
  readonly id: string;
  /** Its last day; null until somebody lifts it. */
  readonly until: Day | null;
}

/** Why something stays. */
export type KeptWhy = 'law' | 'running' | 'hold' | 'needed' | 'unlimited';

/** What becomes of one item. */
export type Fate =
  | { readonly does: 'delete' | 'pseudonymise' }
  | { readonly does: 'keep'; readonly why: KeptWhy; readonly until: Day | null };

/** The last day on which the law keeps what ended on this day; null without limit. `asked` stands in where no end is known. */
export function keptUntil(kind: DataKind, ended: Day | null, asked: Day): Day | null {
  const { years } = retention[kind];
  if (years === null) return null;
  if (years === 0 || years === 'dependent') return addDays(asked, -1);
  return `${Number((ended ?? asked).slice(0, 4)) + years}-12-31`;
}

/** What becomes of one item on a day, before what depends on others. */
function fateOf(item: Item, today: Day, asked: Day, held: Day | null | undefined): Fate {
  if (held !== undefined) return { does: 'keep', why: 'hold', until: held };
  if (item.running) return { does: 'keep', why: 'running', until: null };
  const until = keptUntil(item.kind, item.ended, asked);
  if (until === null) return { does: 'keep', why: 'unlimited', until };
  if (today <= until) return { does: 'keep', why: 'law', until };
  return { does: retention[item.kind].does };
}

/** What an erasure does on a day, item by item, and when the next thing may go. */
export interface ErasurePlan {
  readonly fates: readonly { readonly item: Item; readonly fate: Fate }[];
  /** The first day on which more may go; null when everything is gone, or nothing has a day. */
  readonly nextOn: Day | null;
  /** Whether something stays. */
  readonly keeps: boolean;
}

/** The kinds that say nothing without the name beside it. */
const NAMELESS: ReadonlySet<DataKind> = new Set(['identity', 'contact', 'account', 'record', 'imports', 'mentions']);

/**
 * What may go of a person on a day, and what stays until when and why (Art. 17 (1), (3) DSGVO). `asked` is the day on
 * which erasure was asked for. The name stays as long as something stays that would mean nothing without it; a running
 * relation keeps how somebody is reached. What a hold keeps is looked at anew on the day after its end; where something
 * runs, nobody knows the day, so it is looked at once a month.
 */
export function planErasure(
  items: readonly Item[],
  given: { readonly holds: readonly Hold[]; readonly today: Day; readonly asked: Day },
): ErasurePlan {
  const { today, asked } = given;
  const active = given.holds.filter(({ until }) => until === null || today <= until);
  const held =
    active.length === 0 ? undefined : active.some(({ until }) => until === null) ? null : latest(active.map(dayOf));
  const relation = items.some(
    ({ kind, running }) => running && (kind === 'homes' || kind === 'firm' || kind === 'employment'),
  );
  const first = items.map((item) => ({ item, fate: fateOf(item, today, asked, held) }));
  const needed = first.flatMap(({ item, fate }) => (fate.does === 'keep' && !NAMELESS.has(item.kind) ? [fate] : []));
  const fates = first.map(({ item, fate }): ErasurePlan['fates'][number] => {
    if (fate.does === 'keep') return { item, fate };
    if (item.kind === 'identity' && needed.length > 0)
      return {
        item,
        fate: {
          does: 'keep',
          why: 'needed',
          until: needed.some(({ until }) => until === null) ? null : latest(needed.map(dayOf)),
        },
      };
    if (item.kind === 'contact' && relation) return { item, fate: { does: 'keep', why: 'running', until: null } };
    return { item, fate };
  });
  const kept = fates.flatMap(({ fate }) => (fate.does === 'keep' ? [fate] : []));
  const days = kept.flatMap(({ until, why }) =>
    until !== null ? [addDays(until, 1)] : why === 'running' || why === 'hold' ? [addDays(today, 30)] : [],
  );
  return { fates, nextOn: days.length > 0 ? (days.sort()[0] ?? null) : null, keeps: kept.length > 0 };
}

const dayOf = ({ until }: { readonly until: Day | null }): Day => until ?? '9999-12-31';
const latest = (days: readonly Day[]): Day => [...days].sort().at(-1) ?? '9999-12-31';

/** A line of what people read of a plan: how many of a kind go, or stay until when and why. */
export interface PlanLine {
  readonly kind: DataKind;
  readonly does: 'delete' | 'pseudonymise' | 'keep';
  readonly why: KeptWhy | null;
  readonly count: number;
  /** The latest day of those; null where none is known or there is no limit. */
  readonly until: Day | null;
}

/** A plan in lines: by kind in their order, what goes before what stays. */
export function planLines({ fates }: Pick<ErasurePlan, 'fates'>): PlanLine[] {
  const lines = new Map<string, PlanLine>();
  for (const { item, fate } of fates) {
    const why = fate.does === 'keep' ? fate.why : null;
    const until = fate.does === 'keep' ? fate.until : null;
    const key = `${item.kind} ${fate.does} ${why}`;
    const known = lines.get(key);
    const later = known === undefined || known.until === null || until === null ? until : latest([known.until, until]);
    lines.set(key, { kind: item.kind, does: fate.does, why, count: (known?.count ?? 0) + 1, until: later });
  }
  return [...lines.values()].sort(
    (a, b) =>
      dataKinds.indexOf(a.kind) - dataKinds.indexOf(b.kind) || Number(a.does === 'keep') - Number(b.does === 'keep'),
  );
}
