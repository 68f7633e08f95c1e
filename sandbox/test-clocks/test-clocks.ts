import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import type { Agenda } from '../state/agenda.js';
import type { BillingClock } from '../state/billing-clock.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { periodEnd } from '../subscriptions/billing-period.js';

export type TestClock = Wire<Stripe.TestHelpers.TestClock>;

/** How long Stripe keeps a clock that nobody deletes. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
const TWO_YEARS = { interval: 'year', interval_count: 2 };

export interface TestClockParts {
  readonly ledger: Ledger;
  readonly agenda: Agenda;
  readonly events: EventLog;
  readonly clock: BillingClock;
  /** Ends and removes a customer. */
  readonly deleteCustomer: (id: string) => void;
  /** Has the sweep done in a moment. */
  readonly wake: () => void;
}

/** Time that a test moves by hand. Source: https://docs.stripe.com/billing/testing/test-clocks */
export class TestClocks {
  constructor(private readonly parts: TestClockParts) {}

  create({ frozen_time: frozen, name, customer }: Wire<Stripe.TestHelpers.TestClockCreateParams>): TestClock {
    const { ledger, clock, events } = this.parts;
    if (customer !== undefined) {
      throw invalidRequest('The sandbox attaches a test clock to a customer at its creation only.', 'customer');
    }
    const created = ledger.testClocks.put({
      id: newId('clock'),
      object: 'test_helpers.test_clock',
      created: clock.now(),
      deletes_after: clock.now() + KEPT_SECONDS,
      frozen_time: frozen,
      livemode: false,
      name: name ?? null,
      status: 'ready',
      status_details: {},
    });
    events.record('test_helpers.test_clock.created', created);
    return created;
  }

  /** Begins to move the clock; what becomes due until then happens in a moment. */
  advance(id: string, target: number): TestClock {
    const before = this.require(id);
    if (before.status !== 'ready') {
      throw invalidRequest(`Test clocks can only be advanced when they are ready. This one is ${before.status}.`);
    }
    this.#checkTarget(before, target);
    const advancing = this.parts.ledger.testClocks.put({
      ...before,
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: target } },
    });
    this.parts.events.record('test_helpers.test_clock.advancing', advancing);
    this.parts.wake();
    return advancing;
  }

  /** Takes the clocks under way to where they shall be. */
  sweep(): void {
    const underWay = this.parts.ledger.testClocks.newestFirst((clock) => clock.status === 'advancing');
    for (const clock of underWay) this.#arrive(clock);
  }

  delete(id: string): Wire<Stripe.TestHelpers.DeletedTestClock> {
    const { ledger, events, deleteCustomer } = this.parts;
    const clock = this.require(id);
    for (const customer of ledger.customers.newestFirst((entry) => entry.test_clock === id)) {
      deleteCustomer(customer.id);
    }
    ledger.testClocks.remove(id);
    events.record('test_helpers.test_clock.deleted', clock);
    return { id, object: 'test_helpers.test_clock', deleted: true };
  }

  /** @throws StripeFailure resource_missing; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): TestClock {
    const clock = this.parts.ledger.testClocks.get(id);
    if (clock !== undefined) return clock;
    throw noSuch('test clock', id, param ?? 'test_clock', param === undefined ? 'path' : 'parameter');
  }

  #arrive(clock: TestClock): void {
    const { agenda, ledger, events } = this.parts;
    const target = clock.status_details.advancing?.target_frozen_time ?? clock.frozen_time;
    agenda.runUntil(clock.id, target, clock.frozen_time);
    const ready = ledger.testClocks.put({ ...clock, frozen_time: target, status: 'ready', status_details: {} });
    this.parts.clock.at(target, () => events.record('test_helpers.test_clock.ready', ready));
  }

  #checkTarget({ id, frozen_time: now }: TestClock, target: number): void {
    if (target <= now) {
      throw invalidRequest("The time to advance to must be after the test clock's current frozen time.", 'frozen_time');
    }
    const cadences = this.parts.ledger.subscriptions
      .newestFirst((entry) => entry.test_clock === id && entry.ended_at === null)
      .flatMap((entry) => entry.items.data.map((item) => item.price.recurring));
    const furthest = cadences.map((cadence) => periodEnd(now, periodEnd(now, now, cadence), cadence));
    if (target <= Math.min(...furthest, ...(furthest.length === 0 ? [periodEnd(now, now, TWO_YEARS)] : []))) return;
    throw invalidRequest(
      furthest.length === 0
        ? 'If there are no subscriptions in this test clock, it cannot be advanced more than two years in the future.'
        : 'Cannot be more than two intervals in the future from the shortest subscription in this test clock.',
      'frozen_time',
    );
  }
}
