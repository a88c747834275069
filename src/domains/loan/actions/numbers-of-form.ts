import { forbidden, invalid, pointed } from '../../../kernel/failure.ts';
import type { Context } from '../../../platform/context.ts';

/** Who may look at the full numbers of one household may export them, with a reason. */
const REVEAL = 'household.reveal';

/** Whether a form shows whole numbers. Throws `loan.full-numbers-forbidden`, `loan.reason-missing`. */
export function numbersOfForm(
  { actor }: Context,
  asked: { readonly numbers: 'masked' | 'full'; readonly reason: string | null },
): boolean {
  if (asked.numbers === 'masked') return false;
  if (!actor.permissions.has(REVEAL))
    throw forbidden({
      code: 'loan.full-numbers-forbidden',
      detail: '您的岗位只能导出脱敏号码；确需完整号码请由县办有权限的人员导出。',
    });
  if (asked.reason === null)
    throw pointed(
      invalid,
      '/reason',
      'loan.reason-missing',
      '导出完整号码须写明事由（四个字以上），将留痕备查。',
    );
  return true;
}
