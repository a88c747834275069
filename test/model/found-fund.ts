import type { Model } from './model.ts';
import { payIn } from './moves/fund.ts';
import { fen, formatYuan } from '../../src/kernel/money.ts';
import { MEASURES, POSTED_DAYS } from './fund-model.ts';
import { COUNTY } from './places.ts';
import type { Reply, Stage } from './stage.ts';
import type { Step } from './step.ts';

/** So much that no play exhausts it, and each loan has its cover whole. */
const BEGINNING = 1_000_000_00n;

const bodyOf = ({ documentNo, from, bearers, waterfall }: (typeof MEASURES)[number]): object => ({
  ...{ document_no: documentNo, effective_from: from },
  ...{ trigger_kind: 'loss_determined', dunning_min_count: 0, checklist: [], loss_basis: 'principal' },
  shares: bearers.map(({ party, percent }) => ({ party, percent: String(percent) })),
  ...(waterfall
    ? {
        refused_part: 'bank',
        waterfall: bearers
          .filter(({ party }) => party !== 'bank')
          .map(({ party, cap, pays }) => ({
            ...{ party, basis: 'principal', cap: cap === null ? null : formatYuan(fen(cap)) },
            ...{ advances: party === 'fund', waiting_days: pays?.days ?? 0 },
          })),
      }
    : {}),
  ...{ recovery_order: 'pro_rata', recovery_return_days: 5, leverage_times: '10' },
  ...{ excess_cover: 'last_disbursed_first', top_up_mode: 'demand', publicity_days: POSTED_DAYS },
  review_days: [10, 5, 10, 10],
});

/** The county's fund with its measures in force and its first money. */
export async function foundFund(
  stage: Stage,
  model: Model,
  take: (step: Step) => Promise<void>,
): Promise<void> {
  const { fund } = model;
  const opened = must(
    await stage.post('approver', '/risk-funds', {
      ...{ county_code: COUNTY, name: '某县扶贫小额信贷风险补偿金', product_codes: ['microloan'] },
      deposit_bank_id: await stage.bankId('C'),
      bank_ids: [await stage.bankId('A'), await stage.bankId('B')],
    }),
  );
  fund.id = String(opened.body['id']);
  for (const measures of MEASURES) {
    const asked = must(await stage.post('approver', `/risk-funds/${fund.id}/terms`, bodyOf(measures)));
    const id = String(asked.body['id']);
    must(await stage.post('office', `/countersigns/${id}/confirmations`, {}));
    fund.asked.push(id);
  }
  for (const step of payIn(model, 'injection', BEGINNING)) await take(step);
  // the beginning is copied for every play: it waits for nothing
  for (const { job, payload } of model.queue.splice(0)) must(await stage.run(job.name, payload, 'founding'));
}

function must(reply: Reply): Reply {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply;
}
