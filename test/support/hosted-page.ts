/** Fills in the hosted Checkout page as a browser without JavaScript does; gives the address that it leads to. */
export async function payByCard(checkoutUrl: string | null | undefined, number = '4242424242424242'): Promise<string> {
  if (!checkoutUrl) throw new Error('There is no page to pay on');
  const card = { number, expiry: '12 / 40', cvc: '123', name: 'Ada Buyer', email: 'ada@example.com' };
  const paid = await fetch(checkoutUrl, { method: 'POST', body: new URLSearchParams(card), redirect: 'manual' });
  const location = paid.headers.get('location');
  if (paid.status !== 303 || !location)
    throw new Error(`The hosted page answered ${paid.status}: ${await paid.text()}`);
  return location;
}
