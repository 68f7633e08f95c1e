import type { SeededFault } from './seeded-fault.js';

/** In the history of subscriptions. */
export const HISTORY_FAULTS: readonly SeededFault[] = [
  {
    id: 'history-loses-what-was-replaced',
    file: 'src/subscriptions/subscription-history.ts',
    right: 'if (stored) await this.#keep([stored]);',
    wrong: 'if (stored) await this.#keep([]);',
    harm: 'The history of a subscription has its last change only.',
    noticedBy: ['subscription-history'],
  },
  {
    id: 'history-of-events-loses-what-was-replaced',
    file: 'src/subscriptions/subscription-history.ts',
    right: 'this.#keep(changing.flatMap(({ stored }) => (stored ? [stored] : []))),',
    wrong: 'this.#keep([]),',
    harm: 'What happened before an event is missing in the history.',
    noticedBy: ['webhook-payloads'],
  },
  {
    id: 'history-names-no-event',
    file: 'src/subscriptions/subscription-history.ts',
    right: 'cause: ChangeCause.WEBHOOK, ...(eventId === undefined ? {} : { eventId }) };',
    wrong: 'cause: ChangeCause.SYNC };',
    harm: 'Nobody can tell by which event of Stripe’s a subscription ended.',
    noticedBy: ['webhook-payloads'],
  },
  {
    id: 'history-begins-anew',
    file: 'src/subscriptions/state-change.ts',
    right: 'const last = stored?.last_change ?? earlier.at(-1);',
    wrong: 'const last = stored?.last_change;',
    harm: 'After a document was lost, two changes have the number 1, and the first is overwritten.',
    noticedBy: ['subscription-history'],
  },
  {
    id: 'gone-fields-not-told',
    file: 'src/subscriptions/state-change.ts',
    right: 'return [...changed, ...gone];',
    wrong: 'return changed;',
    harm: 'A history replays to fields that the subscription no longer has.',
    noticedBy: ['state-change'],
  },
  {
    id: 'history-shows-what-came-later',
    file: 'src/subscriptions/subscription-history.ts',
    right: '.filter((row) => row.number < number));',
    wrong: '.filter((row) => row.number !== number));',
    harm: 'The answer of a mutation shows changes that were made after it.',
    noticedBy: ['stored-changes'],
  },
  {
    id: 'looked-at-is-put-down-to-its-member',
    file: 'src/subscriptions/subscription.service.ts',
    right:
      'async current(scope: TenantScope, subscriptionId: string, { cause }: ChangeOrigin): Promise<ObservedSubscription> {\n    const known = await this.projection.findById(scope, subscriptionId);\n    if (known) return this.#observed(subscriptionId, { cause });',
    wrong:
      'async current(scope: TenantScope, subscriptionId: string, origin: ChangeOrigin): Promise<ObservedSubscription> {\n    const known = await this.projection.findById(scope, subscriptionId);\n    if (known) return this.#observed(subscriptionId, origin);',
    harm: 'A member is said to have ended a subscription that Stripe ended.',
    noticedBy: ['subscription-history'],
  },
  {
    id: 'actors-not-erased',
    file: 'src/subscriptions/actor-erasure.ts',
    right: '{ stripe_subscription_id: { $in: ids }, actor: MEMBER },',
    wrong: "{ stripe_subscription_id: { $in: ids }, actor: 'nobody' },",
    harm: 'The address of a deleted customer stays in the history.',
    noticedBy: ['customer-erasure'],
  },
];
