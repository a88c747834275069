import type { NextFunction, Request, Response } from 'express';
import { invalid } from '../../kernel/failure.ts';

/** Deeper than any shape of ours; far below what a recursion can follow. */
const DEEPEST = 40;

/**
 * Refuses JSON that is nested deeper than anything we take: what reads it later, also where no shape is
 * declared, may follow it by recursion. Looks level by level, so it cannot run out of stack itself.
 */
export function refuseDeepBody(request: Request, _response: Response, next: NextFunction): void {
  let level: unknown[] = [request.body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST)
      throw invalid({ code: 'request.too-deep', detail: '提交的内容嵌套层数过多，请检查格式。' });
    level = level.flatMap((value) =>
      value !== null && typeof value === 'object' ? (Object.values(value) as unknown[]) : [],
    );
  }
  next();
}
