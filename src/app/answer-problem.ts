import type { ErrorRequestHandler, RequestHandler } from 'express';
import { Failure } from '../kernel/failure.ts';
import { isUnavailable } from '../platform/db.ts';
import { problemOf, sendProblem, type Problem } from '../platform/http/problem.ts';
import { requestIdOf } from '../platform/http/request-context.ts';
import { describeError, type Log } from '../platform/log.ts';
import { databaseFailure } from './database-failure.ts';

const UNREADABLE: Readonly<Record<number, Problem>> = {
  400: { status: 400, code: 'request.unreadable', detail: '请求不完整或不是合格的 JSON，请检查后重新提交。' },
  413: {
    status: 413,
    code: 'request.too-large',
    detail: '提交的内容超过 256 KB，请分次提交，或用文件导入。',
  },
  415: {
    status: 415,
    code: 'request.content-type',
    detail: '内容类型不支持：请用 application/json（UTF-8）；上传文件用 multipart/form-data。',
  },
};

const BUSY: Problem = {
  status: 503,
  code: 'service.unavailable',
  detail: '系统暂时无法办理；请稍候用同一个 Idempotency-Key 重试，不会重复办理。',
};

const OWN_FAULT: Problem = {
  status: 500,
  code: 'service.fault',
  detail: '系统出错，内容没有保存；请记下请求编号并联系管理员。',
};

/** Serialization failures and deadlocks after all retries, statement and lock time-outs, our own overload. */
const BUSY_CODES = new Set(['40001', '40P01', '57014', '55P03']);

function isBusy(error: unknown): boolean {
  if (isUnavailable(error)) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'OverloadedError' || ('code' in error && BUSY_CODES.has(String(error.code)));
}

/** What express and its body parser refused before any of our code ran. */
function unreadable(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status < 400 || error.status > 499) return null;
  return UNREADABLE[error.status] ?? UNREADABLE[400] ?? null;
}

function expected(error: unknown): Problem | null {
  const failure = error instanceof Failure ? error : databaseFailure(error);
  return failure ? problemOf(failure) : unreadable(error);
}

/** Turns whatever was thrown into a problem; what nobody expected is logged and told without particulars. */
export const answerProblem =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const requestId = requestIdOf(request);
    const problem = expected(error);
    if (problem) return sendProblem(response, requestId, problem);
    if (isBusy(error)) {
      log.warn({ request_id: requestId, error: describeError(error) }, 'unavailable');
      response.setHeader('retry-after', '5');
      return sendProblem(response, requestId, BUSY);
    }
    log.error({ request_id: requestId, error: describeError(error) }, 'request failed');
    return sendProblem(response, requestId, OWN_FAULT);
  };

export const answerNotFound: RequestHandler = (request, response) => {
  const detail = '没有这个地址；接口说明见 /docs。';
  sendProblem(response, requestIdOf(request), { status: 404, code: 'request.no-such-address', detail });
};
