import { formatYuan } from '../../../kernel/money.ts';
import { entitle } from '../../dividend/index.ts';
import { dividendCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

/** Guaranteed-plus-dividend entitlement of one household (保底分红试算). */
export function answerDividend(json: unknown): Reply {
  const asked = readCase(dividendCase, json);
  const result = entitle({
    invested: asked.invested,
    floorAnnualPercent: asked.floor_annual_percent,
    period: { from: asked.from, to: asked.to },
    dayCount: asked.day_count,
    profit: asked.profit,
    profitSharePercent: asked.profit_share_percent,
    reinvested: asked.reinvested,
    floorCountsReinvested: asked.floor_counts_reinvested,
    paid: asked.paid,
  });
  return replyTo(asked.id, {
    floor: formatYuan(result.floor),
    profit_share: formatYuan(result.profitShare),
    due: formatYuan(result.due),
    cash_due: formatYuan(result.cashDue),
    meets_floor: result.meetsFloor,
    paid: formatYuan(result.paid),
    shortfall: formatYuan(result.shortfall),
    next_invested: formatYuan(result.nextInvested),
  });
}
