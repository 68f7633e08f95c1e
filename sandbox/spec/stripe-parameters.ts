import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { NEWER_PARAMETERS, type NewerParameter } from './newer-parameters.js';

/** The part of JSON Schema that the description of Stripe's parameters uses. */
export interface ParameterSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly ParameterSchema[];
  readonly items?: ParameterSchema;
  readonly properties?: Readonly<Record<string, ParameterSchema>>;
  readonly additionalProperties?: ParameterSchema | boolean;
  readonly required?: readonly string[];
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** The parameters of each operation, by method and path: `POST /v1/customers/{customer}`. */
export type StripeParameters = ReadonlyMap<string, ParameterSchema>;

/**
 * Reads what scripts/trim-openapi.mjs cut from Stripe's description, with the newer parameters put in.
 *
 * @throws Error when the file is not there, or when it has no place for one of the newer parameters
 */
export function readStripeParameters(): StripeParameters {
  const file = descriptionFile();
  const { operations } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    operations: Record<string, ParameterSchema>;
  };
  for (const newer of NEWER_PARAMETERS) {
    operations[newer.operation] = withNewer(operations[newer.operation], newer.parameter.split('.'), newer);
  }
  return new Map(Object.entries(operations));
}

/** The compiled code stands in `dist`, but the description only in the source tree: both have one package root. */
function descriptionFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error('The sandbox does not find the root of its package');
    folder = dirname(folder);
  }
  const spec = join(folder, 'sandbox', 'spec');
  const name = readdirSync(spec).find((entry) => /^stripe-parameters-.*\.json\.gz$/.test(entry));
  if (name === undefined) throw new Error(`No description of Stripe's parameters in ${spec}`);
  return join(spec, name);
}

function withNewer(
  schema: ParameterSchema | undefined,
  way: readonly string[],
  newer: NewerParameter,
): ParameterSchema {
  const [step, ...rest] = way;
  if (schema === undefined) throw new Error(`No place for ${newer.parameter} in ${newer.operation}`);
  if (step === undefined) return widened(schema, newer.schema);
  if (schema.anyOf !== undefined) {
    return {
      ...schema,
      anyOf: schema.anyOf.map((branch) => (branch.properties ? withNewer(branch, way, newer) : branch)),
    };
  }
  const name = step.replace('[]', '');
  const property = schema.properties?.[name];
  const changed = step.endsWith('[]')
    ? { ...property, items: withNewer(property?.items, rest, newer) }
    : property === undefined && rest.length === 0
      ? newer.schema
      : withNewer(property, rest, newer);
  return { ...schema, properties: { ...schema.properties, [name]: changed } };
}

/** More words of an enum, which takes one of them or of the known ones; a form of another type stands beside the known. */
function widened(known: ParameterSchema, newer: ParameterSchema): ParameterSchema {
  if (newer.enum === undefined) return { anyOf: [...(known.anyOf ?? [known]), newer] };
  return { ...known, enum: [...(known.enum ?? []), ...newer.enum] };
}
