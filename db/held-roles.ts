/** SQL for the roles that a person holds today, as `HeldRole[]`: their own first, then those of whom they stand in for. */
export function heldRoles(person: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('role', h.role, 'name', h.name, 'functions', h.functions,
    'allProperties', h.all_properties, 'propertyIds', h.property_ids, 'limitCents', h.approval_limit_cents,
    'standsInFor', h.stands_in_for, 'until', h.valid_until) order by h.place, h.role), '[]')
    from held_role h where h.person_id = ${person})`;
}
