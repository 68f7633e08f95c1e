/** Why a stored state changed. */
export enum ChangeCause {
  WEBHOOK = 'webhook',
  MUTATION = 'mutation',
  CONFIRMATION = 'confirmation',
  SYNC = 'sync',
  REPAIR = 'repair',
}

/** What a change of the stored state came from, for its history. */
export interface ChangeOrigin {
  readonly cause: ChangeCause;
  /** The event of Stripe that told of it. */
  readonly eventId?: string;
  /** Who asked for it: a viewer's organization or role, or the command that ran. */
  readonly actor?: string;
}
