import type { SubscriptionChanged } from 'revenue-engine';

/** The statuses in which somebody may use what they pay for. */
const IN_USE = ['trialing', 'active', 'past_due'];

/** What organizations may use, as this program provides it; a real one makes and closes work spaces here. */
export class Access {
  readonly #plans = new Map<string, string>();
  readonly log: string[] = [];

  plansOf(organizationId: string): string[] {
    return [...this.#plans].flatMap(([subscription, plan]) =>
      subscription.startsWith(`${organizationId}/`) ? [plan] : [],
    );
  }

  /** Doing it again changes nothing: a change may be told twice. */
  readonly follow = ({ id, cause, eventId, before, after }: SubscriptionChanged): void => {
    this.log.push(`${id} ${cause} ${eventId ?? '-'}: ${before?.status ?? 'new'} > ${after.status}`);
    const key = `${after.organizationId}/${after.id}`;
    if (IN_USE.includes(after.status) && after.planUid !== null) this.#plans.set(key, after.planUid);
    else this.#plans.delete(key);
  };
}
