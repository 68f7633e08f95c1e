/** What of the contract is not there yet, and why. Take a name out once it is: the test says when. */
export interface ContractException {
  readonly reason: string;
  /** Types, and fields as `Type.field`. */
  readonly missing: readonly string[];
}

export const CONTRACT_EXCEPTIONS: readonly ContractException[] = [
  {
    reason: 'comes with live updates',
    missing: ['Subscription'],
  },
  {
    reason: 'comes with previews of changes',
    missing: ['Query.subscriptionChangePreview', 'SubscriptionChangePreviewPayload'],
  },
  {
    reason: "comes with the history of a subscription's state",
    missing: ['BillingSubscription.history', 'StateChange', 'ChangeCause'],
  },
  {
    reason: 'comes with the revenue metrics',
    missing: [
      ...['Query.revenueMetrics', 'Query.revenueSeries', 'BillingSubscription.monthlyRecurringRevenue'],
      ...['RevenueMetrics', 'RevenuePoint', 'CurrencyRevenue', 'PlanRevenue', 'StatusCount', 'SeriesInterval', 'Float'],
    ],
  },
  {
    reason: "comes with the operator's retry",
    missing: [
      ...['Mutation.retryWebhookEvent', 'RetryWebhookEventInput', 'RetryWebhookEventPayload'],
      ...['Mutation.retryFailedWebhookEvents', 'RetryFailedWebhookEventsInput', 'RetryFailedWebhookEventsPayload'],
    ],
  },
  {
    reason: 'comes with the comparison against Stripe',
    missing: [
      ...['Query.driftReport', 'DriftReport', 'Drift', 'DriftField'],
      ...['Mutation.repairDrift', 'RepairDriftInput', 'RepairDriftPayload'],
    ],
  },
  {
    reason: 'comes with the low-level checkout',
    missing: [
      ...['Mutation.createCheckoutSession', 'CreateCheckoutSessionInput', 'CreateCheckoutSessionPayload'],
      ...['CheckoutLineItemInput', 'CheckoutMode', 'CreateCheckoutInput.promotionCode'],
      ...['Mutation.expireCheckoutSession', 'ExpireCheckoutSessionInput', 'ExpireCheckoutSessionPayload'],
    ],
  },
  {
    reason: 'comes with the management of subscriptions',
    missing: [
      ...['Query.entitlements', 'Entitlement'],
      ...['Mutation.createSubscription', 'CreateSubscriptionInput', 'CreateSubscriptionPayload'],
      ...['Mutation.changeSubscription', 'ChangeSubscriptionInput', 'ChangeSubscriptionPayload', 'ProrationBehavior'],
      ...['Mutation.cancelSubscription', 'CancelSubscriptionInput', 'CancelSubscriptionPayload'],
      ...['Mutation.resumeSubscription', 'ResumeSubscriptionInput', 'ResumeSubscriptionPayload'],
    ],
  },
  {
    reason: 'comes with invoices',
    missing: [
      ...['Query.invoice', 'Query.invoices', 'Query.upcomingInvoice', 'UpcomingInvoice'],
      ...['Invoice', 'InvoiceConnection', 'InvoiceFilter', 'InvoiceLine', 'InvoiceStatus'],
    ],
  },
  {
    reason: 'comes with single payments and usage',
    missing: [
      ...['Query.paymentIntent', 'PaymentIntent', 'PaymentIntentStatus'],
      ...['Mutation.createPaymentIntent', 'CreatePaymentIntentInput', 'CreatePaymentIntentPayload'],
      ...['Mutation.confirmPaymentIntent', 'ConfirmPaymentIntentInput', 'ConfirmPaymentIntentPayload'],
      ...['Mutation.cancelPaymentIntent', 'CancelPaymentIntentInput', 'CancelPaymentIntentPayload'],
      ...['Mutation.createRefund', 'CreateRefundInput', 'CreateRefundPayload', 'Refund', 'RefundStatus'],
      ...['Mutation.reportUsage', 'ReportUsageInput', 'ReportUsagePayload'],
    ],
  },
];
