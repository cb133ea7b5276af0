/** Why a report is rejected. */
export const rejectionReasons = ['notOurs', 'duplicate', 'tooVague', 'ownResponsibility', 'other'] as const;
