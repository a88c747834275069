import type { Router } from 'express';
import type { Endpoint } from '../platform/http/endpoint.ts';
import { sendProblem } from '../platform/http/problem.ts';
import { requestIdOf } from '../platform/http/request-context.ts';

function methodsByPath(endpoints: readonly Endpoint[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of endpoints) {
    const own = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...own]);
  }
  return methods;
}

/** Answers 405 and names the methods of an address (RFC 9110 §15.5.6); mounted after every endpoint. */
export function refuseOtherMethods(router: Router, endpoints: readonly Endpoint[]): void {
  for (const [path, methods] of methodsByPath(endpoints)) {
    router.all(path, (request, response, next) => {
      if (request.method === 'OPTIONS') return next();
      const allowed = methods.join(', ');
      const detail = `这个地址不支持 ${request.method}，可用：${allowed}；接口说明见 /docs。`;
      response.setHeader('allow', allowed);
      sendProblem(response, requestIdOf(request), { status: 405, code: 'request.method', detail });
    });
  }
}
