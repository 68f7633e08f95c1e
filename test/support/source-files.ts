import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** The project's folder; tests run from dist/test. */
export const projectRoot = join(import.meta.dirname, '..', '..', '..');

export interface SourceImport {
  /** Path from the project's folder, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Erased by the compiler: `import type`, or nothing but `type` names in the braces. */
  readonly typeOnly: boolean;
  /** An `export … from`. */
  readonly reexport: boolean;
}

export interface SourceFile {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly SourceImport[];
}

/** All TypeScript files below `folder`, generated ones left out. */
export function sourceFilesIn(folder: string): SourceFile[] {
  const names = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|generated|dist)\//.test(path))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(projectRoot, path), 'utf8')));
}

const statement =
  /^[ \t]*(import|export)\s+(type\s+)?((?:\*\s+as\s+\w+|\*|\w+)?\s*,?\s*(?:\{[^}]*\})?\s*(?:\*\s+as\s+\w+)?\s*)from\s+['"]([^'"]+)['"]/gm;
const sideEffect = /^[ \t]*import\s+['"]([^'"]+)['"]/gm;
/** Also catches `import('x').Y` in a type, which is then taken for a real import: the stricter reading. */
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Reads the imports by their syntax: the compiler's own reader is no longer JavaScript. */
export function sourceFile(path: string, text: string): SourceFile {
  const named = [...text.matchAll(statement)].map(([, keyword, type, names = '', specifier = '']) => ({
    ...target(path, specifier),
    typeOnly: type !== undefined || onlyTypeNames(names),
    reexport: keyword === 'export',
  }));
  const bare = [...text.matchAll(sideEffect), ...text.matchAll(dynamic)].map(([, specifier = '']) => ({
    ...target(path, specifier),
    typeOnly: false,
    reexport: false,
  }));
  return { path, text, imports: [...named, ...bare] };
}

function onlyTypeNames(names: string): boolean {
  const inBraces = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const parts = inBraces
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return parts !== undefined && parts.length > 0 && parts.every((part) => part.startsWith('type '));
}

function target(from: string, specifier: string): { target: string; isPackage: boolean } {
  if (!specifier.startsWith('.')) return { target: specifier, isPackage: true };
  return { target: posix.join(dirname(from), specifier).replace(/\.js$/, '.ts'), isPackage: false };
}
