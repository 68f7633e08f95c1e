import { openUrl } from './download-file.js';

const simpleJson = 'application/vnd.pypi.simple.v1+json';

/** The index that pip itself uses when nothing else is configured. */
export const publicPackageIndex = 'https://pypi.org/simple';

/**
 * Finds a file's address in a package index, in either form that an index may answer with
 * (https://packaging.python.org/en/latest/specifications/simple-repository-api/).
 *
 * @throws Error when the index does not answer or does not hold the file
 */
export async function packageFileUrl(index: string, project: string, filename: string): Promise<string> {
  const page = `${index.replace(/\/+$/, '')}/${project}/`;
  const response = await openUrl(page, `${simpleJson}, text/html;q=0.5`);
  const body = await response.text();
  const links = response.headers.get('content-type')?.includes('json') ? jsonLinks(body) : htmlLinks(body);
  const base = new URL(response.url);
  for (const link of links) {
    const url = new URL(link, base);
    url.hash = '';
    if (decodeURIComponent(url.pathname).endsWith(`/${filename}`)) return withCredentialsOf(new URL(page), url);
  }
  throw new Error(`${base.host} does not hold ${filename}`);
}

function jsonLinks(body: string): string[] {
  const page: unknown = JSON.parse(body);
  if (typeof page !== 'object' || page === null || !('files' in page) || !Array.isArray(page.files)) return [];
  return page.files.map((file: { readonly url?: unknown }) => file.url).filter((url) => typeof url === 'string');
}

function htmlLinks(body: string): string[] {
  return [...body.matchAll(/<a\s[^>]*href=["']([^"']+)["']/gi)].flatMap(([, href]) =>
    href ? [href.replaceAll('&amp;', '&')] : [],
  );
}

function withCredentialsOf(index: URL, file: URL): string {
  if (file.host === index.host) {
    file.username = index.username;
    file.password = index.password;
  }
  return file.href;
}
