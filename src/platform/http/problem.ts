import type { Response } from 'express';
import type { ZodError } from 'zod';
import type { Failure } from '../../kernel/failure.ts';
import { invalid, type FailureKind, type FieldError } from '../../kernel/failure.ts';

const STATUS: Readonly<Record<FailureKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  refused: 422,
};

const TITLES: Readonly<Record<number, string>> = {
  400: '请求无法读取',
  401: '未登录',
  403: '无权办理',
  404: '没有找到',
  405: '不支持的方法',
  409: '状态已变化',
  413: '内容过大',
  415: '内容类型不支持',
  422: '内容有误',
  429: '请求过于频繁',
  500: '系统出错',
  503: '暂时无法办理',
};

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

export function problemOf(failure: Failure): Problem {
  return {
    status: STATUS[failure.kind],
    code: failure.code,
    detail: failure.detail,
    facts: failure.facts,
    errors: failure.errors,
  };
}

/** Writes RFC 9457 problem+json with the request id a person can read out on the phone. */
export function sendProblem(response: Response, requestId: string, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:sifang:${problem.code}`,
        title: TITLES[problem.status] ?? '请求未完成',
        status: problem.status,
        detail: problem.detail,
        code: problem.code,
        facts: problem.facts ?? {},
        errors: problem.errors ?? [],
        request_id: requestId,
      }),
    );
}

const CHINESE: Readonly<Record<string, string>> = {
  unrecognized_keys: '有不认识的字段',
  invalid_type: '类型不对或未填写',
  invalid_value: '不在允许的取值中',
  too_big: '过长或过大',
  too_small: '过短或过小',
  invalid_format: '格式不对',
  invalid_union: '不符合任何一种写法',
};

/** One refused field per issue; never repeats the value that was sent. */
export function fieldErrors(error: ZodError, prefix: string): FieldError[] {
  return error.issues.slice(0, 50).flatMap((issue): FieldError[] => {
    const base = [
      prefix,
      ...issue.path.map((part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1')),
    ].join('/');
    const own = /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : (CHINESE[issue.code] ?? '内容不对');
    if (issue.code !== 'unrecognized_keys') return [{ pointer: base, code: issue.code, detail: own }];
    return issue.keys.map((key) => ({
      pointer: `${base}/${key.slice(0, 60)}`,
      code: issue.code,
      detail: '不认识的字段，请删去',
    }));
  });
}

export function shapeFailure(error: ZodError, prefix: string): Failure {
  const errors = fieldErrors(error, prefix);
  const first = errors[0];
  return invalid({
    code: 'request.invalid',
    detail: `提交的内容有误：${first ? `${first.pointer || '/'} ${first.detail}` : '请检查'}${errors.length > 1 ? `，等 ${errors.length} 处` : ''}。`,
    errors,
  });
}
