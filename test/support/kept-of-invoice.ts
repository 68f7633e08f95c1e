/** What is kept of an invoice that Stripe shows: as plain JSON, and nothing of the customer but the id. */
export function keptOfInvoice(invoice: object): Record<string, unknown> {
  const plain = JSON.parse(JSON.stringify(invoice)) as Record<string, unknown>;
  const isPersonal = (name: string) =>
    /^customer_(address|email|name|phone|shipping|tax_ids)$/.test(name) || name === 'custom_fields';
  return Object.fromEntries(Object.entries(plain).filter(([name, value]) => value === null || !isPersonal(name)));
}
