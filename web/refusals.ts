import { m } from '../.build/i18n/messages.js';
import type { DomainErrorCode } from '../domain/errors.ts';
import { type Refusal, refusalIn, uploadFile } from './api.ts';
import { sayMoney } from './ui/amounts.ts';
import { locale } from './ui/locale.ts';
import type { UploadPhoto } from './ui/PhotoPicker.tsx';

/** One sentence per code: what happened and what to do. A code without a line here is a type error. */
const sentences: Record<DomainErrorCode, (details: Refusal['details']) => string> = {
  notFound: () => m.errors_not_found(),
  forbidden: () => m.errors_forbidden(),
  lastAdministrator: () => m.errors_last_administrator(),
  roleHeld: () => m.errors_role_held(),
  absenceOverlaps: () => m.errors_absence_overlaps(),
  contractorAway: () => m.errors_contractor_away(),
  overLimit: ({ limitCents }) => m.errors_over_limit({ amount: sayMoney(Number(limitCents ?? 0), locale()) }),
  signInNeeded: () => m.errors_sign_in_needed(),
  totpNeeded: () => m.errors_totp_needed(),
  badInput: () => m.errors_bad_input(),
  closed: () => m.errors_closed(),
  conflictingChange: () => m.errors_conflicting_change(),
  notAllowedNow: () => m.errors_not_allowed_now(),
  orderRuns: () => m.errors_order_runs(),
  planCycle: () => m.errors_plan_cycle(),
  datePast: () => m.errors_date_past(),
  dateBeforeNeeded: () => m.errors_date_before_needed(),
  todoWaits: () => m.errors_todo_waits(),
  todosOpen: () => m.errors_todos_open(),
  tooLateToReopen: () => m.errors_too_late_to_reopen(),
  keptForLater: () => m.errors_kept_for_later(),
  linkUnknown: () => m.errors_link_unknown(),
  linkExpired: () => m.errors_link_expired(),
  linkRevoked: () => m.errors_link_revoked(),
  contractorInactive: () => m.errors_contractor_inactive(),
  slotTaken: () => m.errors_slot_taken(),
  slotPast: () => m.errors_slot_past(),
  slotUnknown: () => m.errors_slot_unknown(),
  slotsNeeded: () => m.errors_slots_needed(),
  reasonNeeded: () => m.errors_reason_needed(),
  placeholderUnknown: () => m.errors_placeholder_unknown(),
  addresseeUnknown: () => m.errors_addressee_unknown(),
  addressTaken: () => m.errors_address_taken(),
  fieldRequired: () => m.errors_field_required(),
  emailInvalid: () => m.errors_email_invalid(),
  phoneInvalid: () => m.errors_phone_invalid(),
  postalCodeInvalid: () => m.errors_postal_code_invalid(),
  incompleteAddress: () => m.errors_incomplete_address(),
  emailTaken: () => m.errors_email_taken(),
  numberTaken: () => m.errors_number_taken(),
  buildingTwice: () => m.errors_building_twice(),
  unitTwice: () => m.errors_unit_twice(),
  shareInvalid: () => m.errors_share_invalid(),
  shareExceedsWhole: () => m.errors_share_exceeds_whole(),
  endsBeforeItBegins: () => m.errors_ends_before_it_begins(),
  leasesOverlap: () => m.errors_leases_overlap(),
  ownershipsExceed: () => m.errors_ownerships_exceed(),
  coOwnersDiffer: () => m.errors_co_owners_differ(),
  personTwice: () => m.errors_person_twice(),
  nobodyThere: () => m.errors_nobody_there(),
  nobodyNamed: () => m.errors_nobody_named(),
  patternInvalid: () => m.errors_pattern_invalid(),
  tooManyUnits: () => m.errors_too_many_units(),
  onlyInAssociations: () => m.errors_only_in_associations(),
  inUse: () => m.errors_in_use(),
  tooLateToUndo: () => m.errors_too_late_to_undo(),
  notMergeable: () => m.errors_not_mergeable(),
  changedMeanwhile: () => m.errors_changed_meanwhile(),
  fileType: () => m.errors_file_type(),
  fileContent: () => m.errors_file_content(),
  fileTooLarge: ({ megabytes }) => m.errors_file_too_large({ megabytes: String(megabytes ?? 25) }),
  fileLocked: () => m.errors_file_locked(),
  fileActive: () => m.errors_file_active(),
  tooManyPixels: () => m.errors_too_many_pixels(),
  tooManyFiles: () => m.errors_too_many_files(),
  textTooLong: ({ maximum }) => m.errors_text_too_long({ maximum: String(maximum ?? 5000) }),
  requestTooLarge: () => m.errors_request_too_large(),
  tooMany: ({ retryAfterSeconds: seconds }) =>
    seconds ? m.errors_too_many({ retryAfterSeconds: String(seconds) }) : m.errors_too_many_open(),
  wrongCredentials: () => m.errors_wrong_credentials(),
  wrongEntrance: () => m.errors_wrong_entrance(),
  codeWrong: () => m.errors_code_wrong(),
  totpWrong: () => m.errors_totp_wrong(),
  passwordWrong: () => m.errors_password_wrong(),
  passwordLength: ({ minimum, maximum }) =>
    m.errors_password_length({ minimum: String(minimum ?? 12), maximum: String(maximum ?? 128) }),
  passwordCommon: () => m.errors_password_common(),
  foreignOrigin: () => m.errors_foreign_origin(),
  workspaceUnknown: () => m.errors_workspace_unknown(),
  slugTaken: () => m.errors_slug_taken(),
  hostTaken: () => m.errors_host_taken(),
  nameDiffers: () => m.errors_name_differs(),
  serverUnusable: () => m.errors_server_unusable(),
  deadlinePast: () => m.errors_deadline_past(),
  deadlineEarlier: () => m.errors_deadline_earlier(),
  campaignOver: () => m.errors_campaign_over(),
  alreadyAnswered: () => m.errors_already_answered(),
  votingExcluded: () => m.errors_voting_excluded(),
  loweringNeeded: () => m.errors_lowering_needed(),
  secrecyImpossible: () => m.errors_secrecy_impossible(),
  nobodyToAsk: () => m.errors_nobody_to_ask(),
  sharesMissing: () => m.errors_shares_missing(),
  notDecided: () => m.errors_not_decided(),
  salesUnconfirmed: () => m.errors_sales_unconfirmed(),
  proxyWithdrawn: () => m.errors_proxy_withdrawn(),
  proxyInstructed: () => m.errors_proxy_instructed(),
  proxyHolder: () => m.errors_proxy_holder(),
  proxyTooMany: () => m.errors_proxy_too_many(),
  unavailable: () => m.errors_unavailable(),
  unexpected: () => m.errors_unexpected(),
};

/** Says a refusal in the language of the page. */
export const sayRefusal = ({ code, details }: Refusal): string => sentences[code](details);

/** Says why a request failed in the language of the page. */
export const sayFailure = (error: unknown): string => sayRefusal(refusalIn(error));

/** Sends a photo for `PhotoPicker`; what goes wrong is said beside the photo. */
export const uploadPhoto: UploadPhoto = async (jpeg, progress, signal) => {
  try {
    return await uploadFile(jpeg, progress, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(sayFailure(error), { cause: error });
  }
};
