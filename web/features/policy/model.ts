import { builtinPolicy } from '../../../domain/policy/builtin.ts';
import type { PolicyDocument, Stage, StageRule, Urgency } from '../../../domain/policy/policy.ts';

/** One rule of a document: for all categories (null) or for one of them. */
export interface RulePlace {
  category: string | null;
  urgency: Urgency;
  stage: Stage;
}

/** What a rule would be if the document said nothing here: the one for all categories, else the built-in one. */
export function inherited(document: PolicyDocument, { category, urgency, stage }: RulePlace): StageRule {
  const all = category === null ? undefined : document.stages[urgency]?.[stage];
  return all ?? builtinPolicy.stages[urgency][stage];
}

/** The rule that holds here. */
export function ruleAt(document: PolicyDocument, place: RulePlace): StageRule {
  const { category, urgency, stage } = place;
  const own = category === null ? document.stages : document.categories[category];
  return own?.[urgency]?.[stage] ?? inherited(document, place);
}

/** Whether two things of a policy say the same. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

// PostgreSQL gives the keys of a document in an order of its own.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** The document with this rule here; what equals the inherited rule is not kept. */
export function withRule(document: PolicyDocument, place: RulePlace, rule: StageRule): PolicyDocument {
  const { category, urgency, stage } = place;
  const own = (category === null ? document.stages : document.categories[category]) ?? {};
  const { [stage]: _, ...others } = own[urgency] ?? {};
  const ofUrgency = same(rule, inherited(document, place)) ? others : { ...others, [stage]: rule };
  const { [urgency]: __, ...rest } = own;
  const changes = Object.keys(ofUrgency).length > 0 ? { ...rest, [urgency]: ofUrgency } : rest;
  if (category === null) return { ...document, stages: changes };
  const { [category]: ___, ...categories } = document.categories;
  return {
    ...document,
    categories: Object.keys(changes).length > 0 ? { ...categories, [category]: changes } : categories,
  };
}

/** Whose turn a stage is: ours, somebody else's, or nobody's whom we wait for (it runs elsewhere). */
export function turnOf(stage: Stage): 'ours' | 'theirs' | 'watched' {
  const { expires, escalations } = builtinPolicy.stages.normal[stage];
  if (expires) return 'theirs';
  return escalations.some(({ to }) => to === 'onCall') ? 'ours' : 'watched';
}
