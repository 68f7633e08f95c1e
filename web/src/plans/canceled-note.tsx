/** Said to who comes back from Stripe's page without having paid: /?checkout=canceled */
export function CanceledNote() {
  if (new URLSearchParams(window.location.search).get('checkout') !== 'canceled') return null;
  return (
    <p className="canceled-note" role="status">
      You left the checkout before paying. Nothing was charged.
    </p>
  );
}
