import { conflict, missing, refused, type Failure } from '../kernel/failure.ts';
import { badValue, constraintFailure, isBadValue } from '../platform/db.ts';
import { constraintFailures } from './constraint-failures.ts';

/** Refusals that the schema's own triggers raise; see the foundation migration. */
const RAISED: Readonly<Record<string, () => Failure>> = {
  SF001: () =>
    conflict({
      code: 'record.frozen',
      detail: '该记录已定稿，不能再修改或删除；如有错误，请按更正手续办理。',
    }),
  SF002: () =>
    conflict({ code: 'record.moved-on', detail: '状态已变化，这一步现在不能办理；请刷新后再看。' }),
  SF003: () => refused({ code: 'record.rule-broken', detail: '提交的内容与有关记录不一致，请刷新后核对。' }),
  SF004: () =>
    conflict({
      code: 'record.out-of-order',
      detail: '办理的环节或清单已变化，未办理；请刷新后核对，再重新办理。',
    }),
};

/** The refusal behind an error of the database; null when it is none that a sender can cause. */
export function databaseFailure(error: unknown): Failure | null {
  const known = constraintFailure(error, constraintFailures);
  if (known) return known;
  if (isBadValue(error)) return badValue();
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (error.code === '42501' && error.message.includes('row-level security')) {
    return missing({ code: 'request.not-found', detail: '没有找到所查的内容，或不在您的辖区内。' });
  }
  return RAISED[error.code]?.() ?? null;
}
