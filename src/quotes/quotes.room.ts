import type { Ground, Room } from '../ground.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { ChangeCosts } from './change-cost.js';
import { ChangePreviewService } from './change-preview.service.js';
import { ProrationDate } from './proration-date.js';
import { QuoteSeal } from './quote-seal.js';
import { QuotedChangeService } from './quoted-change.service.js';
import { SubscriptionChangeResolver } from './subscription-change.resolver.js';

interface LowerRooms {
  readonly subscriptions: SubscriptionsRoom;
}

/** What changes of subscriptions cost, and that they cost it. Stores nothing of its own. */
export function openQuotes(
  { gateways, intents, clock, settings: { quotes } }: Ground,
  { subscriptions: { service, changing } }: LowerRooms,
): Room {
  const parts = {
    subscriptions: service,
    changes: changing,
    costs: new ChangeCosts(gateways.invoices, new ProrationDate(gateways.testClocks, clock)),
    seal: new QuoteSeal(quotes.secret),
    intents,
    clock,
  };
  const previews = new ChangePreviewService({ ...parts, validForMs: quotes.validForMs });
  return {
    resolvers: [new SubscriptionChangeResolver(previews, changing, new QuotedChangeService(parts))],
    models: [],
  };
}
