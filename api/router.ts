import { absencesRouter } from './routers/absences.ts';
import { accountRouter } from './routers/account.ts';
import { appointmentsRouter } from './routers/appointments.ts';
import { batchRouter } from './routers/batch.ts';
import { campaignsRouter } from './routers/campaigns.ts';
import { categoriesRouter } from './routers/categories.ts';
import { contractorsRouter } from './routers/contractors.ts';
import { deliveriesRouter } from './routers/deliveries.ts';
import { deskRouter } from './routers/desk.ts';
import { directoryRouter } from './routers/directory.ts';
import { documentsRouter } from './routers/documents.ts';
import { duplicatesRouter } from './routers/duplicates.ts';
import { importsRouter } from './routers/imports.ts';
import { inboxRouter } from './routers/inbox.ts';
import { insightRouter } from './routers/insight.ts';
import { invitationsRouter } from './routers/invitations.ts';
import { lettersRouter } from './routers/letters.ts';
import { liveRouter } from './routers/live.ts';
import { operationRouter } from './routers/operation.ts';
import { ordersRouter } from './routers/orders.ts';
import { peopleRouter } from './routers/people.ts';
import { policiesRouter } from './routers/policies.ts';
import { portalRouter } from './routers/portal.ts';
import { preferencesRouter } from './routers/preferences.ts';
import { privacyRouter } from './routers/privacy.ts';
import { projectsRouter } from './routers/projects.ts';
import { propertiesRouter } from './routers/properties.ts';
import { rentersRouter } from './routers/renters.ts';
import { reportersRouter } from './routers/reporters.ts';
import { sessionRouter } from './routers/session.ts';
import { teamRouter } from './routers/team.ts';
import { textsRouter } from './routers/texts.ts';
import { ticketsRouter } from './routers/tickets.ts';
import { unitsRouter } from './routers/units.ts';
import { workspaceRouter } from './routers/workspace.ts';
import { router } from './trpc.ts';

/** Everything that can be asked for or done, one router per noun. */
export const appRouter = router({
  absences: absencesRouter,
  account: accountRouter,
  appointments: appointmentsRouter,
  batch: batchRouter,
  categories: categoriesRouter,
  deliveries: deliveriesRouter,
  campaigns: campaignsRouter,
  contractors: contractorsRouter,
  desk: deskRouter,
  directory: directoryRouter,
  documents: documentsRouter,
  duplicates: duplicatesRouter,
  imports: importsRouter,
  inbox: inboxRouter,
  insight: insightRouter,
  invitations: invitationsRouter,
  letters: lettersRouter,
  live: liveRouter,
  operation: operationRouter,
  orders: ordersRouter,
  people: peopleRouter,
  policies: policiesRouter,
  portal: portalRouter,
  preferences: preferencesRouter,
  privacy: privacyRouter,
  projects: projectsRouter,
  properties: propertiesRouter,
  renters: rentersRouter,
  reporters: reportersRouter,
  session: sessionRouter,
  team: teamRouter,
  texts: textsRouter,
  tickets: ticketsRouter,
  units: unitsRouter,
  workspace: workspaceRouter,
});

export type AppRouter = typeof appRouter;
