/** The outline of a card while the plans are on their way. */
export function PlanCardSkeleton() {
  return (
    <div className="card plan-card skeleton" aria-hidden="true">
      <span className="skeleton-title" />
      <span className="skeleton-price" />
      <span />
      <span />
      <span />
      <span className="skeleton-button" />
    </div>
  );
}
