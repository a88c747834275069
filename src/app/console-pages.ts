import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestHandler, Response } from 'express';
import serveCompressed from 'express-static-gzip';
import type { Endpoint } from '../platform/http/endpoint.ts';

const PLACES = ['../../web', '../../dist/web'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
const NONCE_BYTES = 16;
/** What the build wrote beside the one page. */
const FILES = new Set(['assets', 'login.html']);

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

/** Files of the build, compressed before; those with their hash in the name are kept by browsers for good. */
const filesOf = (place: string): RequestHandler =>
  serveCompressed(place, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    serveStatic: {
      setHeaders: (response, file) => {
        const kept = file.includes(`${path.sep}assets${path.sep}`);
        response.setHeader('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    },
  });

/**
 * The console as it was built into dist/web. Its pages have the addresses of what the interface lists:
 * `/loans`, `/loans/5`; other addresses are nobody's. Where it was not built, the way in leads to the
 * description of the interface.
 */
export function consolePages(endpoints: readonly Endpoint[]): RequestHandler {
  const place = PLACES.find((one) => existsSync(path.join(one, 'assets')));
  if (!place)
    return (request, response, next) => (request.path === '/' ? response.redirect('/docs') : next());
  const page = readFileSync(path.join(place, 'index.html'), 'utf8');
  const pages = new Set(['', ...endpoints.map((endpoint) => endpoint.path.split('/')[1] ?? '')]);
  const files = filesOf(place);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const [, first = ''] = request.path.split('/');
    if (pages.has(first)) return answerPage(response, page);
    return FILES.has(first) ? files(request, response, next) : next();
  };
}
