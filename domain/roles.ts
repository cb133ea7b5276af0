/** What a role can be made of. Every role sees; the others come on top. */
export const ROLE_FUNCTIONS = [
  'see',
  'note',
  'triage',
  'order',
  'approve',
  'publish',
  'people',
  'evaluate',
  'administrate',
] as const;
export type RoleFunction = (typeof ROLE_FUNCTIONS)[number];

/** Whom messages reach that are addressed to the office of a property as a whole. */
export const ROLE_TOLD = ['desk', 'lead'] as const;
/** `desk`: new tickets and reminders; `lead`: escalations. */
export type RoleTold = (typeof ROLE_TOLD)[number];

/** The roles that every workspace has and nobody changes, by their key. */
export const EMPLOYEE_FUNCTIONS = ['manager', 'clerk', 'caretaker', 'accountant', 'administrator'] as const;
export type EmployeeFunction = (typeof EMPLOYEE_FUNCTIONS)[number];

/** What the ready-made roles are made of; the workspace's database holds the same rows. */
export const PRESETS: Record<EmployeeFunction, { functions: readonly RoleFunction[]; told: RoleTold | null }> = {
  manager: { functions: ROLE_FUNCTIONS, told: 'lead' },
  clerk: { functions: ['see', 'note', 'triage', 'order', 'approve', 'publish', 'people'], told: 'desk' },
  caretaker: { functions: ['see', 'note'], told: null },
  accountant: { functions: ['see', 'evaluate'], told: null },
  administrator: { functions: ROLE_FUNCTIONS, told: null },
};

/** Whether a role's key is that of a ready-made one. */
export function isPreset(key: string): key is EmployeeFunction {
  return (EMPLOYEE_FUNCTIONS as readonly string[]).includes(key);
}

/** A role as somebody holds it at this moment: on which properties, up to which amount, and why. */
export type HeldRole = {
  readonly role: string;
  /** How an own role is called; empty for a ready-made one, whose name the interface knows. */
  readonly name: string;
  readonly functions: readonly RoleFunction[];
  readonly allProperties: boolean;
  /** Count only where `allProperties` is false. */
  readonly propertyIds: readonly string[];
  /** Up to how much an order is placed or a quote approved; null is any amount. */
  readonly limitCents: number | null;
  /** Whose role it is, where it is held in their absence. */
  readonly standsInFor: string | null;
  /** The last day on which it is held, as a date in Berlin; null without an end. */
  readonly until: string | null;
};

/** What an employee's roles allow. Every role sees, so the properties of all of them are those that they see. */
export type EmployeeRights = {
  /** The key of their first role. */
  readonly function: string;
  readonly roles: readonly HeldRole[];
  readonly allProperties: boolean;
  readonly propertyIds: readonly string[];
};

/** The rights that follow from the roles somebody holds now. */
export function rightsFrom(first: string, roles: readonly HeldRole[]): EmployeeRights {
  return {
    function: first,
    roles,
    allProperties: roles.some(({ allProperties }) => allProperties),
    propertyIds: [...new Set(roles.flatMap(({ allProperties, propertyIds }) => (allProperties ? [] : propertyIds)))],
  };
}

/** The rights of one ready-made role on some properties, or on all (null). */
export function presetRights(preset: EmployeeFunction, propertyIds: readonly string[] | null): EmployeeRights {
  const allProperties = propertyIds === null;
  const held = { role: preset, name: '', functions: PRESETS[preset].functions, limitCents: null } as const;
  return rightsFrom(preset, [
    { ...held, allProperties, propertyIds: propertyIds ?? [], standsInFor: null, until: null },
  ]);
}

/** What employees do; each belongs to one function of a role. */
export type EmployeeAct =
  | 'see'
  | 'note'
  | 'triage'
  | 'order'
  | 'acceptWork'
  | 'approve'
  | 'publish'
  | 'people'
  | 'evaluate'
  | 'masterData'
  | 'accounts'
  | 'privacy'
  | 'settings';

const FUNCTION_OF: Record<EmployeeAct, RoleFunction> = {
  see: 'see',
  note: 'note',
  triage: 'triage',
  order: 'order',
  acceptWork: 'order',
  approve: 'approve',
  publish: 'publish',
  people: 'people',
  evaluate: 'evaluate',
  masterData: 'people',
  accounts: 'administrate',
  privacy: 'administrate',
  settings: 'administrate',
};

export const EMPLOYEE_ACTS = Object.keys(FUNCTION_OF) as EmployeeAct[];

/**
 * The roles that let somebody do an act: on a property (without one: anywhere), and for an amount in cents where it is
 * about one (null: an order without a limit). Empty when they may not. Accounts and roles are given by who
 * administrates everything, and not in the name of somebody absent: what is given would outlast the absence. What people
 * may ask of their data concerns all that is stored: it is answered by who administrates every property.
 */
export function grants(
  rights: EmployeeRights,
  act: EmployeeAct,
  propertyId?: string,
  amountCents?: number | null,
): HeldRole[] {
  return rights.roles.filter(
    (role) =>
      role.functions.includes(FUNCTION_OF[act]) &&
      (act !== 'accounts' || (role.allProperties && role.standsInFor === null)) &&
      (act !== 'privacy' || role.allProperties) &&
      (propertyId === undefined || role.allProperties || role.propertyIds.includes(propertyId)) &&
      (amountCents === undefined ||
        role.limitCents === null ||
        (amountCents !== null && amountCents <= role.limitCents)),
  );
}

/** The properties on which somebody may do an act; null for all. */
export function propertiesFor(rights: EmployeeRights, act: EmployeeAct): string[] | null {
  return propertiesIn(grants(rights, act));
}

function propertiesIn(roles: readonly HeldRole[]): string[] | null {
  if (roles.some(({ allProperties }) => allProperties)) return null;
  return [...new Set(roles.flatMap(({ propertyIds }) => propertyIds))];
}

/** The highest amount in cents for which somebody may do an act on a property: null is any, undefined none at all. */
export function limitFor(
  rights: EmployeeRights,
  act: 'order' | 'approve',
  propertyId: string,
): number | null | undefined {
  const limits = grants(rights, act, propertyId).map(({ limitCents }) => limitCents);
  if (limits.includes(null)) return null;
  return limits.length > 0 ? Math.max(...limits.map(Number)) : undefined;
}

/** Whether somebody's roles together hold all that a ready-made one is made of. */
export function actsLike(rights: EmployeeRights, preset: EmployeeFunction): boolean {
  return PRESETS[preset].functions.every((each) => rights.roles.some(({ functions }) => functions.includes(each)));
}
