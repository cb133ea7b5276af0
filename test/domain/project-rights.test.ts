import { describe, expect, it } from 'vitest';
import { type ProjectFacts, projectAudiences, seesJoined, seesTodo } from '../../domain/rights/project.ts';
import { actorOf, passes, projectLink, type Viewer } from '../../domain/rights.ts';
import { presetRights } from '../../domain/roles.ts';
import { uuid } from './given.ts';

const [house, elsewhere, project] = [uuid(80), uuid(81), uuid(82)];
const [owner, board, firm, other] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const facts: ProjectFacts = {
  id: project,
  propertyId: house,
  parties: [{ role: 'management' }, { role: 'person', id: owner }, { role: 'contractor', id: firm }],
  boardIds: [board],
};
const employee = (properties: string[] | null): Viewer => ({
  kind: 'employee',
  personId: uuid(9),
  rights: presetRights('clerk', properties),
});
const person = (personId: string): Viewer => ({ kind: 'person', personId, resident: true, owner: true });
const contractor = (id: string): Viewer => ({ kind: 'contractor', personId: uuid(7), contractorIds: [id] });
const link = (projectId: string, kind: 'person' | 'contractor', id: string): Viewer => ({
  kind: 'projectLink',
  projectId,
  holder: { kind, id },
});

describe('who may look at a project, and as whom', () => {
  const cases: [string, Viewer, string[]][] = [
    ['an employee of the property', employee([house]), ['management']],
    ['an employee of another property', employee([elsewhere]), []],
    ['who is responsible for something', person(owner), [`person:${owner}`]],
    ['a member of the board', person(board), ['advisoryBoard', `person:${board}`]],
    ['another owner', person(other), []],
    ['the firm that has a part in it', contractor(firm), [`contractor:${firm}`]],
    ['another firm', contractor(other), []],
    ['the link of a person', link(project, 'person', owner), [`person:${owner}`]],
    ['the link of a board member', link(project, 'person', board), ['advisoryBoard', `person:${board}`]],
    ['the link of the firm', link(project, 'contractor', firm), [`contractor:${firm}`]],
    ['the link of who has no part any more', link(project, 'contractor', other), []],
    ['the link of another project', link(uuid(83), 'person', owner), []],
    ['nobody known', { kind: 'nobody' }, []],
  ];
  it.each(cases)('%s', (_, viewer, audiences) => {
    expect(projectAudiences(viewer, facts)).toEqual(audiences);
  });

  it('is all properties’ people for one that concerns several', () => {
    const several = { ...facts, propertyId: null };
    expect(projectAudiences(employee([house]), several)).toEqual([]);
    expect(projectAudiences(employee(null), several)).toEqual(['management']);
  });
});

it('each sees their own part of the room: the board votes and papers, a firm its orders, the management all', () => {
  const order = { noun: 'workOrder', contractorId: firm };
  const vote = { noun: 'campaign', contractorId: null };
  const ticket = { noun: 'ticket', contractorId: null };
  const seen = (as: Parameters<typeof seesJoined>[0]) => [order, vote, ticket].map((each) => seesJoined(as, each));
  expect(seen(['management'])).toEqual([true, true, true]);
  expect(seen(['advisoryBoard', `person:${board}`])).toEqual([false, true, false]);
  expect(seen([`contractor:${firm}`])).toEqual([true, false, false]);
  expect(seen([`contractor:${other}`])).toEqual([false, false, false]);
  expect(seen([`person:${owner}`])).toEqual([false, false, false]);
});

it('each sees the to-dos that are theirs, the management all', () => {
  expect(seesTodo(['management'], { role: 'contractor', id: firm })).toBe(true);
  expect(seesTodo([`contractor:${firm}`], { role: 'contractor', id: firm })).toBe(true);
  expect(seesTodo([`contractor:${firm}`], { role: 'contractor', id: other })).toBe(false);
  expect(seesTodo(['advisoryBoard', `person:${board}`], { role: 'advisoryBoard' })).toBe(true);
  expect(seesTodo([`person:${owner}`], { role: 'advisoryBoard' })).toBe(false);
  expect(seesTodo([`person:${owner}`], { role: 'management' })).toBe(false);
  expect(seesTodo([`person:${owner}`], { role: 'employee', id: owner })).toBe(false);
});

it('a link acts in the name of its holder, and passes only where links of projects may', () => {
  const viewer = link(project, 'contractor', firm);
  expect(actorOf(viewer)).toEqual({ kind: 'contractor', id: firm });
  expect(passes(projectLink, viewer)).toBe(true);
  expect(passes({ who: 'orderLink' }, viewer)).toBe(false);
});
