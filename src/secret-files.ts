import { readFileSync } from 'node:fs';
import { SECRET_NAMES } from './environment-variables.js';

type Given = Readonly<Record<string, string | undefined>>;

/** More than any key, and less than what a wrong path could bring into memory. */
const LONGEST_SECRET = 64 * 1024;

/**
 * Reads the secrets whose files are named by NAME_FILE, as Docker and Kubernetes mount them.
 * Sources: https://docs.docker.com/reference/compose-file/secrets/, https://kubernetes.io/docs/concepts/configuration/secret/
 *
 * @returns what the files say under the names of the secrets, without white space around it; the faults repeat none of it
 */
export function secretsFromFiles(given: Given): { secrets: Record<string, string>; faults: string[] } {
  const secrets: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of SECRET_NAMES) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) {
      faults.push(`${name}_FILE: is set beside ${name}; only one can be right, remove the other`);
      continue;
    }
    const found = read(path);
    if ('secret' in found) secrets[name] = found.secret;
    else faults.push(`${name}_FILE: ${found.fault}`);
  }
  return { secrets, faults };
}

function read(path: string): { readonly secret: string } | { readonly fault: string } {
  try {
    const text = readFileSync(path, 'utf8');
    const secret = text.trim();
    if (secret === '') return { fault: `the file ${path} is empty` };
    if (text.length > LONGEST_SECRET) return { fault: `the file ${path} is too long for a secret` };
    return { secret };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { fault: `the file ${path} cannot be read (${code})` };
  }
}
