/**
 * Every way in which an act, a link, a sign-in or a file can be refused. Each code has a text in each language
 * (web) and a transport code (api/errors.ts); a missing one is a type error there.
 */
export const DOMAIN_ERROR_CODES = [
  'notFound',
  'forbidden',
  'overLimit',
  'lastAdministrator',
  'roleHeld',
  'absenceOverlaps',
  'contractorAway',
  'signInNeeded',
  'totpNeeded',
  'badInput',
  'closed',
  'conflictingChange',
  'notAllowedNow',
  'requestRunning',
  'identityNeeded',
  'orderRuns',
  'planCycle',
  'datePast',
  'dateBeforeNeeded',
  'todoWaits',
  'todosOpen',
  'tooLateToReopen',
  'keptForLater',
  'linkUnknown',
  'linkExpired',
  'linkRevoked',
  'contractorInactive',
  'slotTaken',
  'slotPast',
  'slotTwice',
  'slotUnknown',
  'slotsNeeded',
  'reasonNeeded',
  'placeholderUnknown',
  'addresseeUnknown',
  'addressTaken',
  'fieldRequired',
  'emailInvalid',
  'phoneInvalid',
  'postalCodeInvalid',
  'districtInvalid',
  'incompleteAddress',
  'emailTaken',
  'numberTaken',
  'buildingTwice',
  'unitTwice',
  'shareInvalid',
  'shareExceedsWhole',
  'endsBeforeItBegins',
  'leasesOverlap',
  'ownershipsExceed',
  'coOwnersDiffer',
  'personTwice',
  'nobodyThere',
  'nobodyNamed',
  'patternInvalid',
  'tooManyUnits',
  'onlyInAssociations',
  'inUse',
  'tooLateToUndo',
  'alreadySent',
  'notMergeable',
  'changedMeanwhile',
  'fileType',
  'fileContent',
  'fileTooLarge',
  'fileLocked',
  'fileActive',
  'invoiceMissing',
  'tooManyPixels',
  'tooManyFiles',
  'textTooLong',
  'requestTooLarge',
  'tooMany',
  'wrongCredentials',
  'wrongEntrance',
  'codeWrong',
  'totpWrong',
  'passwordWrong',
  'passwordLength',
  'passwordCommon',
  'foreignOrigin',
  'workspaceUnknown',
  'slugTaken',
  'hostTaken',
  'nameDiffers',
  'serverUnusable',
  'deadlinePast',
  'deadlineEarlier',
  'campaignOver',
  'alreadyAnswered',
  'votingExcluded',
  'loweringNeeded',
  'secrecyImpossible',
  'nobodyToAsk',
  'sharesMissing',
  'notDecided',
  'salesUnconfirmed',
  'proxyWithdrawn',
  'proxyInstructed',
  'proxyHolder',
  'proxyTooMany',
  'nobodyAddressed',
  'nobodyReads',
  'publicNeedsPlace',
  'publicNeedsNewcomers',
  'kindIsPrivate',
  'kindIsPublic',
  'audienceFixed',
  'documentEmpty',
  'busy',
  'unavailable',
  'unexpected',
] as const;

export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

/** What a text may name: ids, numbers, instants. Never names, addresses or other words of people. */
export type DomainErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** A refusal that the person who acted can understand and mend. The code picks the text, the details fill it. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly details: DomainErrorDetails;

  constructor(code: DomainErrorCode, details: DomainErrorDetails = {}) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** Whether a word (from a workflow's failure, from an answer) is one of ours. */
export function isDomainErrorCode(word: unknown): word is DomainErrorCode {
  return typeof word === 'string' && (DOMAIN_ERROR_CODES as readonly string[]).includes(word);
}
