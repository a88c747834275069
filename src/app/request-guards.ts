import type { Request, RequestHandler } from 'express';
import { forbidden } from '../kernel/failure.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether another site's page sent this: by what the browser says of it, which a page cannot forge. */
function isCrossSite(request: Request, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return (
    origin !== new URL(publicUrl).origin && origin !== `${request.protocol}://${request.headers.host ?? ''}`
  );
}

/** Refuses writing requests that another site's page makes a browser send, cookie and all. */
export const refuseCrossSite =
  (publicUrl: string): RequestHandler =>
  (request, _response, next) => {
    if (READING.has(request.method) || !isCrossSite(request, publicUrl)) return next();
    next(forbidden({ code: 'request.cross-site', detail: '拒绝来自其他网站的提交，请在本系统页面内办理。' }));
  };

class UnsupportedType extends Error {
  readonly status = 415;
}

/** A body is JSON or a form with a file; what a plain HTML form can send by itself is refused. */
export const requireKnownType: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const known = type === 'application/json' || type === 'multipart/form-data';
  next(!hasBody || known || READING.has(request.method) ? undefined : new UnsupportedType('content type'));
};
