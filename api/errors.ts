import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { DomainError, type DomainErrorCode, isDomainErrorCode } from '../domain/errors.ts';

/** One transport code per refusal; a code without a line here is a type error. */
const TRANSPORT = {
  notFound: 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  overLimit: 'FORBIDDEN',
  lastAdministrator: 'CONFLICT',
  roleHeld: 'CONFLICT',
  absenceOverlaps: 'CONFLICT',
  contractorAway: 'CONFLICT',
  signInNeeded: 'UNAUTHORIZED',
  totpNeeded: 'UNAUTHORIZED',
  badInput: 'BAD_REQUEST',
  closed: 'CONFLICT',
  conflictingChange: 'CONFLICT',
  notAllowedNow: 'CONFLICT',
  requestRunning: 'CONFLICT',
  identityNeeded: 'CONFLICT',
  orderRuns: 'CONFLICT',
  planCycle: 'CONFLICT',
  datePast: 'BAD_REQUEST',
  dateBeforeNeeded: 'CONFLICT',
  todoWaits: 'CONFLICT',
  todosOpen: 'CONFLICT',
  tooLateToReopen: 'CONFLICT',
  keptForLater: 'SERVICE_UNAVAILABLE',
  linkUnknown: 'NOT_FOUND',
  linkExpired: 'FORBIDDEN',
  linkRevoked: 'FORBIDDEN',
  contractorInactive: 'FORBIDDEN',
  slotTaken: 'CONFLICT',
  slotPast: 'CONFLICT',
  slotTwice: 'BAD_REQUEST',
  slotUnknown: 'CONFLICT',
  slotsNeeded: 'BAD_REQUEST',
  reasonNeeded: 'BAD_REQUEST',
  placeholderUnknown: 'BAD_REQUEST',
  addresseeUnknown: 'BAD_REQUEST',
  addressTaken: 'CONFLICT',
  fieldRequired: 'BAD_REQUEST',
  emailInvalid: 'BAD_REQUEST',
  phoneInvalid: 'BAD_REQUEST',
  postalCodeInvalid: 'BAD_REQUEST',
  districtInvalid: 'BAD_REQUEST',
  incompleteAddress: 'BAD_REQUEST',
  emailTaken: 'CONFLICT',
  numberTaken: 'CONFLICT',
  buildingTwice: 'CONFLICT',
  unitTwice: 'CONFLICT',
  shareInvalid: 'BAD_REQUEST',
  shareExceedsWhole: 'BAD_REQUEST',
  endsBeforeItBegins: 'BAD_REQUEST',
  leasesOverlap: 'CONFLICT',
  ownershipsExceed: 'CONFLICT',
  coOwnersDiffer: 'BAD_REQUEST',
  personTwice: 'CONFLICT',
  nobodyThere: 'CONFLICT',
  nobodyNamed: 'BAD_REQUEST',
  patternInvalid: 'BAD_REQUEST',
  tooManyUnits: 'BAD_REQUEST',
  onlyInAssociations: 'BAD_REQUEST',
  inUse: 'CONFLICT',
  tooLateToUndo: 'CONFLICT',
  alreadySent: 'CONFLICT',
  notMergeable: 'CONFLICT',
  changedMeanwhile: 'CONFLICT',
  fileType: 'UNSUPPORTED_MEDIA_TYPE',
  fileContent: 'UNPROCESSABLE_CONTENT',
  fileTooLarge: 'PAYLOAD_TOO_LARGE',
  fileLocked: 'UNPROCESSABLE_CONTENT',
  fileActive: 'UNPROCESSABLE_CONTENT',
  invoiceMissing: 'BAD_REQUEST',
  tooManyPixels: 'UNPROCESSABLE_CONTENT',
  tooManyFiles: 'BAD_REQUEST',
  textTooLong: 'BAD_REQUEST',
  requestTooLarge: 'PAYLOAD_TOO_LARGE',
  tooMany: 'TOO_MANY_REQUESTS',
  wrongCredentials: 'UNAUTHORIZED',
  wrongEntrance: 'FORBIDDEN',
  codeWrong: 'UNAUTHORIZED',
  totpWrong: 'UNAUTHORIZED',
  passwordWrong: 'FORBIDDEN',
  passwordLength: 'BAD_REQUEST',
  passwordCommon: 'BAD_REQUEST',
  foreignOrigin: 'FORBIDDEN',
  workspaceUnknown: 'NOT_FOUND',
  slugTaken: 'CONFLICT',
  hostTaken: 'CONFLICT',
  nameDiffers: 'BAD_REQUEST',
  serverUnusable: 'BAD_REQUEST',
  deadlinePast: 'BAD_REQUEST',
  deadlineEarlier: 'BAD_REQUEST',
  campaignOver: 'CONFLICT',
  alreadyAnswered: 'CONFLICT',
  votingExcluded: 'FORBIDDEN',
  loweringNeeded: 'BAD_REQUEST',
  secrecyImpossible: 'BAD_REQUEST',
  nobodyToAsk: 'BAD_REQUEST',
  sharesMissing: 'BAD_REQUEST',
  notDecided: 'CONFLICT',
  salesUnconfirmed: 'CONFLICT',
  proxyWithdrawn: 'CONFLICT',
  proxyInstructed: 'BAD_REQUEST',
  proxyHolder: 'BAD_REQUEST',
  proxyTooMany: 'BAD_REQUEST',
  nobodyAddressed: 'BAD_REQUEST',
  nobodyReads: 'BAD_REQUEST',
  publicNeedsPlace: 'BAD_REQUEST',
  publicNeedsNewcomers: 'BAD_REQUEST',
  kindIsPrivate: 'BAD_REQUEST',
  kindIsPublic: 'BAD_REQUEST',
  audienceFixed: 'CONFLICT',
  documentEmpty: 'BAD_REQUEST',
  busy: 'SERVICE_UNAVAILABLE',
  unavailable: 'SERVICE_UNAVAILABLE',
  unexpected: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<DomainErrorCode, TRPC_ERROR_CODE_KEY>;

const STATUS: Record<(typeof TRANSPORT)[DomainErrorCode], number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** The tRPC code of a refusal. */
export function transportCode(code: DomainErrorCode): TRPC_ERROR_CODE_KEY {
  return TRANSPORT[code];
}

/** The HTTP status of a refusal, for the plain routes (uploads, downloads). */
export function httpStatus(code: DomainErrorCode): number {
  return STATUS[TRANSPORT[code]];
}

/**
 * The refusal inside an error, however deep: our own, or one that a workflow or an activity sent as an
 * `ApplicationFailure` whose type is one of our codes. Undefined when it is a fault and not a refusal.
 */
export function domainErrorIn(error: unknown): DomainError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    if (cause instanceof DomainError) return cause;
    const refused = refusalOfDatabase(cause);
    if (refused !== undefined) return new DomainError(refused);
    if ('type' in cause && isDomainErrorCode(cause.type)) {
      const details = 'details' in cause && Array.isArray(cause.details) ? cause.details[0] : undefined;
      return new DomainError(cause.type, details ?? {});
    }
  }
  return undefined;
}

/**
 * What the database refuses: signs that no text can hold (NUL, half a character), and one connection more than there are,
 * whether it says so or the pool does.
 */
function refusalOfDatabase(error: Error): DomainErrorCode | undefined {
  const { code } = error as { code?: unknown };
  if (code === '53300') return 'busy';
  return code === '22021' || code === '22P05' || code === '22P02' ? 'badInput' : undefined;
}
