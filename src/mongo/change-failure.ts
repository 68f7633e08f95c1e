import { GraphQLError } from 'graphql';
import { mongo } from 'mongoose';

/**
 * What happened after the position cannot be told any more: the client reads afresh and follows from there.
 * https://www.mongodb.com/docs/manual/changeStreams/#resume-a-change-stream
 */
export class PositionTooOld extends GraphQLError {
  constructor() {
    super('What changed since the position is no longer known: read what is there, and subscribe without `after`', {
      extensions: { code: 'POSITION_TOO_OLD' },
    });
  }
}

export class NoPosition extends GraphQLError {
  constructor() {
    super('`after` (or Last-Event-ID) is no position that this subscription gave', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
}

export class TooSlow extends GraphQLError {
  constructor(mostWaiting: number) {
    super(
      `More than ${mostWaiting} changes waited for this connection (LIVE_MAX_QUEUED): subscribe again with \`after\`, and read faster`,
      {
        extensions: { code: 'LIVE_TOO_SLOW', limit: { setting: 'LIVE_MAX_QUEUED', maximum: mostWaiting } },
      },
    );
  }
}

/** ChangeStreamHistoryLost, and ChangeStreamFatalError, which says the same of a position that is nowhere in the oplog. */
const LOST = [286, 280];

/**
 * Of servers that step down, shut down or are not there yet.
 * https://github.com/mongodb/specifications/blob/master/source/change-streams/change-streams.md#resumable-error
 */
const PASSING = [6, 7, 63, 89, 91, 133, 150, 189, 234, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436];

/**
 * The failure that no retry can mend.
 *
 * @param position unless it has proved to be one: what a client gave
 */
export function lastingFailure(error: unknown, position: string | undefined, isProven: boolean): Error | undefined {
  if (!(error instanceof mongo.MongoServerError)) return undefined;
  const { code } = error;
  if (typeof code !== 'number' || PASSING.includes(code)) return undefined;
  if (LOST.includes(code)) return new PositionTooOld();
  if (isProven) return undefined;
  return position === undefined ? error : new NoPosition();
}
