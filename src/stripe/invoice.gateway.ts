import type Stripe from 'stripe';
import { changeParams } from './change-params.js';
import { hasNoInvoiceToCome, isWithoutUpcomingInvoice } from './failure.js';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
import { idOf } from './reference.js';
import type { StripeCalls } from './stripe-calls.js';
import type { SubscriptionChanges } from './subscription.gateway.js';

/** Source: https://docs.stripe.com/api/invoices */
export class InvoiceGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** With all its lines; null when Stripe does not know the id, as after the deletion of a draft. */
  async find(id: string): Promise<Stripe.Invoice | null> {
    const invoice = await this.calls.find('invoices.retrieve', (stripe) => stripe.invoices.retrieve(id));
    return invoice && this.#whole(invoice);
  }

  /** All, each with its first lines. */
  page(place: PagePlace): Promise<ObjectPage<Stripe.Invoice>> {
    return this.calls.run('invoices.list', (stripe) => stripe.invoices.list(placeParams(place)));
  }

  /**
   * The next invoice of a subscription as it would be now; null when none is to come.
   * Source: https://docs.stripe.com/api/invoices/create_preview
   */
  upcoming(subscriptionId: string): Promise<Stripe.Invoice | null> {
    return this.calls.run('invoices.createPreview', async (stripe) => {
      try {
        return await stripe.invoices.createPreview({ subscription: subscriptionId });
      } catch (error) {
        if (isWithoutUpcomingInvoice(error)) return null;
        throw error;
      }
    });
  }

  /**
   * The first invoice after a change, as if it were made now: the one of the change itself where something is due at
   * once, else the next one; null when none is to come. `recurring` shows that of a whole period, without what comes once.
   * Source: https://docs.stripe.com/api/invoices/create_preview
   */
  async ofChange(
    subscriptionId: string,
    changes: Omit<SubscriptionChanges, 'metadata'>,
    mode: 'next' | 'recurring' = 'next',
  ): Promise<Stripe.Invoice | null> {
    const preview = await this.calls.run('invoices.createPreview', async (stripe) => {
      try {
        return await stripe.invoices.createPreview({
          subscription: subscriptionId,
          subscription_details: changeParams(changes),
          ...(mode === 'next' ? {} : { preview_mode: mode }),
        });
      } catch (error) {
        if (hasNoInvoiceToCome(error)) return null;
        throw error;
      }
    });
    return preview && this.#whole(preview);
  }

  /**
   * The payment intents by which an invoice was paid; no invoice shows them itself.
   * Source: https://docs.stripe.com/api/invoice-payment/list
   */
  paidIntentIds(id: string): Promise<string[]> {
    return this.calls.run('invoicePayments.list', async (stripe) => {
      const { data } = await stripe.invoicePayments.list({ invoice: id, status: 'paid', limit: 100 });
      return data.flatMap(({ payment }) => idOf(payment.payment_intent) ?? []);
    });
  }

  /** An invoice shows its first lines only; the others are asked for by its id, also by that of a preview. */
  async #whole<T extends Stripe.Invoice>(invoice: T): Promise<T> {
    if (!invoice.lines.has_more) return invoice;
    return { ...invoice, lines: { ...invoice.lines, data: await this.#linesOf(invoice.id), has_more: false } };
  }

  #linesOf(id: string): Promise<Stripe.InvoiceLineItem[]> {
    return this.calls.run('invoices.listLineItems', async (stripe) => {
      const lines: Stripe.InvoiceLineItem[] = [];
      for await (const line of stripe.invoices.listLineItems(id, { limit: 100 })) lines.push(line);
      return lines;
    });
  }
}
