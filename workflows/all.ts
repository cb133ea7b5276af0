// The bundle's entry: what a worker can run. Workflows are named by their exports here.
export { campaign } from './campaign.ts';
export { importRun } from './importRun.ts';
export { invitation } from './invitation.ts';
export { mailroom } from './mailroom.ts';
export { nightly } from './nightly.ts';
export { privacyRequest } from './privacyRequest.ts';
export { project } from './project.ts';
export { ticket } from './ticket.ts';
export { workOrder } from './workOrder.ts';
export { createWorkspace, deleteWorkspace, migrateWorkspace, moveWorkspace } from './workspace.ts';
