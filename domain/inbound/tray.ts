/** Why a mail waits in the tray for a person to decide. */
export const trayReasons = [
  /** Nobody with this address is known, and no tag says what it is about. */
  'unknownSender',
  /** The sender is known, but it is not said what it is about. */
  'unmatched',
  /** It answers a message of ours, but not at the address that proves it. */
  'untagged',
  /** The tag is right, the address is not that of the person whom we wrote to. */
  'otherAddress',
  /** The tag is right, but our mail server can't vouch for the sender. */
  'unverified',
  /** More mails than people write in an hour. */
  'tooMany',
  /** Whoever wrote has nothing to do with the ticket any more, or only follows it. */
  'notInvolved',
  /** There is neither text nor a file that can be kept. */
  'empty',
  /** It can't be taken apart. */
  'unreadable',
  /** The rules refused it, as the command says. */
  'refused',
] as const;
export type TrayReason = (typeof trayReasons)[number];

/** Why nobody need look at a mail. */
export type IgnoredReason = 'tooMany' | 'autoReply' | 'bounce' | 'loop' | 'duplicate' | 'faxReport';
