const MS_PER_HOUR = 3_600_000;

export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** How fast something grows, and how sure that is. */
export interface Trend {
  readonly perHour: number;
  /** The standard error of `perHour`: what lies within two of them may be chance. */
  readonly error: number;
}

/** The straight line through the points by least squares. Source: https://en.wikipedia.org/wiki/Simple_linear_regression */
export function trendOf(points: readonly Point[]): Trend {
  const middle = { at: mean(points.map(({ at }) => at)), value: mean(points.map(({ value }) => value)) };
  const centred = points.map(({ at, value }) => ({
    hours: (at - middle.at) / MS_PER_HOUR,
    value: value - middle.value,
  }));
  const spread = sum(centred.map(({ hours }) => hours ** 2));
  const perHour = sum(centred.map(({ hours, value }) => hours * value)) / spread;
  const residual = sum(centred.map(({ hours, value }) => (value - perHour * hours) ** 2));
  return { perHour, error: Math.sqrt(residual / (points.length - 2) / spread) };
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
