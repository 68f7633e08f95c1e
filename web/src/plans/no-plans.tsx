/** What is shown before anything is sold: the command that changes that. */
export function NoPlans() {
  return (
    <section className="card no-plans">
      <h2>No plans yet</h2>
      <p>This server sells nothing so far. Write the plans into a file and apply it:</p>
      <pre>
        <code>revenue-engine plans apply plans.yaml</code>
      </pre>
      <p className="muted">Then reload this page.</p>
    </section>
  );
}
