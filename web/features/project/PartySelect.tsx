import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Responsible } from '../../../domain/project/state.ts';
import type { RoleKind } from '../../../domain/project/template.ts';
import { Select } from '../../ui/Select.tsx';
import type { Candidate } from './queries.ts';
import { sayCandidate } from './words.ts';

const keyOf = (role: string, id: string | null | undefined): string => (id ? `${role}:${id}` : role);

/** A party as the list's value names it. */
export const partyKey = (party: Responsible): string => keyOf(party.role, 'id' in party ? party.id : null);

function partyOf(key: string): Responsible {
  const [role = '', id = ''] = key.split(':');
  if (role === 'employee' || role === 'person' || role === 'contractor') return { role, id };
  return role === 'advisoryBoard' ? { role } : { role: 'management' };
}

/** Who is responsible: whoever of the office is there, or somebody who can be in this property. */
export function PartySelect(props: {
  label: string;
  hideLabel?: boolean;
  hint?: string;
  candidates: readonly Candidate[];
  /** Puts those of this kind on top. */
  kind?: RoleKind;
  value: Responsible | undefined;
  error?: string | undefined;
  onChange: (party: Responsible) => void;
}): JSX.Element {
  const options = () => {
    const rows = props.candidates.map((each) => ({
      value: keyOf(each.role, each.id),
      label: sayCandidate(each),
      role: each.role,
    }));
    const first = rows.filter(({ role }) => role === props.kind);
    const rest = rows.filter(({ role }) => role !== props.kind);
    return [
      ...(props.value ? [] : [{ value: '', label: m.ui_choose(), disabled: true }]),
      ...first.map(({ value, label }) => ({ value, label })),
      { value: 'management', label: m.project_whoever() },
      ...rest.map(({ value, label }) => ({ value, label })),
    ];
  };
  return (
    <Select
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      hint={props.hint}
      error={props.error}
      value={props.value ? partyKey(props.value) : ''}
      options={options()}
      onChange={(key) => props.onChange(partyOf(key))}
    />
  );
}
