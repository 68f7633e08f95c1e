const DAY_MS = 24 * 60 * 60 * 1000;

/** The midnight, UTC, that ends the day of an instant; midnight itself belongs to the day that it ends. */
export function endOfDay(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / DAY_MS) * DAY_MS);
}

/** The last midnight, UTC, that is not after an instant. */
export function startOfDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / DAY_MS) * DAY_MS);
}
