import { randomUUID } from 'node:crypto';
import { namelessPerson } from '../../../domain/person/person.ts';
import { SECRET, type Stranger, theirs } from './file.ts';

/** A report of damage in their unit, under their ticket's id. */
export const reported = () => ({
  ticketId: theirs.ticket,
  commandId: randomUUID(),
  buildingId: theirs.building,
  unitId: theirs.unit,
  place: 'unit' as const,
  category: 'water',
  title: 'Es tropft',
});

/** A person as the office writes them down; where it would be taken at home, it is wrong. */
export const written = ({ away }: Stranger) => ({ ...namelessPerson, familyName: away ? '' : 'Neu' });
export const ownStock = ({ away }: Stranger) => ({
  managementType: 'ownStock' as const,
  number: away ? '' : '1',
  name: 'Haus',
  federalState: 'BE' as const,
  street: 'Weg 1',
  postalCode: '10115',
  city: 'Berlin',
  approvalLimitCents: 0,
});
export const house = { name: 'B', street: 'Weg 1' };
export const flat = {
  number: '9',
  usage: 'flat' as const,
  floor: 0,
  position: '',
  staircase: '',
  area: null,
  rooms: null,
  shareNumerator: null,
};
export const flats = {
  usage: 'flat' as const,
  staircases: [],
  floorFrom: 0,
  floorTo: 1,
  perFloor: 2,
  positions: [],
  naming: '{n}',
  firstNumber: 20,
  restart: false,
  share: null,
};
export const paper = (id: string, revision: number) => ({
  id,
  revision,
  kind: 'circular' as const,
  visibility: 'private' as const,
  newcomers: false,
  validFrom: null,
  validUntil: null,
  addressees: [{ scope: 'unit' as const, id: theirs.unit, roles: ['residents' as const] }],
  title: SECRET,
  source: SECRET,
  files: [],
});
export const firm = { trades: ['roof' as const], internal: false, districts: [], note: '' };
