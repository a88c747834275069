import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const PLACES = ['../../web', '../../dist/web'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

const NONCE_BYTES = 16;
/** An address of a page: no file has such a name. */
const PAGE = /^[^.]*$/;

/** The one page that knows all addresses, with the word by which styles of ours are told from others. */
function answerPage(response: Response, page: string): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = String(response.getHeader('content-security-policy') ?? "default-src 'self'");
  response
    .setHeader('content-security-policy', `${policy};style-src 'self' 'nonce-${nonce}'`)
    .setHeader('cache-control', 'no-store')
    .type('html')
    .end(page.replace('__NONCE__', nonce));
}

/**
 * The console as it was built into dist/web: files with their hash in the name are kept by browsers for good,
 * pages are asked for anew. Where it was not built, the way in leads to the description of the API.
 */
export function consolePages(): RequestHandler {
  const place = PLACES.find((one) => existsSync(path.join(one, 'assets')));
  if (!place)
    return (request, response, next) => (request.path === '/' ? response.redirect('/docs') : next());
  const page = readFileSync(path.join(place, 'index.html'), 'utf8');
  const files = sirv(place, {
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, file) => {
      const kept = file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', kept);
    },
  });
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    return PAGE.test(request.path) ? answerPage(response, page) : files(request, response, next);
  };
}
