import { type ValidationError, validate } from 'class-validator';
import { type BillingError, BillingErrorCode, BillingFault, toBillingError } from './billing-error.js';

type Result<P> = Partial<Omit<P, 'errors'>>;

/**
 * Runs a mutation: validates its input, then returns the payload with either the result or the expected failure.
 * Anything that is not a {@link BillingFault} is a bug or an outage and goes on to the one edge that masks it.
 */
export async function settle<P extends { readonly errors: BillingError[] }>(
  payload: new () => P,
  input: object,
  run: () => Promise<Result<P>>,
): Promise<P> {
  try {
    await assertValid(input);
    return Object.assign(new payload(), await run(), { errors: [] });
  } catch (error) {
    if (!(error instanceof BillingFault)) throw error;
    return Object.assign(new payload(), { errors: [toBillingError(error)] });
  }
}

async function assertValid(input: object): Promise<void> {
  const [first] = await validate(input, { forbidUnknownValues: false });
  if (!first) return;
  const { path, message } = deepest(first, ['input']);
  throw new BillingFault(BillingErrorCode.INVALID_INPUT, `${path.join('.')}: ${message}`, { field: path });
}

function deepest(error: ValidationError, parents: readonly string[]): { path: string[]; message: string } {
  const path = [...parents, error.property];
  const [child] = error.children ?? [];
  if (child) return deepest(child, path);
  return { path, message: Object.values(error.constraints ?? {}).join('; ') };
}
