import type { Letter, LetterName, LetterTemplate, MessageContext } from './letter.ts';
import { actRetracted } from './templates/actRetracted.ts';
import { appointmentAgreed } from './templates/appointmentAgreed.ts';
import { appointmentCancelled } from './templates/appointmentCancelled.ts';
import { appointmentMissed } from './templates/appointmentMissed.ts';
import { appointmentMoved } from './templates/appointmentMoved.ts';
import { appointmentTomorrow } from './templates/appointmentTomorrow.ts';
import { approvalAsked } from './templates/approvalAsked.ts';
import { approvalDecided } from './templates/approvalDecided.ts';
import { ballReturned } from './templates/ballReturned.ts';
import { campaignEnded } from './templates/campaignEnded.ts';
import { campaignExtended } from './templates/campaignExtended.ts';
import { campaignReminder } from './templates/campaignReminder.ts';
import { campaignWithdrawn } from './templates/campaignWithdrawn.ts';
import { clarificationAnswered } from './templates/clarificationAnswered.ts';
import { clarificationAsked } from './templates/clarificationAsked.ts';
import { completionDisputed } from './templates/completionDisputed.ts';
import { confirmCompletion } from './templates/confirmCompletion.ts';
import { digest } from './templates/digest.ts';
import { documentChanged } from './templates/documentChanged.ts';
import { documentPublished } from './templates/documentPublished.ts';
import { documentWithdrawn } from './templates/documentWithdrawn.ts';
import { emergencyReported } from './templates/emergencyReported.ts';
import { escalation } from './templates/escalation.ts';
import { followedClosed } from './templates/followedClosed.ts';
import { followStarted } from './templates/followStarted.ts';
import { invitation } from './templates/invitation.ts';
import { invitationProof } from './templates/invitationProof.ts';
import { invitationReminder } from './templates/invitationReminder.ts';
import { invitationsMissing } from './templates/invitationsMissing.ts';
import { invoiceArrived } from './templates/invoiceArrived.ts';
import { newPassword } from './templates/newPassword.ts';
import { noteAdded } from './templates/noteAdded.ts';
import { orderAccepted } from './templates/orderAccepted.ts';
import { orderDeclined } from './templates/orderDeclined.ts';
import { orderOffered } from './templates/orderOffered.ts';
import { orderUnplaced } from './templates/orderUnplaced.ts';
import { orderWithdrawn } from './templates/orderWithdrawn.ts';
import { ownerInformed } from './templates/ownerInformed.ts';
import { privacyAsked } from './templates/privacyAsked.ts';
import { privacyDue } from './templates/privacyDue.ts';
import { privacyLate } from './templates/privacyLate.ts';
import { privacyReady } from './templates/privacyReady.ts';
import { projectCancelled } from './templates/projectCancelled.ts';
import { proposeSlots } from './templates/proposeSlots.ts';
import { proxyGiven } from './templates/proxyGiven.ts';
import { proxyWithdrawn } from './templates/proxyWithdrawn.ts';
import { receiptAsked } from './templates/receiptAsked.ts';
import { reminder } from './templates/reminder.ts';
import { renterApproved } from './templates/renterApproved.ts';
import { renterRejected } from './templates/renterRejected.ts';
import { reportCode } from './templates/reportCode.ts';
import { reportReceived } from './templates/reportReceived.ts';
import { responsibleLeft } from './templates/responsibleLeft.ts';
import { resultAnnounced } from './templates/resultAnnounced.ts';
import { reworkDemanded } from './templates/reworkDemanded.ts';
import { signInLink } from './templates/signInLink.ts';
import { slotsCountered } from './templates/slotsCountered.ts';
import { slotsDeclined } from './templates/slotsDeclined.ts';
import { slotsProposed } from './templates/slotsProposed.ts';
import { ticketClosed } from './templates/ticketClosed.ts';
import { ticketForwarded } from './templates/ticketForwarded.ts';
import { ticketMerged } from './templates/ticketMerged.ts';
import { ticketOrdered } from './templates/ticketOrdered.ts';
import { ticketRejected } from './templates/ticketRejected.ts';
import { ticketReopened } from './templates/ticketReopened.ts';
import { todoCommented } from './templates/todoCommented.ts';
import { todoDone } from './templates/todoDone.ts';
import { todoDropped } from './templates/todoDropped.ts';
import { todoReady } from './templates/todoReady.ts';
import { todoReopened } from './templates/todoReopened.ts';
import { todosAssigned } from './templates/todosAssigned.ts';
import { todosDue } from './templates/todosDue.ts';
import { todosEscalated } from './templates/todosEscalated.ts';
import { todosLate } from './templates/todosLate.ts';
import { todosMoved } from './templates/todosMoved.ts';
import { todoTakenOver } from './templates/todoTakenOver.ts';
import { voteAsked } from './templates/voteAsked.ts';
import { workAccepted } from './templates/workAccepted.ts';
import { workCompleted } from './templates/workCompleted.ts';

/** Every text that people get; a missing one is a type error. */
const templates: Record<LetterName, LetterTemplate> = {
  reportCode,
  reportReceived,
  emergencyReported,
  ticketRejected,
  ticketForwarded,
  clarificationAsked,
  clarificationAnswered,
  noteAdded,
  ticketOrdered,
  confirmCompletion,
  completionDisputed,
  ticketClosed,
  ticketReopened,
  actRetracted,
  ticketMerged,
  followStarted,
  followedClosed,
  ownerInformed,
  approvalAsked,
  approvalDecided,
  orderOffered,
  orderWithdrawn,
  orderDeclined,
  orderUnplaced,
  orderAccepted,
  proposeSlots,
  slotsProposed,
  slotsCountered,
  slotsDeclined,
  appointmentAgreed,
  appointmentMoved,
  appointmentCancelled,
  appointmentMissed,
  appointmentTomorrow,
  workCompleted,
  invoiceArrived,
  reworkDemanded,
  workAccepted,
  ballReturned,
  reminder,
  escalation,
  todosAssigned,
  todoReady,
  todosMoved,
  todosDue,
  todosLate,
  todosEscalated,
  todoDone,
  todoDropped,
  todoReopened,
  todoTakenOver,
  todoCommented,
  responsibleLeft,
  projectCancelled,
  signInLink,
  newPassword,
  invitation,
  invitationReminder,
  invitationProof,
  invitationsMissing,
  privacyAsked,
  privacyDue,
  privacyLate,
  privacyReady,
  renterApproved,
  renterRejected,
  digest,
  documentChanged,
  documentPublished,
  documentWithdrawn,
  campaignEnded,
  campaignExtended,
  campaignReminder,
  campaignWithdrawn,
  receiptAsked,
  resultAnnounced,
  proxyGiven,
  proxyWithdrawn,
  voteAsked,
};

/** What a message says, in its reader's language. */
export function letterOf(context: MessageContext): Letter {
  return templates[context.template][context.locale](context);
}
