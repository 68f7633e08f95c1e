/** The value of a metric in the text format of Prometheus, summed over its labels: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function metricValue(text: string, name: string): number {
  const line = new RegExp(`^${name}(?:\\{[^\\n]*\\})? (\\S+)`, 'gm');
  const values = [...text.matchAll(line)].map(([, value]) => Number(value));
  if (values.length === 0) throw new Error(`/metrics has no ${name}`);
  return values.reduce((sum, value) => sum + value, 0);
}
