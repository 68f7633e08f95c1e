import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, markdownLinks } from './support/markdown-links.js';

const pages = [...globSync('*.md'), ...globSync('docs/**/*.md')].sort();

/** What a page links to in vain; addresses elsewhere are not asked. */
function faultsOf(page: string, text: string): string[] {
  return markdownLinks(text).flatMap(({ target, line }) => {
    if (/^(https?|mailto):/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
    if (!existsSync(file)) return [`${page}:${line}: there is no ${file}`];
    if (anchor === undefined || !file.endsWith('.md')) return [];
    return anchorsOf(readFileSync(file, 'utf8')).has(anchor) ? [] : [`${page}:${line}: ${file} has no #${anchor}`];
  });
}

test.each(pages)('every link within the project in %s leads somewhere', (page) => {
  expect(faultsOf(page, readFileSync(page, 'utf8'))).toEqual([]);
});

test('the README leads to every page of docs', () => {
  const linked = markdownLinks(readFileSync('README.md', 'utf8')).map(({ target }) => target.split('#')[0]);
  const top = globSync('docs/*.md').concat(globSync('docs/concepts/*.md'));
  expect(top.filter((page) => !linked.includes(page))).toEqual([]);
});

test('links in vain are found, those in code are none', () => {
  const text =
    '[a](none.md) [b](../README.md#no-such-heading) [c](../README.md#quick-start)\n\n```\n[d](none.md)\n```\n`[e](f)`';
  expect(faultsOf('docs/made-up.md', text)).toEqual([
    'docs/made-up.md:1: there is no docs/none.md',
    'docs/made-up.md:1: README.md has no #no-such-heading',
  ]);
});

test('headings are linked to as GitHub names them', () => {
  const text = '# What `doctor` says: it’s *well*\n## Same\n## Same\n### With a [link](x.md)';
  expect([...anchorsOf(text)]).toEqual(['what-doctor-says-its-well', 'same', 'same-1', 'with-a-link']);
});
