// Lets Stripe's own mock judge the requests that the tests make at the sandbox. stripe-mock keeps no state, but it
// refuses every parameter that Stripe's description does not have: https://github.com/stripe/stripe-mock
// Runs the tests (or takes the file of an earlier run as an argument), sends each request that the sandbox accepted to
// stripe-mock as well, and fails on one that it refuses without a reason below. Needs `go` on the PATH.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MODULE = 'github.com/stripe/stripe-mock@v0.203.0';
const PORT = 12_999;

/** What stripe-mock may refuse although the sandbox takes it, each with the reason. */
const DIFFERENCES = [
  [/^\w+ \/v1\/stripecli\//, "of the official CLI; not in Stripe's public description"],
  [/^\w+ \/v1\/payment_pages\//, "of the official CLI; not in Stripe's public description"],
  [/^POST \/v1\/events\/\w+\/retry/, "of the official CLI; not in Stripe's public description"],
  [
    /'billing_cycle_anchor' validation failed: value is not a string/,
    'an object since API 2026-10-28.endive, which this mock does not know yet',
  ],
  [/^GET \/v1\/[a-z]+_\w+$/, 'a bare id, which the official CLI asks for; Stripe resolves it by its prefix'],
];

const folder = mkdtempSync(join(tmpdir(), 'stripe-mock-'));
let mock;
try {
  const file = process.argv[2] ?? recorded(join(folder, 'requests.jsonl'));
  execFileSync('go', ['install', MODULE], { env: { ...process.env, GOBIN: folder }, stdio: 'inherit' });
  mock = spawn(join(folder, 'stripe-mock'), ['-http-port', String(PORT)], { stdio: 'ignore' });
  await untilListening();
  const requests = distinct(readFileSync(file, 'utf8'));
  const refused = [];
  for (const request of requests) {
    const reason = await refusal(request);
    if (reason) refused.push({ request, reason });
  }
  report(requests.length, refused);
} finally {
  mock?.kill();
  rmSync(folder, { recursive: true, force: true });
}

function recorded(file) {
  const env = { ...process.env, STRIPE_REQUESTS_FILE: file };
  execFileSync('npm', ['test'], { env, stdio: 'inherit' });
  return file;
}

/** One request for each set of parameter names; ids and values do not matter to stripe-mock. */
function distinct(lines) {
  const byShape = new Map();
  for (const line of lines.trim().split('\n')) {
    const request = JSON.parse(line);
    if (request.status >= 400) continue;
    const [path, query = ''] = request.url.split('?');
    const names = [...new URLSearchParams(query || request.body).keys()].sort().join('&');
    const shape = `${request.method} ${path.replace(/[a-z]+_\w{8,}/g, '{id}')} ${names}`;
    if (!byShape.has(shape)) byShape.set(shape, request);
  }
  return [...byShape.values()];
}

async function untilListening() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error('stripe-mock did not start');
}

async function refusal({ method, url, body }) {
  const answer = await fetch(`http://127.0.0.1:${PORT}${url}`, {
    method,
    headers: { authorization: 'Bearer sk_test_123', 'content-type': 'application/x-www-form-urlencoded' },
    ...(method === 'POST' ? { body } : {}),
  });
  if (answer.status < 400) return undefined;
  const { error } = await answer.json().catch(() => ({ error: { message: `status ${answer.status}` } }));
  return error.message;
}

function report(total, refused) {
  const known = new Map();
  const unknown = [];
  for (const { request, reason } of refused) {
    const name = `${request.method} ${request.url}`;
    const difference = DIFFERENCES.find(([pattern]) => pattern.test(name) || pattern.test(reason));
    if (difference) known.set(difference[1], (known.get(difference[1]) ?? 0) + 1);
    else unknown.push(`${name} ${request.body}\n    ${reason} (${request.test})`);
  }
  console.log(`${total} different requests, ${total - refused.length} accepted by stripe-mock`);
  for (const [reason, count] of known) console.log(`  ${count} refused: ${reason}`);
  for (const line of unknown) console.log(`  REFUSED ${line}`);
  if (unknown.length > 0) process.exitCode = 1;
}
