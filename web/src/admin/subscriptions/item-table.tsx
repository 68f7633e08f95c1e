import { formatCount } from '../display/count';
import { formatMoney } from '../display/money';
import type { SubscriptionDetails } from './subscription-page';

type Item = SubscriptionDetails['items'][number];

const WORDS = { MONTH: 'a month', YEAR: 'a year' } as const;

export function ItemTable({ items }: { readonly items: readonly Item[] }) {
  return (
    <table>
      <caption className="visually-hidden">Items</caption>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col" className="numeric">
            Price
          </th>
          <th scope="col" className="numeric">
            Quantity
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <div className="cell-two">
                <span>{item.price.product.name}</span>
                <code className="muted">{item.price.id}</code>
              </div>
            </td>
            <td className="numeric">{priceText(item)}</td>
            <td className="numeric">{item.quantity === null ? 'metered' : formatCount(item.quantity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function priceText({ price: { unitPrice, unitAmountDecimal, billingInterval, usageType } }: Item): string {
  const each = usageType === 'METERED' ? ' each' : billingInterval ? ` ${WORDS[billingInterval]}` : '';
  if (unitPrice) return `${formatMoney(unitPrice)}${each}`;
  return unitAmountDecimal ? `${unitAmountDecimal} minor units${each}` : 'tiered';
}
