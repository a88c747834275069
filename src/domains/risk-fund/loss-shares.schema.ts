import { z } from 'zod';
import { percent } from '../../platform/http/shapes.ts';
import type { LossShare } from './core/share-loss.ts';

const MAX_NESTING = 5;

function level(depth: number): z.ZodType<LossShare[]> {
  const nested: z.ZodType<LossShare[]> =
    depth === 0 ? z.array(z.never()).max(0, `分担层次最多 ${MAX_NESTING} 层`) : level(depth - 1);
  const share = z.strictObject({
    party: z.string().trim().min(1, '请填写分担方').max(60, '分担方最多 60 个字'),
    percent: percent(),
    nested: nested.default([]),
  });
  return z
    .array(share)
    .max(50, '同一层最多 50 个分担方')
    .superRefine((shares, ctx) => {
      shares.forEach((entry, index) => {
        if (shares.findIndex((other) => other.party === entry.party) === index) return;
        ctx.addIssue({ code: 'custom', path: [index, 'party'], message: '同一层的分担方不得重复' });
      });
    });
}

/** A table of shares (分担比例), nested a few levels deep; that levels are whole is judged where they split. */
export const lossShares = () =>
  level(MAX_NESTING - 1).refine((shares) => shares.length > 0, '至少要有一个分担方');
