import type { Failure } from '../../../kernel/failure.ts';
import { allocateInUnits, Exact } from '../../../kernel/money.ts';
import { poorPayMore, sharesNotWhole, termsContradict } from './failures.ts';
import type { NewInsuranceTerms } from './insurance-rows.ts';
import type { PremiumShares } from './levels.ts';

const WHOLE_UNITS = 1_000_000;

const isWhole = (shares: PremiumShares): boolean =>
  shares.reduce((sum, share) => sum + share, 0) === WHOLE_UNITS;

/** Whether the smallest number of units that is counted is insured for whole fen. */
const isWholeFen = ({ sum_insured_fen: insured, unit_places: places }: NewInsuranceTerms): boolean =>
  allocateInUnits(insured, 10n ** BigInt(places), [new Exact(1)]).residue === 0n;

/** The first contradiction inside a version of terms; null when it hangs together. */
export function termsFault(terms: NewInsuranceTerms): Failure | null {
  for (const group of ['poor_shares', 'other_shares'] as const)
    if (!isWhole(terms[group])) return sharesNotWhole(`/${group}`);
  if (terms.other_shares[4] === WHOLE_UNITS)
    return termsContradict('/other_shares', '财政没有补贴份额的，不是政策性农业保险。');
  if (terms.poor_shares[4] > terms.other_shares[4]) return poorPayMore();
  if (terms.effective_to < terms.effective_from)
    return termsContradict('/effective_to', '截止日期不能早于生效日期。');
  if (terms.least_loss_percent > terms.total_loss_percent)
    return termsContradict('/total_loss_percent', '全损比例不能低于起赔比例。');
  if (terms.unit === 'head' && terms.unit_places > 0)
    return termsContradict('/unit_places', '牲畜按头（只）计，不能有小数。');
  if (new Set(terms.stage_names).size < terms.stage_names.length)
    return termsContradict('/stages', '同一生长期写了两次。');
  if (terms.kind !== 'crop' && terms.stage_names.length > 0)
    return termsContradict('/stages', '只有种植业保险按生长期规定赔偿标准。');
  if (!isWholeFen(terms))
    return termsContradict('/sum_insured', '单位保险金额按所计小数位折算后应为整分，请核对。');
  return null;
}
