import { BoardMembership } from './entities/board-membership.ts';
import { Building } from './entities/building.ts';
import { Contractor } from './entities/contractor.ts';
import { Employee } from './entities/employee.ts';
import { Ownership } from './entities/ownership.ts';
import { Person } from './entities/person.ts';
import { Property } from './entities/property.ts';
import { Setting } from './entities/setting.ts';
import { StoredFile } from './entities/stored-file.ts';
import { Tenancy } from './entities/tenancy.ts';
import { UnconfirmedReporter } from './entities/unconfirmed-reporter.ts';
import { Unit } from './entities/unit.ts';

/** The master data of a workspace as entities. What lifecycles write is read and written by SQL alone. */
export const entities = [
  BoardMembership,
  Building,
  Contractor,
  Employee,
  Ownership,
  Person,
  Property,
  Setting,
  StoredFile,
  Tenancy,
  UnconfirmedReporter,
  Unit,
] as const;
