import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { Failure } from '../kernel/failure.ts';
import { isUnavailable } from '../platform/db.ts';
import { problemOf, sendProblem, type Problem } from '../platform/http/problem.ts';
import { requestIdOf } from '../platform/http/request-context.ts';
import { describeError, type Log } from '../platform/log.ts';
import { databaseFailure } from './database-failure.ts';
import { escape, plainPage } from './plain-page.ts';
import { TooManyRequests } from './too-many-requests.ts';

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

const tooMany = ({ seconds }: TooManyRequests): Problem => ({
  ...{ status: 429, code: 'request.too-many' },
  detail: `请求过于频繁，请在 ${seconds} 秒后再试。`,
});

/** Turns whatever was thrown into a problem; what nobody expected is logged and told without particulars. */
function problemFor(log: Log, error: unknown, response: Response, requestId: string): Problem {
  const problem = expected(error);
  if (problem) return problem;
  if (error instanceof TooManyRequests) {
    response.setHeader('retry-after', String(error.seconds));
    return tooMany(error);
  }
  if (isBusy(error)) {
    log.warn({ request_id: requestId, error: describeError(error) }, 'unavailable');
    response.setHeader('retry-after', '5');
    return BUSY;
  }
  log.error({ request_id: requestId, error: describeError(error) }, 'request failed');
  return OWN_FAULT;
}

/** Answers programs: as RFC 9457 has it. */
export const answerProblem =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const requestId = requestIdOf(request);
    sendProblem(response, requestId, problemFor(log, error, response, requestId));
  };

/** Answers people where pages stand: the same, as a page. */
export const answerProblemPage =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(request);
    const { status, detail } = problemFor(log, error, response, requestId);
    const body = `<p class="wrong"><strong>${escape(detail)}</strong></p>
<p>需要查询的，请报出编号：${escape(requestId)}</p>`;
    response.status(status).type('html').send(plainPage('暂时不能办理', body));
  };

export const answerNotFound: RequestHandler = (request, response) => {
  const detail = '没有这个地址；接口说明见 /docs。';
  sendProblem(response, requestIdOf(request), { status: 404, code: 'request.no-such-address', detail });
};
