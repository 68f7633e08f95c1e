import { inTime } from '../terms/in-time.js';

/** How long MongoDB may take for its figures before a scrape goes on without them. */
const LONGEST_LOOK_MS = 2_000;

/**
 * Figures that only MongoDB knows. Null while it does not answer: `revenue_engine_mongodb_up` says so, and why is in the
 * log of the worker, which meets the same outage.
 */
export async function figuresOf<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await inTime(look, LONGEST_LOOK_MS, 'MongoDB does not answer in time');
  } catch {
    return null;
  }
}
