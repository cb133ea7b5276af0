import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type inferRouterInputs, initTRPC } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import { type AppRouter, appRouter } from '../../api/router.ts';
import {
  campaignToken,
  orderToken,
  preferencesToken,
  projectToken,
  ticketLinkOf,
  ticketToken,
} from '../../db/links.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { publishVersion } from '../../db/queries/document-publish.ts';
import { saveDraft } from '../../db/queries/documents.ts';
import { insertProject } from '../../db/queries/projects.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { builtinTemplate } from '../../domain/project/builtin.ts';
import { type ProjectCommand, projectCommand } from '../../domain/project/commands.ts';
import { begin } from '../../domain/project/rules.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';

/** Stands in every text of what nobody here may see. */
const SECRET = 'Geheim';

/** What belongs to workspace one's file that the strangers ask for. */
const theirs = {
  ticket: randomUUID(),
  order: randomUUID(),
  appointment: randomUUID(),
  building: '',
  unit: '',
  property: '',
  reporter: '',
  contractor: '',
  reportCode: '',
  session: '',
  /** A view that an employee keeps to themselves. */
  view: randomUUID(),
  /** An act of theirs on many tickets. */
  batch: randomUUID(),
  /** A calendar that an employee subscribes to. */
  feed: randomUUID(),
  /** Files that they are taking in. */
  import: randomUUID(),
  /** What their resident asked about their own data, and what keeps it. */
  request: randomUUID(),
  erasure: randomUUID(),
  hold: randomUUID(),
  /** A mail about their ticket that waits in the tray. */
  mail: randomUUID(),
  /** A project that they have a to-do in. */
  project: randomUUID(),
  /** When a clerk of theirs is away. */
  absence: randomUUID(),
  /** An invitation that waits for its person, and the round it was sent in. */
  invitation: randomUUID(),
  round: randomUUID(),
  /** Who reported without proof in their house, and what was decided about another. */
  unconfirmed: randomUUID(),
  decision: randomUUID(),
  /** What an owner said of a renter in their house. */
  renter: randomUUID(),
  /** A message about it that reached nobody. */
  message: randomUUID(),
  /** What their residents are asked, one of those, and a proxy. */
  campaign: randomUUID(),
  voter: randomUUID(),
  proxy: randomUUID(),
  /** A private paper for those who live in their unit. */
  document: randomUUID(),
};

/** A clerk of theirs: colleagues know each other. */
let aClerk = '';

type Inputs = inferRouterInputs<AppRouter>;
type Stranger = {
  who: string;
  host: string;
  headers: Record<string, string>;
  account: boolean;
  away: boolean;
  /** Works here, but on other properties or at other times. */
  colleague?: true;
};
type Entry<Input> = {
  input: (stranger: Stranger) => Input;
  /** Answers about nobody else's things: the caller's own, or what everybody may know. */
  open?: true;
  /** Is for every employee, whatever property they work on. */
  forColleagues?: true;
  /** Ends the caller's own session: asked only by those who have none. */
  endsSession?: true;
};
type Table = { [R in keyof Inputs]: { [P in keyof Inputs[R]]: Entry<Inputs[R][P]> } };

const nothing = { input: () => undefined };
const reported = () => ({
  ticketId: theirs.ticket,
  commandId: randomUUID(),
  buildingId: theirs.building,
  unitId: theirs.unit,
  place: 'unit' as const,
  category: 'water',
  title: 'Es tropft',
});
const template = builtinTemplate('roof', 'de');
/** The building's code is public where it hangs; in another company's house it means nothing. */
const codeFor = (stranger: Stranger) => (stranger.away ? theirs.reportCode : 'no such code');

/** A person as the office writes them down; where it would be taken at home, it is wrong. */
const written = ({ away }: Stranger) => ({
  kind: 'natural' as const,
  givenName: '',
  familyName: away ? '' : 'Neu',
  otherNames: '',
  email: '',
  phone: '',
  mobile: '',
  fax: '',
  street: '',
  postalCode: '',
  city: '',
  locale: 'de' as const,
  channel: 'mail' as const,
  sharePhone: false,
});
const ownStock = ({ away }: Stranger) => ({
  managementType: 'ownStock' as const,
  number: away ? '' : '1',
  name: 'Haus',
  federalState: 'BE' as const,
  street: 'Weg 1',
  postalCode: '10115',
  city: 'Berlin',
  approvalLimitCents: 0,
});
const house = { name: 'B', street: 'Weg 1' };
const flat = {
  number: '9',
  usage: 'flat' as const,
  floor: 0,
  position: '',
  staircase: '',
  area: null,
  rooms: null,
  shareNumerator: null,
};
const flats = {
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
const paper = (id: string, revision: number) => ({
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
const firm = { trades: ['roof' as const], internal: false, districts: [], note: '' };

/** An input for every procedure, naming what is not the caller's. A procedure without an entry is a type error. */
const table: Table = {
  absences: {
    list: { ...nothing, open: true, forColleagues: true },
    entitled: { ...nothing, open: true },
    save: {
      input: () => ({
        id: theirs.absence,
        kind: 'employee',
        whoId: aClerk,
        absence: { firstDay: '2026-01-01', lastDay: '2026-01-02' },
      }),
    },
    remove: { input: () => ({ id: theirs.absence }) },
  },
  account: {
    get: { ...nothing, open: true },
    changePassword: { input: () => ({ current: 'wrong password', password: 'Wind im Garten 9' }) },
    beginTotp: { input: () => ({ password: 'wrong password' }) },
    confirmTotp: { input: () => ({ code: '000000' }) },
    renewRecoveryCodes: { input: () => ({ code: '000000' }) },
    removeTotp: { input: () => ({ password: 'wrong password' }) },
  },
  appointments: {
    calendar: {
      input: () => ({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', property: theirs.property }),
      open: true,
    },
    feeds: { ...nothing, open: true },
    makeFeed: { input: () => ({ kind: 'property', subjectId: theirs.property }) },
    renewFeed: { input: () => ({ id: theirs.feed }) },
    removeFeed: { input: () => ({ id: theirs.feed }) },
  },
  batch: {
    start: {
      input: () => ({
        id: randomUUID(),
        command: { type: 'note', visibility: 'internal' },
        text: 'Bitte',
        ticketIds: [theirs.ticket],
      }),
    },
    get: { input: () => ({ id: theirs.batch }) },
    undo: { input: () => ({ id: theirs.batch }) },
  },
  categories: {
    form: { ...nothing, open: true },
    known: { ...nothing, open: true, forColleagues: true },
    get: { ...nothing, open: true, forColleagues: true },
    saveDraft: { input: () => ({ revision: 7, document: { categories: [] } }) },
    discardDraft: { input: () => ({ revision: 7 }) },
    publish: { input: () => ({ revision: 7 }) },
  },
  deliveries: {
    list: { ...nothing, open: true },
    count: { ...nothing, open: true },
    retry: { input: () => ({ id: theirs.message, way: 'mail' }) },
    settle: { input: () => ({ id: theirs.message }) },
  },
  campaigns: {
    list: { ...nothing, open: true },
    get: { input: () => ({ id: theirs.campaign }) },
    people: { input: () => ({ id: theirs.campaign, missing: false }) },
    preview: {
      input: () => ({ propertyId: theirs.property, kind: 'readReceipt', audience: 'residents', voting: null }),
    },
    open: {
      input: () => ({
        id: randomUUID(),
        commandId: randomUUID(),
        propertyId: theirs.property,
        kind: 'readReceipt',
        audience: 'residents',
        voting: null,
        title: 'Heizung',
        question: 'Bitte lesen',
        deadline: '2099-01-01T12:00:00Z',
      }),
    },
    act: { input: () => ({ id: theirs.campaign, commandId: randomUUID(), act: { type: 'withdraw' } }) },
    enter: {
      input: () => ({
        id: theirs.campaign,
        answerId: randomUUID(),
        voterId: theirs.voter,
        personId: theirs.reporter,
        choice: null,
        fileId: null,
      }),
    },
    mine: { ...nothing, open: true },
    ballot: { input: () => ({ id: theirs.campaign }) },
    opened: { input: () => ({ id: theirs.campaign }) },
    answer: {
      input: () => ({
        id: theirs.campaign,
        answerId: randomUUID(),
        voterId: theirs.voter,
        choice: null,
        under: null,
      }),
    },
    holders: { input: () => ({ id: theirs.campaign, personId: theirs.reporter }) },
    giveProxy: {
      input: () => ({
        id: theirs.campaign,
        proxyId: randomUUID(),
        voterId: theirs.voter,
        personId: theirs.reporter,
        holderId: theirs.reporter,
        instruction: null,
      }),
    },
    withdrawProxy: { input: () => ({ proxyId: theirs.proxy }) },
  },
  contractors: {
    get: { input: () => ({ id: theirs.contractor }), forColleagues: true },
    make: { input: () => ({ id: randomUUID(), personId: theirs.reporter, person: null, facts: firm }) },
    save: {
      input: (stranger) => ({
        id: theirs.contractor,
        revision: 1,
        personRevision: 1,
        person: written(stranger),
        facts: firm,
      }),
      forColleagues: true,
    },
    activate: { input: () => ({ id: theirs.contractor, revision: 1, active: false }), forColleagues: true },
    remove: { input: () => ({ id: theirs.contractor, revision: 1 }), forColleagues: true },
  },
  desk: {
    rows: { input: () => ({ tab: 'open', text: SECRET }), open: true },
    ids: { input: () => ({ tab: 'open' }), open: true },
    holders: { input: () => ({ property: theirs.property }), open: true },
    search: { input: () => ({ text: SECRET }), open: true },
    person: { input: () => ({ id: theirs.reporter }) },
    views: { ...nothing, open: true },
    // At home anybody of the office may save one of their own: there it has no name.
    saveView: { input: ({ away }) => ({ id: theirs.view, name: away ? '' : 'Meins', view: {} }) },
    removeView: { input: () => ({ id: theirs.view }) },
    star: { input: () => ({ ticketId: theirs.ticket, starred: true }) },
  },
  directory: {
    contractors: { ...nothing, open: true, forColleagues: true },
    properties: { ...nothing, open: true },
    employees: { ...nothing, open: true },
    places: { input: () => ({ text: SECRET }), open: true },
    residents: { input: () => ({ unitId: theirs.unit }), open: true },
    contact: { input: () => ({ personId: theirs.reporter }) },
    setContact: {
      input: () => ({
        personId: theirs.reporter,
        email: '',
        mobile: '',
        fax: '',
        street: 'Weg 1',
        postalCode: '10115',
        city: 'Berlin',
      }),
    },
  },
  documents: {
    list: { input: () => ({ text: SECRET }), open: true },
    get: { input: () => ({ id: theirs.document }) },
    audience: { input: () => ({ id: theirs.document }) },
    save: { input: () => paper(randomUUID(), 0) },
    discard: { input: () => ({ id: theirs.document, revision: 2 }) },
    publish: { input: () => ({ id: theirs.document, version: 1, revision: 2, tell: true }) },
    mail: { input: () => ({ id: theirs.document }) },
    delivery: { input: () => ({ id: theirs.document }) },
    retry: { input: () => ({ id: theirs.document, messageIds: [] }) },
    withdraw: { input: () => ({ id: theirs.document, reason: 'Falsch', tell: true }) },
    validUntil: { input: () => ({ id: theirs.document, validUntil: null }) },
    mine: { input: () => ({ text: SECRET }), open: true },
    read: { input: () => ({ id: theirs.document }) },
    opened: { input: () => ({ id: theirs.document }) },
  },
  duplicates: {
    offered: { input: () => ({ buildingId: theirs.building, place: 'common', category: 'lift', words: SECRET }) },
    follow: { input: () => ({ ticketId: theirs.ticket, commandId: randomUUID() }) },
    of: { input: () => ({ ticketId: theirs.ticket }) },
    merge: { input: () => ({ ticketId: theirs.ticket, into: theirs.ticket, commandId: randomUUID() }) },
    split: {
      input: () => ({
        ticketId: theirs.ticket,
        newTicketId: randomUUID(),
        commandId: randomUUID(),
        splitCommandId: randomUUID(),
        category: 'water',
        place: 'unit',
        title: 'Etwas anderes',
      }),
    },
  },
  imports: {
    list: { ...nothing, open: true },
    get: { input: () => ({ id: theirs.import }) },
    rows: { input: () => ({ id: theirs.import, kind: 'new' }) },
    setMapping: { input: () => ({ id: theirs.import, n: 0, mapping: { table: 'persons', fields: {} } }) },
    plan: { input: () => ({ id: theirs.import }) },
    take: { input: () => ({ id: theirs.import }) },
    undo: { input: () => ({ id: theirs.import }) },
    discard: { input: () => ({ id: theirs.import }) },
  },
  inbox: {
    count: { ...nothing, open: true },
    list: { input: () => ({ box: 'waiting' }), open: true },
    get: { input: () => ({ id: theirs.mail }) },
    confirm: { input: () => ({ id: theirs.mail, commandId: randomUUID() }) },
    fit: { input: () => ({ id: theirs.mail, ticketId: theirs.ticket }) },
    attach: {
      input: () => ({ id: theirs.mail, commandId: randomUUID(), ticketId: theirs.ticket, as: 'office' }),
    },
    makeTicket: {
      input: () => {
        const { ticketId, ...said } = reported();
        return { ...said, ticketId, id: theirs.mail };
      },
    },
    reject: { input: () => ({ id: theirs.mail }) },
    restore: { input: () => ({ id: theirs.mail }) },
  },
  insight: { of: { input: () => ({ personId: theirs.reporter }) } },
  invitations: {
    list: { input: () => ({ text: SECRET }), open: true },
    overview: { ...nothing, open: true },
    preview: { input: () => ({ scope: { kind: 'people' as const, ids: [theirs.reporter] }, choice: 'best' as const }) },
    send: {
      input: () => ({
        id: randomUUID(),
        scope: { kind: 'property' as const, id: theirs.property },
        choice: 'best' as const,
        fingerprint: 'any',
      }),
    },
    withdraw: { input: () => ({ id: theirs.invitation }) },
    post: { input: () => ({ id: theirs.round }) },
    setSettings: { input: ({ away }) => ({ reminders: [away ? 99 : 3], lastNote: 9, approveRenters: false }) },
    open: { input: () => ({ secret: 'ABCD-EFGH-JKMN' }) },
    proveEmail: { input: () => ({ opened: 'none', email: 'fremd@example.de' }) },
    redeem: { input: () => ({ opened: 'none', password }) },
  },
  letters: {
    list: { ...nothing, open: true },
    makeRun: { input: () => ({ id: randomUUID() }) },
    post: { input: () => ({ id: randomUUID() }) },
    settings: { ...nothing, open: true },
    setFax: { input: ({ away }) => ({ gateway: away ? 'not a domain' : 'fax.test', format: 'plus', number: '' }) },
    setLetterhead: {
      input: ({ away }) => ({ name: 'Nord', street: 'Weg 1', postalCode: away ? '' : '10115', city: 'Berlin' }),
    },
  },
  live: {
    changes: {
      input: () => ({
        topics: [`ticket:${theirs.ticket}`, `workOrder:${theirs.order}`, `project:${theirs.project}`],
      }),
    },
  },
  operation: { get: { ...nothing, open: true, forColleagues: true } },
  orders: {
    place: {
      input: () => ({
        orderId: randomUUID(),
        commandId: randomUUID(),
        tickets: [theirs.ticket],
        contractors: [theirs.contractor],
        needsAppointment: false,
        title: 'Reparatur',
      }),
    },
    get: { input: () => ({ id: theirs.order }) },
    mine: { ...nothing, open: true },
    act: {
      input: () => ({
        orderId: theirs.order,
        commandId: randomUUID(),
        command: { type: 'moveAppointment', appointment: theirs.appointment },
        text: 'Bitte',
      }),
    },
    offers: { input: () => ({ orderId: theirs.order }) },
    together: { input: () => ({ ticketId: theirs.ticket }) },
    ofTicket: { input: () => ({ ticketId: theirs.ticket }) },
  },
  people: {
    list: { input: () => ({ text: SECRET }), open: true },
    get: { input: () => ({ id: theirs.reporter }) },
    make: { input: (stranger) => ({ id: randomUUID(), person: written(stranger) }), forColleagues: true },
    save: { input: (stranger) => ({ id: theirs.reporter, revision: 2, person: written(stranger) }) },
    activate: { input: () => ({ id: theirs.reporter, revision: 2, active: false }) },
    remove: { input: () => ({ id: theirs.reporter, revision: 2 }) },
    merge: {
      input: () => ({ keep: { id: theirs.reporter, revision: 2 }, drop: { id: theirs.contractor, revision: 1 } }),
    },
    unmerge: { input: () => ({ id: theirs.reporter, mergeId: randomUUID() }) },
  },
  policies: {
    get: { ...nothing, open: true, forColleagues: true },
    saveDraft: {
      input: () => ({ revision: 7, document: { office: { opens: 480, closes: 1020 }, stages: {}, categories: {} } }),
    },
    discardDraft: { input: () => ({ revision: 7 }) },
    publish: { input: () => ({ revision: 7 }) },
    travel: {
      input: () => ({
        from: '2020-01-01',
        to: '2030-01-01',
        document: { office: { opens: 480, closes: 1020 }, stages: {}, categories: {} },
      }),
      open: true,
      forColleagues: true,
    },
    moveTicket: { input: () => ({ ticketId: theirs.ticket }) },
    moveAll: { ...nothing, open: true, forColleagues: true },
  },
  portal: {
    places: { input: (stranger) => ({ code: codeFor(stranger) }) },
    beginUpload: { input: (stranger) => ({ reportCode: codeFor(stranger) }) },
    requestCode: { input: (stranger) => ({ reportCode: codeFor(stranger), email: 'x@y.test', name: 'Xaver' }) },
    known: {
      input: (stranger) => ({ reportCode: codeFor(stranger), buildingId: theirs.building, category: 'water' }),
    },
    join: {
      input: (stranger) => ({
        reportCode: codeFor(stranger),
        ticketId: theirs.ticket,
        commandId: randomUUID(),
        email: 'x@y.test',
        code: '123456',
        name: 'Xaver',
      }),
    },
    report: {
      input: (stranger) => ({
        ...reported(),
        unitId: null,
        reportCode: codeFor(stranger),
        email: 'x@y.test',
        code: '123456',
        name: 'Xaver',
      }),
    },
  },
  preferences: {
    // Everybody has preferences of their own; at another company's none are named that could be kept.
    get: { ...nothing, open: true },
    set: { input: () => ({ way: 'pigeon' as 'mail', preferences: {} }) },
    ofPerson: { input: () => ({ personId: theirs.reporter }) },
    setForPerson: { input: () => ({ personId: theirs.reporter, way: 'mail', preferences: {} }) },
    quiet: { ...nothing, open: true, forColleagues: true },
    setQuiet: { input: ({ away }) => ({ quiet: away ? { from: 60, until: 60, mails: false } : null }) },
  },
  privacy: {
    list: { ...nothing, open: true },
    ofPerson: { input: () => ({ personId: theirs.reporter }) },
    enter: {
      input: () => ({
        id: randomUUID(),
        kind: 'access',
        personId: theirs.reporter,
        receivedOn: '2026-01-02',
        way: 'letter',
        identity: null,
      }),
    },
    identify: { input: () => ({ id: theirs.request, identity: 'idCard' }) },
    extend: { input: () => ({ id: theirs.request, months: 1, reason: 'Urlaub' }) },
    release: { input: () => ({ id: theirs.request, withoutInternal: false }) },
    handOver: { input: () => ({ id: theirs.request, on: '2026-01-02', by: 'letter' }) },
    refuse: { input: () => ({ id: theirs.request, reason: 'Unbekannt' }) },
    erase: { input: () => ({ id: theirs.erasure }) },
    setHold: { input: () => ({ id: randomUUID(), personId: theirs.reporter, reason: 'Klage', until: null }) },
    liftHold: { input: () => ({ id: theirs.hold }) },
    mine: { ...nothing, open: true },
    ask: { input: () => ({ id: theirs.request, kind: 'access' }) },
    withdraw: { input: () => ({ id: theirs.request }) },
  },
  projects: {
    list: { input: () => ({ text: SECRET }), open: true },
    get: { input: () => ({ id: theirs.project }) },
    mine: { ...nothing, open: true },
    start: {
      input: () => ({
        projectId: randomUUID(),
        commandId: randomUUID(),
        propertyId: theirs.property,
        title: 'Dach',
        template: null,
        start: '2026-11-25',
        roles: [],
      }),
    },
    act: {
      input: () => ({
        projectId: theirs.project,
        commandId: randomUUID(),
        command: { type: 'done', todo: 1 },
      }),
    },
    previewMove: { input: () => ({ projectId: theirs.project, todo: 1, when: { on: '2040-01-04' } }) },
    candidates: { input: () => ({ propertyId: theirs.property }) },
    joinable: { input: () => ({ projectId: theirs.project }) },
    ofTicket: { input: () => ({ ticketId: theirs.ticket }) },
    templates: { ...nothing, open: true, forColleagues: true },
    preview: { input: () => ({ document: template, start: '2026-11-25', propertyId: theirs.property }) },
    publishTemplate: { input: () => ({ id: 'roof', seen: 7, document: template }) },
  },
  properties: {
    list: { input: () => ({ text: SECRET }), open: true },
    get: { input: () => ({ id: theirs.property }) },
    make: { input: (stranger) => ({ id: randomUUID(), property: ownStock(stranger), buildings: [house] }) },
    save: { input: (stranger) => ({ id: theirs.property, revision: 2, property: ownStock(stranger) }) },
    activate: { input: () => ({ id: theirs.property, revision: 2, active: false }) },
    remove: { input: () => ({ id: theirs.property, revision: 2 }) },
    prefer: {
      input: () => ({
        id: theirs.property,
        revision: 2,
        preferred: [{ trade: 'roof', contractorId: theirs.contractor }],
      }),
    },
    setBoard: {
      input: () => ({
        id: theirs.property,
        revision: 2,
        board: [{ personId: theirs.reporter, from: '2026-01-01', until: null }],
      }),
    },
    makeBuilding: { input: () => ({ id: randomUUID(), propertyId: theirs.property, building: house }) },
    saveBuilding: { input: () => ({ id: theirs.building, revision: 1, building: house }) },
    removeBuilding: { input: () => ({ id: theirs.building, revision: 1 }) },
  },
  renters: {
    own: { ...nothing, open: true },
    report: {
      input: (stranger) => ({
        id: randomUUID(),
        unitId: theirs.unit,
        revision: 1,
        endsOn: null,
        beginsOn: '2030-01-01',
        renter: written(stranger),
      }),
    },
    withdraw: { input: () => ({ id: theirs.renter }) },
    waiting: { ...nothing, open: true },
    approve: { input: () => ({ id: theirs.renter }) },
    reject: { input: () => ({ id: theirs.renter, reason: 'Nein' }) },
  },
  reporters: {
    list: { input: () => ({}), open: true },
    decide: {
      input: () => ({ id: randomUUID(), reporterIds: [theirs.unconfirmed], personId: null }),
    },
    undo: { input: () => ({ id: theirs.decision }) },
  },
  session: {
    signIn: { input: () => ({ entrance: 'residents', email: 'rita@one.test', password: 'wrong password' }) },
    signOut: { ...nothing, endsSession: true },
    me: { ...nothing, open: true },
    list: { ...nothing, open: true },
    revoke: { input: () => ({ id: theirs.session }) },
    requestMailLink: { input: () => ({ entrance: 'residents', email: 'nobody@one.test' }), open: true },
    redeemCode: { input: () => ({ entrance: 'residents', email: 'rita@one.test', code: 'ABCD1234' }) },
    secondFactor: {
      input: () => ({ pending: `${theirs.reporter}.${theirs.reporter}.9999999999.AAAA`, code: '123456' }),
    },
    requestNewPassword: { input: () => ({ entrance: 'residents', email: 'nobody@one.test' }), open: true },
    setNewPassword: {
      input: () => ({ entrance: 'residents', email: 'rita@one.test', code: 'ABCD1234', password: 'Wind im Garten 9' }),
    },
  },
  team: {
    list: { ...nothing, open: true },
    setRoles: {
      input: () => ({
        personId: aClerk,
        active: true,
        onCall: false,
        roles: [{ role: 'no such role', allProperties: true }],
      }),
    },
    saveRole: { input: () => ({ key: theirs.view, role: { name: 'Alles', functions: ['administrate'], told: null } }) },
    removeRole: { input: () => ({ key: theirs.view }) },
    setTotpRequired: { input: () => ({ required: true }) },
    resetTotp: { input: () => ({ personId: aClerk }) },
    approvers: { input: () => ({ ticketId: theirs.ticket, act: 'order', amountCents: null }) },
  },
  texts: {
    blocks: { ...nothing, open: true, forColleagues: true },
    saveBlock: { input: () => ({ id: randomUUID(), name: 'x', purpose: 'any', text: '{Unbekannt}' }) },
    removeBlock: { input: () => ({ id: randomUUID() }) },
    ticketTemplates: { ...nothing, open: true, forColleagues: true },
    saveTicketTemplate: {
      input: () => ({ id: randomUUID(), name: 'x', category: 'unknown', urgency: 'normal', title: 'xxx' }),
    },
    removeTicketTemplate: { input: () => ({ id: randomUUID() }) },
    additions: { ...nothing, open: true, forColleagues: true },
    saveAddition: { input: () => ({ template: 'ticketClosed', locale: 'de', text: '{Unbekannt}' }) },
    preview: { input: () => ({ template: 'ticketClosed', locale: 'de', text: 'x' }), open: true, forColleagues: true },
  },
  tickets: {
    get: { input: () => ({ id: theirs.ticket }) },
    mine: { ...nothing, open: true },
    places: { ...nothing, open: true },
    report: { input: reported },
    create: { input: () => ({ ...reported(), reporterId: theirs.reporter }) },
    act: {
      input: () => ({
        ticketId: theirs.ticket,
        commandId: randomUUID(),
        command: { type: 'note', visibility: 'visible' },
        text: 'Bitte',
      }),
    },
    bind: { input: () => ({ ticketId: theirs.ticket, personId: theirs.reporter }) },
    bindSuggestions: { input: () => ({ ticketId: theirs.ticket }) },
    clients: { input: () => ({ ticketId: theirs.ticket }) },
    offers: { input: () => ({ ticketId: theirs.ticket }) },
  },
  units: {
    list: { input: () => ({ text: SECRET }), open: true },
    get: { input: () => ({ id: theirs.unit }) },
    make: { input: () => ({ id: randomUUID(), buildingId: theirs.building, unit: flat }) },
    save: { input: () => ({ id: theirs.unit, revision: 2, unit: flat }) },
    activate: { input: () => ({ id: theirs.unit, revision: 2, active: false }) },
    remove: { input: () => ({ id: theirs.unit, revision: 2 }) },
    preview: { input: () => ({ buildingId: theirs.building, pattern: flats }) },
    makeMany: { input: () => ({ buildingId: theirs.building, pattern: flats }) },
    handOver: {
      input: () => ({ id: theirs.unit, revision: 2, endsOn: '2026-01-31', beginsOn: null, newcomers: [] }),
    },
    sell: { input: () => ({ id: theirs.unit, revision: 2, day: '2026-01-01', buyers: [], movesOut: false }) },
    undo: { input: () => ({ id: theirs.unit, actId: randomUUID() }) },
    correct: {
      input: () => ({ id: theirs.unit, revision: 2, kind: 'tenancy', periodId: randomUUID(), period: null }),
    },
  },
  workspace: { public: { ...nothing, open: true } },
};

type Start = Extract<ProjectCommand, { type: 'start' }>;
type Procedure = { _def: { type: string; meta?: { rules?: readonly unknown[] } } };
const proceduresOf = (router: { _def: { procedures: unknown } }) =>
  Object.entries(router._def.procedures as Record<string, Procedure>);

/** Procedures that anybody could call because nobody said who may. */
const withoutRule = (router: { _def: { procedures: unknown } }) =>
  proceduresOf(router)
    .filter(([, { _def }]) => !_def.meta?.rules?.length)
    .map(([name]) => name);

/** What an answer tells of the file that it must not: its words, or an id of it that the question did not name. */
function leaksIn(body: string, asked: string): string[] {
  const secrets = [SECRET, ...Object.values(theirs).filter((id) => id !== '' && !asked.includes(id))];
  return secrets.filter((secret) => body.includes(secret));
}

let api: TestApi;
const strangers: Stranger[] = [];

beforeAll(async () => {
  api = await startTestApi();
  const { one, two } = api;
  theirs.reporter = await person(one, { email: 'rita@one.test', resident: true, password });
  const firm = await person(one, { email: 'kurt@one.test', contractor: true, password });
  const [place] = await one.query<{ unit: string; building: string; property: string; code: string }>(
    `select u.id as unit, b.id as building, p.id as property, p.report_code as code from tenancy t
     join unit u on u.id = t.unit_id join building b on b.id = u.building_id join property p on p.id = b.property_id
     where t.person_id = $1`,
    [theirs.reporter],
  );
  Object.assign(theirs, { unit: place?.unit, building: place?.building, property: place?.property });
  theirs.reportCode = place?.code ?? '';
  theirs.contractor = await contractorOf(one, firm);
  await one.query(`update person set family_name = $1 where email = 'rita@one.test'`, [SECRET]);
  await one.query('update property set name = $1, street = $1, city = $1 where id = $2', [SECRET, theirs.property]);
  await file(one, theirs.ticket, theirs.order, theirs.reporter, theirs.contractor);
  await one.query(
    `insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, revision)
     values ($1, $2, $3, 'agreed', '2026-01-15T08:00Z', '2026-01-15T10:00Z', 1)`,
    [theirs.appointment, theirs.order, theirs.ticket],
  );

  const cookie = async (host: string, email: string, entrance: string) => {
    const signedIn = await api.call(host, 'session.signIn', { entrance, email, password });
    return { cookie: signedIn.cookie ?? '' };
  };
  await cookie('one.localhost', 'rita@one.test', 'residents');
  const [session] = await one.query<{ id: string }>('select id from account_session limit 1');
  theirs.session = session?.id ?? '';
  const keeper = await person(one, { email: 'karin@one.test', employee: 'clerk', password });
  await one.query(`insert into saved_view (id, owner_id, name, body) values ($1, $2, $3, '{}')`, [
    theirs.view,
    keeper,
    SECRET,
  ]);
  aClerk = keeper;
  await one.query(
    `insert into absence (id, person_id, first_day, last_day) values ($1, $2, '2020-01-01', '2020-01-02')`,
    [theirs.absence, keeper],
  );
  await one.query(
    `insert into renter_report (id, unit_id, owner_id, begins_on, renter) values ($1, $2, $3, '2030-01-01', $4)`,
    [theirs.renter, theirs.unit, theirs.reporter, JSON.stringify({ givenName: '', familyName: SECRET, email: '' })],
  );
  for (const id of [theirs.unconfirmed, randomUUID()]) {
    await one.query('insert into unconfirmed_reporter (id, name, email) values ($1, $2, $3)', [
      id,
      SECRET,
      `${id}@ohne.test`,
    ]);
    await one.query(
      `insert into ticket (id, number, property_id, place, unconfirmed_id, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values (gen_random_uuid(), 'O-' || $1::uuid, $2, 'common', $1, 'water', 'normal', $3, 'new', 1,
         gen_random_uuid(), now(), now())`,
      [id, theirs.property, SECRET],
    );
    if (id !== theirs.unconfirmed)
      await one.query(
        `insert into reporter_decision (id, kind, actor, reporter_ids, tickets) values ($1, 'notResident', '{}', $2, '[]')`,
        [theirs.decision, [id]],
      );
  }
  await one.query(`insert into invitation_round (id, made_by, scope, print_file) values ($1, $2, '{}', 'x')`, [
    theirs.round,
    keeper,
  ]);
  await one.query(
    `insert into invitation (id, round_id, person_id, entrance, way, property_id, state, expires_at)
     values ($1, $2, $3, 'residents', 'letter', $4, 'open', now() + interval '9 days')`,
    [theirs.invitation, theirs.round, theirs.reporter, theirs.property],
  );
  await one.query(`insert into import_run (id, state, begun_by) values ($1, 'mapping', $2)`, [theirs.import, keeper]);
  await one.query(`insert into calendar_feed (id, person_id, kind) values ($1, $2, 'all')`, [theirs.feed, keeper]);
  for (const [id, kind] of [
    [theirs.request, 'access'],
    [theirs.erasure, 'erasure'],
  ])
    await one.query(
      `insert into privacy_request (id, kind, person_id, received_on, way, state, identity, due_on, entered_by)
       values ($1, $2, $3, berlin_today(), 'letter', 'open', 'idCard', berlin_today() + 30, '{}')`,
      [id, kind, theirs.reporter],
    );
  await one.query('insert into retention_hold (id, person_id, reason, set_by) values ($1, $2, $3, $4)', [
    theirs.hold,
    theirs.reporter,
    SECRET,
    keeper,
  ]);
  await one.query(
    `insert into batch (id, actor, type, facts, words, state) values ($1, $2, 'note', '{}', '{}', 'done')`,
    [theirs.batch, JSON.stringify({ kind: 'employee', id: keeper })],
  );

  await one.query(
    `insert into inbound_mail (id, sha256, bytes, state, reason, from_address, from_name, subject, own_words, whole,
       ticket_id) values ($1, repeat('0', 64), 1, 'waiting', 'otherAddress', $2, $2, $2, $2, $2, $3)`,
    [theirs.mail, SECRET, theirs.ticket],
  );
  await project(one, theirs.project, theirs.property, theirs.contractor);
  await one.query(
    `insert into message (id, noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
       due_at, state, told_at)
     values ($1, 'ticket', $2, $2, 'noteAdded:1', 1, 'person', $3, 'reporter', 'noteAdded', now(), 'failed', now())`,
    [theirs.message, theirs.ticket, theirs.reporter],
  );
  await campaign(one, theirs.campaign, theirs.voter, theirs.reporter);
  await one.query(
    `insert into campaign_proxy (id, campaign_id, voter_id, person_id, holder_id, given_by)
     values ($1, $2, $3, $4, $4, '{}')`,
    [theirs.proxy, theirs.campaign, theirs.voter, theirs.reporter],
  );
  const { id, revision, title, source, files, ...addressing } = paper(theirs.document, 0);
  await saveDraft(one, { id, revision, addressing, text: { title, source, files }, by: keeper });
  await publishVersion(one, { id, n: 1, revision: 1, tell: false, by: keeper });
  await person(two, { email: 'mara@two.test', employee: 'manager', password });
  const neighbour = await person(one, { email: 'nils@one.test', resident: true, password });
  const former = await person(one, { email: 'frieda@one.test', password });
  await one.query(
    `insert into tenancy (unit_id, person_id, role, valid_from, valid_until)
     values ($1, $2, 'renter', '2010-01-01', berlin_today() - 30)`,
    [theirs.unit, former],
  );
  const elsewhere = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  await one.query('update employee set all_properties = false where person_id = $1', [elsewhere]);
  const otherFirm = await person(one, { email: 'otto@one.test', contractor: true, password });
  const [ticket, order, contractor] = [randomUUID(), randomUUID(), await contractorOf(one, otherFirm)];
  await file(one, ticket, order, neighbour, contractor);
  await one.query(`update ticket set title = 'T', description = '', access_wishes = '' where id = $1`, [ticket]);
  await one.query(`update work_order set title = 'T', instructions = '' where id = $1`, [order]);
  const [home] = await one.query<{ unit: string; property: string }>(
    `select u.id as unit, b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [neighbour],
  );
  await one.query('update ticket set unit_id = $2, property_id = $3 where id = $1', [
    ticket,
    home?.unit,
    home?.property,
  ]);
  await one.query('update work_order set property_id = $2 where id = $1', [order, home?.property]);
  const otherCampaign = randomUUID();
  await campaign(one, otherCampaign, randomUUID(), neighbour);
  await one.query(`update campaign set title = 'C', question = 'C', property_id = $2 where id = $1`, [
    otherCampaign,
    home?.property,
  ]);
  const asks = { campaignId: otherCampaign, personId: neighbour, generation: 1 };
  const generations = { orderGeneration: 1, contractorGeneration: 1 };
  const link = { orderId: order, contractorId: contractor, ...generations };
  const mixed = { orderId: theirs.order, contractorId: contractor, ...generations };
  const forged = { orderId: theirs.order, contractorId: theirs.contractor, ...generations };
  const own = { ticketId: ticket, recipient: { kind: 'person', id: neighbour }, generation: 1 } as const;
  const foreign = { ...own, ticketId: theirs.ticket };
  const at = 'one.localhost';
  const add = (who: string, headers: Record<string, string>, host = at) =>
    strangers.push({ who, host, headers, account: 'cookie' in headers, away: host !== at });
  add('nobody known', {});
  const mara = await cookie('two.localhost', 'mara@two.test', 'management');
  add('an employee of another workspace, at home', mara, 'two.localhost');
  strangers.push({
    who: 'an employee of another workspace, here',
    host: at,
    headers: mara,
    account: false,
    away: false,
  });
  const colleague = async (who: string, email: string) =>
    strangers.push({
      who,
      host: at,
      headers: await cookie(at, email, 'management'),
      account: true,
      away: false,
      colleague: true,
    });
  await colleague('a clerk of other properties', 'carla@one.test');
  for (const [who, email, role] of [
    ['a caretaker of other properties', 'hans@one.test', 'caretaker'],
    ['an accountant of other properties', 'ada@one.test', 'accountant'],
  ] as const) {
    const id = await person(one, { email, employee: role, password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await colleague(who, email);
  }
  for (const [who, email, from, until] of [
    ['who works on it from tomorrow', 'toni@one.test', 1, 9],
    ['who worked on it until yesterday', 'yves@one.test', -9, -1],
  ] as const) {
    const id = await person(one, { email, employee: 'caretaker', password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await one.query(
      `with given as (insert into employee_role (person_id, role, all_properties, valid_from, valid_until)
         values ($1, 'clerk', false, berlin_today() + $3::int, berlin_today() + $4::int) returning id)
       insert into employee_role_property select id, $2 from given`,
      [id, theirs.property, from, until],
    );
    await colleague(who, email);
  }
  for (const [who, email, from, until] of [
    ['who stands in from tomorrow', 'mia@one.test', 1, 9],
    ['who stood in until yesterday', 'noah@one.test', -9, -1],
  ] as const) {
    const id = await person(one, { email, employee: 'caretaker', password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await one.query(
      `insert into absence (person_id, first_day, last_day, substitute_id)
       values ($1, berlin_today() + $3::int, berlin_today() + $4::int, $2)`,
      [keeper, id, from, until],
    );
    await colleague(who, email);
  }
  add('the resident of another unit', await cookie(at, 'nils@one.test', 'residents'));
  add('the former resident', await cookie(at, 'frieda@one.test', 'residents'));
  add('the contractor of another order', await cookie(at, 'otto@one.test', 'contractors'));
  add('the link of another order', { 'x-link': orderToken(one.key, link) });
  add('the order’s link made out to another contractor', { 'x-link': orderToken(one.key, mixed) });
  add('the order’s link with another workspace’s key', { 'x-link': orderToken(two.key, forged) });
  const plan = randomUUID();
  await project(one, plan, home?.property ?? '', contractor);
  await one.query(`update project set title = 'T', description = '' where id = $1`, [plan]);
  await one.query(`update todo set title = 'T', text = '' where project_id = $1`, [plan]);
  const part = {
    projectId: plan,
    holder: { kind: 'contractor', id: contractor },
    projectGeneration: 1,
    holderGeneration: 1,
  } as const;
  add('the link of another project', { 'x-link': projectToken(one.key, part) });
  add('the project’s link made out to another contractor', {
    'x-link': projectToken(one.key, { ...part, projectId: theirs.project }),
  });
  add('the project’s link made out to a neighbour', {
    'x-link': projectToken(one.key, {
      ...part,
      projectId: theirs.project,
      holder: { kind: 'person', id: neighbour },
    }),
  });
  add('the link of another ticket', { 'x-link': ticketToken(one.key, own) });
  add('a neighbour’s link to their notifications', {
    'x-link': preferencesToken(one.key, { personId: neighbour, generation: 1, kind: null }),
  });
  add('the link to somebody’s notifications with another workspace’s key', {
    'x-link': preferencesToken(two.key, { personId: theirs.reporter, generation: 1, kind: null }),
  });
  add('the ticket’s link made out to a neighbour', { 'x-link': ticketToken(one.key, foreign) });
  add('the link of another campaign', { 'x-link': campaignToken(one.key, asks) });
  add('the campaign’s link made out to a neighbour', {
    'x-link': campaignToken(one.key, { ...asks, campaignId: theirs.campaign }),
  });
});
afterAll(() => api.close());

async function contractorOf(workspace: Workspace, personId: string): Promise<string> {
  const [row] = await workspace.query<{ id: string }>('select id from contractor where person_id = $1', [personId]);
  return row?.id ?? '';
}

/** A ticket with an order, all of whose words are secret. */
async function file(workspace: Workspace, ticket: string, order: string, reporter: string, contractor: string) {
  await workspace.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       description, access_wishes, phase, policy_version, command_id, reported_at, changed_at)
     values ($1, 'T-' || $1::uuid, $2, $3, $4, 'unit', $5, 'water', 'normal', $6, $6, $6, 'new', 1, gen_random_uuid(),
       now() - interval '3 days', now())`,
    [ticket, theirs.property, theirs.building, theirs.unit, reporter, SECRET],
  );
  await workspace.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, instructions, urgency,
       phase, policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-' || $1::uuid, $2, $3, $4, $4, $5, $5, 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [order, theirs.property, contractor, JSON.stringify({ kind: 'workspace', name: 'W', address: 'W' }), SECRET],
  );
  await workspace.query('insert into work_order_ticket values ($1, $2)', [order, ticket]);
}

/** A project with one to-do of a contractor, all of whose words are secret. */
async function project(workspace: Workspace, id: string, property: string, contractor: string) {
  const command: StoredCommand = {
    id: randomUUID(),
    noun: 'project',
    subjectId: id,
    type: 'start',
    actor: { kind: 'system' },
    at: '2026-11-23T08:00:00.000Z',
    facts: {},
    words: {},
    files: [],
  };
  const todo = { title: SECRET, text: SECRET, items: [] };
  await workspace.transaction((q) =>
    insertProject(q, command, {
      propertyId: property,
      title: SECRET,
      description: SECRET,
      template: null,
      lead: null,
      policy: 1,
      urgency: 'normal',
      todos: [todo],
    }),
  );
  const start = {
    type: 'start',
    policy: 1,
    urgency: 'normal',
    federalState: 'BE',
    template: null,
    lead: null,
    parties: [{ role: 'contractor', id: contractor }],
    todos: [{ who: 0, when: { on: '2040-01-04' } }],
  } as const;
  const { id: commandId, actor, at } = command;
  const { state } = begin(id, { id: commandId, actor, at, command: projectCommand.parse(start) as Start });
  await writeRevisions(workspace, 'project', id, [{ command: commandId, state, happenings: [], messages: [] }]);
}

/** A campaign that asks one person, all of whose words are secret. */
async function campaign(workspace: Workspace, id: string, voter: string, asked: string) {
  await workspace.query(
    `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
       audience, question, key_date, deadline)
     values ($1, 'L-' || $1::uuid, $2, $3, 'open', 1, gen_random_uuid(), now(), now(), 'readReceipt', 'residents', $3,
       berlin_today(), now() + interval '10 days')`,
    [id, theirs.property, SECRET],
  );
  await workspace.query(`insert into campaign_voter values ($1, $2, '{}', 1, 1, 0, 1, null)`, [voter, id]);
  await workspace.query('insert into campaign_person values ($1, $2, $3)', [id, voter, asked]);
}

const reading = new Map<Workspace, Promise<string>>();

/** The statement that reads everything: asked for hundreds of times, so it is made once. */
async function readingAll(workspace: Workspace): Promise<string> {
  const tables = await workspace.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not in ('rate_limit', 'sign_in_failure') order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' || coalesce(md5(string_agg(x::text, ',' order by x::text)), '') as word from "${name}" x`,
  );
  return each.join(' union all ');
}

/** All rows of a workspace as one word, but for the counters of tries. */
async function contents(workspace: Workspace): Promise<string> {
  const sql = reading.get(workspace) ?? readingAll(workspace);
  reading.set(workspace, sql);
  return (await workspace.query<{ word: string }>(await sql, []))
    .map(({ word }) => word)
    .sort()
    .join('\n');
}

const bothContents = () => Promise.all([contents(api.one), contents(api.two)]);

/** What a stranger gets (each refusal counts as 400); of a stream what comes first. */
function ask(
  stranger: Stranger,
  name: string,
  type: string,
  input: unknown,
): Promise<{ status: number; body: string }> {
  const text = input === undefined ? '' : JSON.stringify(input);
  const path = `/api/trpc/${name}`;
  return new Promise((resolve, reject) => {
    const origin = `http://${stranger.host}:${api.port}`;
    const sent = request(
      {
        host: '127.0.0.1',
        port: api.port,
        agent: false,
        method: type === 'mutation' ? 'POST' : 'GET',
        path: type === 'mutation' ? path : `${path}${text && `?input=${encodeURIComponent(text)}`}`,
        headers: {
          host: `${stranger.host}:${api.port}`,
          ...(type === 'mutation' && { origin, 'content-type': 'application/json' }),
          ...(type === 'subscription' && { accept: 'text/event-stream' }),
          ...stranger.headers,
        },
      },
      (response) => {
        let body = '';
        const done = () => {
          resolve({ status: /"httpStatus":4/.test(body) ? 400 : (response.statusCode ?? 0), body });
          sent.destroy();
        };
        response.on('data', (chunk) => {
          body += String(chunk);
          if (type === 'subscription' && /"domain"|"all"/.test(body)) done();
        });
        response.on('end', done);
        response.on('error', () => {});
      },
    );
    sent.on('error', reject);
    sent.end(type === 'mutation' ? text : undefined);
  });
}

function entryOf(name: string): Entry<unknown> | undefined {
  const [noun = '', verb = ''] = name.split('.');
  return (table as unknown as Record<string, Record<string, Entry<unknown>>>)[noun]?.[verb];
}

test('every procedure has a rule and an entry here; one without a rule is found', () => {
  expect(withoutRule(appRouter)).toEqual([]);
  const named = Object.entries(table).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`));
  expect(
    proceduresOf(appRouter)
      .map(([name]) => name)
      .sort(),
  ).toEqual(named.sort());
  const { procedure, router } = initTRPC.create();
  expect(withoutRule(router({ leak: procedure.query(() => 1) }))).toEqual(['leak']);
});

describe('who has nothing to do with a file gets nothing of it and changes nothing', () => {
  let known: [string, string] | undefined;
  test.each(proceduresOf(appRouter).map(([name, { _def }]) => [name, _def.type]))('%s', async (name, type) => {
    const entry = entryOf(name);
    if (!entry) throw new Error('no entry');
    const before = known ?? (await bothContents());
    known = undefined;
    const askAs = async (stranger: Stranger) => {
      if (entry.endsSession && stranger.account) return;
      if (entry.forColleagues && stranger.colleague) return;
      const input = entry.input(stranger);
      const { status, body } = await ask(stranger, name, type, input);
      expect({ who: stranger.who, leaks: leaksIn(body, JSON.stringify(input ?? null)) }).toEqual({
        who: stranger.who,
        leaks: [],
      });
      if (!entry.open)
        expect({ who: stranger.who, refused: status >= 400 && status < 500, body }).toMatchObject({ refused: true });
    };
    // Questions can be asked side by side; who says something is looked at one after the other.
    if (type === 'query') await Promise.all(strangers.map(askAs));
    else for (const stranger of strangers) await askAs(stranger);
    // What stands after one question is what stood before the next.
    known = await bothContents();
    expect(known).toEqual(before);
  });

  test('nor does a report that names a ticket of somebody else', async () => {
    const neighbour = strangers.find(({ who }) => who === 'the resident of another unit') as Stranger;
    const [home] = await api.one.query<{ unit: string; building: string }>(
      `select u.id as unit, u.building_id as building from tenancy t join unit u on u.id = t.unit_id
       join person p on p.id = t.person_id where p.email = 'nils@one.test'`,
    );
    const before = await contents(api.one);
    const input = { ...reported(), buildingId: home?.building, unitId: home?.unit };
    const { status, body } = await ask(neighbour, 'tickets.report', 'mutation', input);
    expect({ status, conflict: body.includes('conflictingChange') }).toEqual({ status: 400, conflict: true });
    expect(await contents(api.one)).toBe(before);
  });
});

test('who has to do with it gets it, so the questions above were the right ones', async () => {
  const { one } = api;
  const recipient = { kind: 'person', id: theirs.reporter } as const;
  const ticketLink = (await ticketLinkOf(one, theirs.ticket, recipient)) ?? '';
  const orderLink = orderToken(one.key, {
    orderId: theirs.order,
    contractorId: theirs.contractor,
    orderGeneration: 1,
    contractorGeneration: 1,
  });
  const projectLink = projectToken(one.key, {
    projectId: theirs.project,
    holder: { kind: 'contractor', id: theirs.contractor },
    projectGeneration: 1,
    holderGeneration: 1,
  });
  const campaignLink = campaignToken(one.key, {
    campaignId: theirs.campaign,
    personId: theirs.reporter,
    generation: 1,
  });
  const holder = (headers: Record<string, string>) => ({ ...(strangers[0] as Stranger), headers });
  const asked = [
    await ask(holder({ 'x-link': ticketLink }), 'tickets.get', 'query', { id: theirs.ticket }),
    await ask(holder({ 'x-link': orderLink }), 'orders.get', 'query', { id: theirs.order }),
    await ask(holder({ 'x-link': projectLink }), 'projects.get', 'query', { id: theirs.project }),
    await ask(holder({ 'x-link': campaignLink }), 'campaigns.ballot', 'query', { id: null }),
  ];
  for (const { status, body } of asked) {
    expect(status).toBe(200);
    expect(leaksIn(body, '')).toContain(SECRET);
  }
});
