// Writes sandbox/spec/stripe-parameters-<version>.json.gz: what each operation that the sandbox knows accepts, cut
// from Stripe's OpenAPI description (https://github.com/stripe/openapi), which the Go module of stripe-mock carries.
// Needs `go` on the PATH, once per new version of Stripe's API: node scripts/trim-openapi.mjs
// The result is the same, byte for byte, each time it is run with the same version.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MODULE = 'github.com/stripe/stripe-mock@v0.203.0';
const TARGET = new URL('../sandbox/spec/', import.meta.url);

const RESOURCES =
  /^\/v1\/(products|prices|billing\/(meters|meter_events|meter_event_adjustments)|customers|payment_methods|payment_intents|setup_intents|charges|refunds|checkout\/sessions|subscriptions|subscription_items|invoices|invoiceitems|invoice_payments|events|webhook_endpoints|coupons|promotion_codes|billing_portal|test_helpers\/test_clocks)(\/|$)/;
const LEFT_OUT =
  /^\/v1\/(customers\/\{customer\}\/(bank_accounts|cards|cash_balance|cash_balance_transactions|funding_instructions|sources|subscriptions)|charges\/\{charge\}\/(dispute|refund|refunds))(\/|$)/;

const PATTERNS = { decimal: '^-?\\d+(\\.\\d+)?$', currency: '^[A-Za-z]{3}$' };

/** The parts of a schema that decide whether a value passes; what Stripe refuses in hashes is said outright. */
function trimmed(schema) {
  const { type, anyOf, items, properties, additionalProperties, required, maxLength } = schema;
  if (anyOf) return { anyOf: anyOf.map(trimmed) };
  const kept = { type };
  if (schema.enum) kept.enum = [...schema.enum].sort();
  else if (maxLength !== undefined) kept.maxLength = maxLength;
  if (PATTERNS[schema.format]) Object.assign(kept, { format: schema.format, pattern: PATTERNS[schema.format] });
  if (items) kept.items = trimmed(items);
  if (typeof additionalProperties === 'object') kept.additionalProperties = trimmed(additionalProperties);
  if (properties) return { ...kept, ...hash(properties, required ?? []) };
  return kept;
}

function hash(properties, required) {
  const entries = Object.entries(properties)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, schema]) => {
      const property = trimmed(schema);
      // Stripe takes an empty value as the wish to unset, which a required parameter cannot be.
      if (required.includes(name) && property.type === 'string' && !property.enum) property.minLength = 1;
      return [name, property];
    });
  const needed = required.length > 0 ? { required: [...required].sort() } : {};
  return { properties: Object.fromEntries(entries), ...needed, additionalProperties: false };
}

function parameters(operation) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const bodies = Object.values(operation.requestBody?.content ?? {}).map((content) => content.schema);
  const expand = { type: 'array', items: { type: 'string', maxLength: 5000 } };
  const properties = Object.fromEntries(query.map((parameter) => [parameter.name, parameter.schema]));
  Object.assign(properties, { expand }, ...bodies.map((body) => body.properties));
  const required = query.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return { type: 'object', ...hash(properties, [...required, ...bodies.flatMap((body) => body.required ?? [])]) };
}

const cache = mkdtempSync(join(tmpdir(), 'trim-openapi-'));
try {
  const env = { ...process.env, GOMODCACHE: cache, GOFLAGS: '-modcacherw' };
  const download = JSON.parse(execFileSync('go', ['mod', 'download', '-json', MODULE], { env, cwd: cache }).toString());
  const spec = JSON.parse(readFileSync(join(download.Dir, 'embedded/openapi/spec3.json'), 'utf8'));
  const operations = Object.entries(spec.paths)
    .filter(([path]) => RESOURCES.test(path) && !LEFT_OUT.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, parameters(operation)]),
    )
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const { version } = spec.info;
  const content = JSON.stringify({ version, source: MODULE, operations: Object.fromEntries(operations) });
  for (const name of readdirSync(TARGET)) if (name.startsWith('stripe-parameters-')) rmSync(new URL(name, TARGET));
  const name = `stripe-parameters-${version}.json.gz`;
  const packed = gzipSync(content, { level: 9 });
  packed[9] = 255; // The tenth byte of a gzip file names the operating system that wrote it; 255 is "unknown".
  writeFileSync(new URL(name, TARGET), packed);
  const license = readFileSync(join(download.Dir, 'LICENSE'), 'utf8');
  writeFileSync(
    new URL('NOTICE', TARGET),
    `${name} is made by scripts/trim-openapi.mjs from Stripe's OpenAPI description, version ${version}\n` +
      `(https://github.com/stripe/openapi), as embedded in ${MODULE}. Its licence:\n\n${license}`,
  );
  console.log(`${name}: ${operations.length} operations, ${content.length} bytes, ${packed.length} packed`);
} finally {
  rmSync(cache, { recursive: true, force: true });
}
