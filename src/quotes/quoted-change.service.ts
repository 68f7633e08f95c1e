import type { Intents } from '../mongo/intents.js';
import type { PlannedChange, SubscriptionChangeRequest } from '../subscriptions/subscription-change.service.js';
import type { SubscriptionRecord } from '../subscriptions/subscription.record.js';
import type { ObservedSubscription } from '../subscriptions/subscription.service.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import { includesOrganization, type TenantScope } from '../terms/tenant-scope.js';
import { type ChangeQuote, isSameRequest, stateOf, targetOf } from './change-quote.js';
import type { ChangePreviewParts } from './change-preview.service.js';
import { quoteChanged, quoteExpired, quoteUsed, unusableQuote } from './quote-fault.js';

/** Where a subscription at Stripe says by which quote it was changed last. */
const METADATA_KEY = 'change_quote';

export interface QuotedChangeParts extends Omit<ChangePreviewParts, 'validForMs'> {
  readonly intents: Intents;
}

/** Makes a change at the amounts that were quoted for it, once, or not at all. */
export class QuotedChangeService {
  constructor(private readonly parts: QuotedChangeParts) {}

  /**
   * @throws BillingFault QUOTE_CHANGED, QUOTE_EXPIRED, CONFLICT for a quote that was used, INVALID_INPUT for one that is not
   *   for this, and what a change without a quote is refused for
   */
  async change(
    scope: TenantScope,
    request: SubscriptionChangeRequest & { readonly quoteId: string },
    origin: ChangeOrigin,
  ): Promise<SubscriptionRecord> {
    const { subscriptions, intents } = this.parts;
    const quote = this.#quoteFor(scope, request);
    const name = `changeSubscription:${quote.organizationId}:quote:${quote.nonce}`;
    await this.#assertToBeUsed(quote, name);
    const observed = await subscriptions.current(scope, request.id, origin);
    const record =
      this.#alreadyMade(quote, observed) ??
      (await this.#stillAsQuoted(quote, observed, async (planned) => {
        const intent = await intents.begin(name, {});
        if (intent.result !== null) throw quoteUsed();
        return intents.pursue(name, () => this.#make(quote, planned, origin, intent.idempotencyKey));
      })) ??
      // What moved may have been moved by the same quote, at the same time.
      (await this.#refused(quote, await subscriptions.current(scope, request.id, origin)));
    await intents.finish(name, record.stripe_subscription_id);
    return record;
  }

  #quoteFor(scope: TenantScope, request: SubscriptionChangeRequest & { readonly quoteId: string }): ChangeQuote {
    const quote = this.parts.seal.open(request.quoteId);
    if (!quote || !includesOrganization(scope, quote.organizationId)) {
      throw unusableQuote('The quote is none of this server, or was altered; ask subscriptionChangePreview for one');
    }
    if (!isSameRequest(quote.request, request)) {
      throw unusableQuote('The quote is for another change; give the input that was previewed, or preview this one');
    }
    return quote;
  }

  /** One that was taken in time is gone through with, however late: its caller may not know what came of it. */
  async #assertToBeUsed({ expiresAt }: ChangeQuote, name: string): Promise<void> {
    const begun = await this.parts.intents.find(name);
    if (begun !== null && begun.result !== null) throw quoteUsed();
    if (begun === null && this.parts.clock().getTime() >= expiresAt) throw quoteExpired(new Date(expiresAt));
  }

  /** The change was made, and whoever made it did not live to say so, or is about to. */
  #alreadyMade({ nonce }: ChangeQuote, { subscription, record }: ObservedSubscription): SubscriptionRecord | null {
    return subscription.metadata[METADATA_KEY] === nonce ? record : null;
  }

  /** Null, without running `deed`, when something moved since the quote. */
  async #stillAsQuoted(
    quote: ChangeQuote,
    observed: ObservedSubscription,
    deed: (planned: PlannedChange) => Promise<SubscriptionRecord>,
  ): Promise<SubscriptionRecord | null> {
    if (stateOf(observed.subscription) !== quote.state) return null;
    const planned = await this.parts.changes.plan(observed, quote.request);
    if (targetOf(planned) !== quote.target) return null;
    const cost = await this.parts.costs.of(planned.subscription, dated(planned, quote.prorationDate));
    return cost.amountDueNow === quote.amountDueNow && cost.prorated === quote.prorated ? deed(planned) : null;
  }

  #make(
    { nonce, prorationDate }: ChangeQuote,
    planned: PlannedChange,
    origin: ChangeOrigin,
    idempotencyKey: string,
  ): Promise<SubscriptionRecord> {
    const metadata = { ...planned.metadata, [METADATA_KEY]: nonce };
    return this.parts.changes.make({ ...dated(planned, prorationDate), metadata }, origin, idempotencyKey);
  }

  /** @throws BillingFault QUOTE_CHANGED, which says what the change would cost now */
  async #refused(quote: ChangeQuote, observed: ObservedSubscription): Promise<SubscriptionRecord> {
    const made = this.#alreadyMade(quote, observed);
    if (made) return made;
    const { changes, costs } = this.parts;
    const { cost, nextInvoiceTotal } = await costs.now(await changes.plan(observed, quote.request));
    throw quoteChanged(quote, { amountDueNow: cost.amountDueNow, nextInvoiceTotal });
  }
}

function dated(planned: PlannedChange, prorationDate: number | null) {
  return { ...planned, prorationDate };
}
