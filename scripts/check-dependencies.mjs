// Judges what `npm install` brings: the licences of what ships, the scripts that want to run at the installation, and
// that each package is the one that was chosen (its hash). All of it without the network. Then `npm audit` of what ships,
// where the registry answers it; where it does not, that is said and is no failure. `--no-audit` leaves it out.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** May be passed on with a product under the MIT licence, by naming them. https://spdx.org/licenses/ */
const LICENSES = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/** Packages whose installation scripts are known, and what they do. */
const INSTALL_SCRIPTS = {
  '@apollo/protobufjs': 'prints a warning about versions',
  '@parcel/watcher': 'builds its binding where none is brought along; development only',
  '@stripe/cli': 'fetches the binary of the CLI; development only',
  'core-js-pure': 'prints a banner; development only',
  node: 'puts the binary of Node.js that fits the machine in place',
};

/** How long the registry may take to answer, in milliseconds. */
const AUDIT_MS = 15_000;

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Whether a licence in SPDX's form, such as `(MIT OR Apache-2.0)`, can be had by the list. */
function isAllowed(license) {
  const inner = license.replace(/^\((.*)\)$/, '$1');
  if (/[()]| WITH /.test(inner)) return false;
  return inner.split(' OR ').some((choice) => choice.split(' AND ').every((each) => LICENSES.includes(each.trim())));
}

/** What the installed package says of itself, else what the lockfile knows: packages for other platforms are not installed. */
function licenseOf(path, { license }) {
  const file = `${path}/package.json`;
  const stated = existsSync(file) ? readJson(file).license : license;
  return typeof stated === 'object' ? stated?.type : stated;
}

function packageFaults(path, locked) {
  const name = nameOf(path);
  const faults = [];
  const isForeign = !existsSync(path) && locked.optional;
  if (!locked.dev && !isForeign) {
    const license = licenseOf(path, locked);
    if (license === undefined)
      faults.push(`${name} ships and states no licence: read its own, or take another package`);
    else if (!isAllowed(license)) faults.push(`${name} ships under ${license}, which is not in the list of licences`);
  }
  if (locked.hasInstallScript && !INSTALL_SCRIPTS[name]) {
    faults.push(`${name} runs a script when it is installed: read it, then name it in scripts/check-dependencies.mjs`);
  }
  if (!locked.integrity && !locked.optional) faults.push(`${name} has no hash in package-lock.json`);
  return faults;
}

/** @returns what `npm audit` says, or why it says nothing */
async function audit() {
  const child = spawn('npm', ['audit', '--omit=dev', '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const impatience = setTimeout(() => child.kill('SIGKILL'), AUDIT_MS);
  try {
    let text = '';
    for await (const chunk of child.stdout) text += chunk;
    const { vulnerabilities, message } = JSON.parse(text);
    return vulnerabilities ? { vulnerabilities: Object.values(vulnerabilities) } : { silent: message ?? 'no answer' };
  } catch (error) {
    return { silent: child.killed ? `no answer in ${AUDIT_MS / 1000} s` : error.message };
  } finally {
    clearTimeout(impatience);
  }
}

const auditing = process.argv.includes('--no-audit') ? undefined : audit();
const packages = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
const faults = packages.flatMap(([path, locked]) => packageFaults(path, locked));
const shipped = packages.filter(([, { dev }]) => !dev).length;
console.log(
  `${packages.length} packages, ${shipped} of them ship: licences, installation scripts and hashes looked at`,
);

const audited = await auditing;
if (audited?.silent) console.log(`npm audit: the registry does not answer it here (${audited.silent}); look elsewhere`);
if (audited?.vulnerabilities) {
  const grave = audited.vulnerabilities.filter(({ severity }) => severity === 'high' || severity === 'critical');
  faults.push(...grave.map(({ name, severity, range }) => `${name} ${range} has a known ${severity} vulnerability`));
  console.log(
    `npm audit: ${audited.vulnerabilities.length} known vulnerabilities in what ships, ${grave.length} grave`,
  );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
