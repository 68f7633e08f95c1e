interface CurrencySelectProps {
  readonly currencies: readonly string[];
  readonly chosen: string;
  readonly onChoose: (currency: string) => void;
}

/** The currency to pay in, where the plans are sold in several. */
export function CurrencySelect({ currencies, chosen, onChoose }: CurrencySelectProps) {
  return (
    <label className="currency-select">
      <span>Currency</span>
      <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {currencies.map((currency) => (
          <option key={currency}>{currency}</option>
        ))}
      </select>
    </label>
  );
}
