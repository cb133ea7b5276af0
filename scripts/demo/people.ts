import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { invitationActivities } from '../../activities/invitation/run.ts';
import { enterRequest, setHold } from '../../db/privacy/requests.ts';
import { beginRound, type Invited } from '../../db/queries/invitations.ts';
import { invitees } from '../../db/queries/invitees.ts';
import { ownedUnits, reportRenter } from '../../db/queries/renter-reports.ts';
import { openedInvitation, redeemInvitation } from '../../db/redeeming.ts';
import { addressOf, type Workspace } from '../../db/workspaces.ts';
import { wayFor } from '../../domain/invitation/way.ts';
import { namelessPerson } from '../../domain/person/person.ts';
import { addDays, addMinutes, berlinClock, type Instant, toInstant } from '../../domain/time/berlin.ts';
import { startInvitation } from '../../workflows/messages/invitation.ts';
import { attendPrivacyRequest } from '../../workflows/messages/privacyRequest.ts';
import { Ids } from './chance.ts';

/** Whose renters are invited, by the property's number; the last two of them by letter, and as many have come. */
const INVITED = '300';
const BY_LETTER = 2;
const CAME = 2;
/** The round was sent so long ago that those who have not come are reminded by now. */
const SENT_DAYS_AGO = 9;
/** Received so long ago that the month for its answer is on its second half. */
const ASKED_DAYS_AGO = 19;

const DAY = 24 * 60;

/** What the demo's people are doing with the portal: who was invited and came, who asks about their data, who rents out. */
export async function layPeople(
  client: Client,
  workspace: Workspace,
  { manager, webUrl }: { manager: string; webUrl: string },
): Promise<void> {
  const ids = new Ids(`${workspace.id}/people`);
  const round = ids.next();
  const [known] = await workspace.query<{ state: string }>('select state from invitation_round where id = $1', [round]);
  if (known) {
    if (known.state === 'preparing') await startInvitation(client, workspace.id, round);
    return;
  }
  await reportedRenter(workspace, ids.next());
  await askedForData(client, workspace, ids, manager);
  await invitedRenters(client, workspace, { id: round, manager, webUrl });
}

/** A round by mail and by letter: some came, the others are reminded by the round itself, the letters wait to be printed. */
async function invitedRenters(
  client: Client,
  workspace: Workspace,
  { id, manager, webUrl }: { id: string; manager: string; webUrl: string },
): Promise<void> {
  const q = workspace.query.bind(workspace);
  const [home] = await q<{ id: string }>('select id from property where number = $1', [INVITED]);
  if (!home) return;
  const found = (await invitees(q, null, { kind: 'property', id: home.id }))
    .filter(({ unitId }) => unitId !== null)
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
  const invited = found.flatMap((who, n): Invited[] => {
    const by = wayFor(who, n < found.length - BY_LETTER ? 'best' : 'letter', true);
    const { personId, entrance, propertyId, unitId } = who;
    return entrance && 'way' in by ? [{ personId, entrance, propertyId, unitId, way: by.way }] : [];
  });
  if (invited.length === 0) return;
  const at = addMinutes(toInstant(Date.now()), -SENT_DAYS_AGO * DAY);
  const scope = { kind: 'property', id: home.id } as const;
  const by = { kind: 'employee', id: manager };
  await workspace.transaction((t) => beginRound(t, { id, scope, invited, by: manager, actor: by, at }));
  const { prepareRound } = invitationActivities({
    currentWorkspace: async () => workspace,
    addressOf: (each) => addressOf(webUrl, each),
    wakeMailroom: () => {},
    beat: () => {},
  });
  await prepareRound({ id });
  await sentThen(workspace, id, at);
  await someCome(workspace, id, at);
  await startInvitation(client, workspace.id, id);
}

/** The mails of a round went out when it was made. */
async function sentThen(workspace: Workspace, roundId: string, at: Instant): Promise<void> {
  await workspace.query(
    `with past as (
       update message m set state = 'sent', tries = 1, channel = 'mail', created_at = $2, due_at = $2, sent_at = $2
       from invitation i where i.round_id = $1 and m.noun = 'invitation' and m.subject_id = i.id and m.state = 'open'
       returning m.id
     )
     insert into message_attempt (message_id, n, channel, at, outcome) select id, 1, 'mail', $2, 'sent' from past`,
    [roundId, at],
  );
}

async function someCome(workspace: Workspace, roundId: string, at: Instant): Promise<void> {
  const rows = await workspace.query<{ id: string }>(
    `select i.id from invitation i join unit u on u.id = i.unit_id
     where i.round_id = $1 and i.way = 'mail' and i.state = 'open' order by u.number limit ${CAME}`,
    [roundId],
  );
  for (const [n, { id }] of rows.entries()) {
    const opened = await openedInvitation(workspace, id);
    if (!opened) continue;
    const account = await redeemInvitation(workspace, {
      opened,
      password: randomBytes(24).toString('base64url'),
      proof: null,
    });
    const came = addMinutes(at, (n + 1) * DAY + 137);
    await workspace.query('update invitation set ended_at = $2 where id = $1', [id, came]);
    await workspace.query('update account set created_at = $2, updated_at = $2 where id = $1', [account, came]);
  }
}

/** Somebody asked by letter what is stored about them; what is stored about somebody else is needed in a dispute. */
async function askedForData(client: Client, workspace: Workspace, ids: Ids, manager: string): Promise<void> {
  const [requestId, holdId] = [ids.next(), ids.next()];
  const personBy = async (email: string) =>
    (await workspace.query<{ id: string }>('select id from person where email = $1', [email]))[0]?.id;
  const [asks, held] = await Promise.all([
    personBy('bernd.schaetzle@post.example'),
    personBy('sabine.ahrens@post.example'),
  ]);
  const actor = { kind: 'employee', id: manager };
  if (asks) {
    const receivedOn = addDays(berlinClock(toInstant(Date.now())).day, -ASKED_DAYS_AGO);
    const request = {
      id: requestId,
      kind: 'access',
      personId: asks,
      receivedOn,
      way: 'letter',
      identity: null,
    } as const;
    await workspace.transaction((q) => enterRequest(q, { ...request, actor }));
    await attendPrivacyRequest(client, workspace.id, requestId);
  }
  if (held)
    await workspace.transaction((q) =>
      setHold(q, {
        id: holdId,
        personId: held,
        reason: 'Streit um die Kaution, Amtsgericht Stuttgart',
        until: null,
        employeeId: manager,
      }),
    );
}

/** An owner says who moves into their flat next; the office has not looked at it yet. */
async function reportedRenter(workspace: Workspace, id: string): Promise<void> {
  const [known] = await workspace.query('select from renter_report where id = $1', [id]);
  if (known) return;
  const [owner] = await workspace.query<{ id: string }>('select id from person where email = $1', [
    'holger.kraemer@post.example',
  ]);
  const flats = owner ? await ownedUnits(workspace, owner.id) : [];
  const flat = flats.findLast(({ renters }) => renters.some(({ until }) => until === null)) ?? flats.at(-1);
  if (!owner || !flat) return;
  const today = berlinClock(toInstant(Date.now())).day;
  const beginsOn = `${addDays(`${today.slice(0, 7)}-28`, 40).slice(0, 7)}-01`;
  const leaves = flat.renters.some(({ until, from }) => until === null && from < beginsOn);
  const renter = {
    ...namelessPerson,
    givenName: 'Leonie',
    familyName: 'Kirchgässner',
    email: 'leonie.kirchgaessner@post.example',
    phone: '+49 711 55508 77',
  };
  const said = { unitId: flat.id, revision: flat.revision, endsOn: leaves ? addDays(beginsOn, -1) : null, beginsOn };
  await reportRenter(workspace, { id, ownerId: owner.id, ...said, renter }, false);
}
