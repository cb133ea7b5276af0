import { randomUUID } from 'node:crypto';
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '../../../api/router.ts';
import { builtinTemplate } from '../../../domain/project/builtin.ts';
import { ours, password, SECRET, type Stranger, theirs } from './file.ts';
import { firm, flat, flats, house, ownStock, paper, reported, written } from './inputs.ts';

export type Inputs = inferRouterInputs<AppRouter>;
export type Entry<Input> = {
  input: (stranger: Stranger) => Input;
  /** Answers about nobody else's things: the caller's own, or what everybody may know. */
  open?: true;
  /** Is for every employee, whatever property they work on. */
  forColleagues?: true;
  /** Ends the caller's own session: asked only by those who have none. */
  endsSession?: true;
};
export type Table = { [R in keyof Inputs]: { [P in keyof Inputs[R]]: Entry<Inputs[R][P]> } };

const nothing = { input: () => undefined };
const template = builtinTemplate('roof', 'de');
/** The building's code is public where it hangs; in another company's house it means nothing. */
const codeFor = (stranger: Stranger) => (stranger.away ? theirs.reportCode : 'no such code');

/** An input for every procedure, naming what is not the caller's. A procedure without an entry is a type error. */
export const table: Table = {
  absences: {
    list: { ...nothing, open: true, forColleagues: true },
    entitled: { ...nothing, open: true },
    save: {
      input: () => ({
        id: theirs.absence,
        kind: 'employee',
        whoId: ours.aClerk,
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
    sendNow: { input: () => ({ orderId: theirs.order }) },
    takeBack: { input: () => ({ orderId: theirs.order, commandId: randomUUID() }) },
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
    count: { ...nothing, open: true },
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
    sendNow: { input: () => ({ projectId: theirs.project, commandId: theirs.heldOnProject }) },
    takeBack: { input: () => ({ projectId: theirs.project, commandId: theirs.heldOnProject }) },
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
    count: { ...nothing, open: true },
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
        personId: ours.aClerk,
        active: true,
        onCall: false,
        roles: [{ role: 'no such role', allProperties: true }],
      }),
    },
    hire: {
      input: () => ({
        id: randomUUID(),
        colleague: { givenName: '', familyName: 'Neu', email: 'neu@one.test' },
        onCall: false,
        roles: [{ role: 'no such role', allProperties: true }],
      }),
    },
    saveRole: { input: () => ({ key: theirs.view, role: { name: 'Alles', functions: ['administrate'], told: null } }) },
    removeRole: { input: () => ({ key: theirs.view }) },
    setTotpRequired: { input: () => ({ required: true }) },
    resetTotp: { input: () => ({ personId: ours.aClerk }) },
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
    sendNow: { input: () => ({ ticketId: theirs.ticket, commandId: theirs.heldOnTicket }) },
    takeBack: { input: () => ({ ticketId: theirs.ticket, commandId: theirs.heldOnTicket }) },
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

export function entryOf(name: string): Entry<unknown> | undefined {
  const [noun = '', verb = ''] = name.split('.');
  return (table as unknown as Record<string, Record<string, Entry<unknown>>>)[noun]?.[verb];
}
