/** Where the sandbox takes the time from; test clocks give another one. */
export interface Clock {
  /** The present moment in Unix milliseconds. */
  milliseconds(): number;
  /** The present moment in whole Unix seconds, the unit of every time in Stripe's API. */
  now(): number;
}

export const systemClock: Clock = {
  milliseconds: () => Date.now(),
  now: () => Math.floor(Date.now() / 1000),
};
