import { invariant } from '../../../kernel/invariant.ts';
import { parseYuan, type Fen } from '../../../kernel/money.ts';
import type { LossBasis, LossShare } from './share-loss.ts';
import { BANK, type Payer } from './waterfall.ts';

/** Whose part becomes what a payer refuses: the bank's, who lent, or that of the fund that advanced it. */
export const REFUSED_PARTS = ['bank', 'fund'] as const;
export type RefusedPart = (typeof REFUSED_PARTS)[number];

/** How one bearer of the first level pays, as the measures say it; its percentage stands in the shares. */
export interface PayerTerms {
  readonly party: string;
  readonly basis: LossBasis;
  /** Yuan with two decimals; null = no cap. */
  readonly cap: string | null;
  readonly advances: boolean;
  readonly waiting_months: number;
  readonly waiting_days: number;
  readonly layer: {
    readonly above_percent: number;
    readonly ceded_percent: number;
    readonly payer: string;
  } | null;
}

/** What of the measures decides who pays. */
export interface WaterfallTerms {
  readonly shares: readonly LossShare[];
  readonly waterfall: readonly PayerTerms[] | null;
  readonly refused_part: RefusedPart | null;
}

function capOf(text: string | null): Fen | null {
  if (text === null) return null;
  const cap = parseYuan(text);
  invariant(cap !== null, 'a published cap is an amount');
  return cap;
}

/** The payers of the measures in their order, the bank last; null where the shares alone decide. */
export function payersOf({ shares, waterfall }: WaterfallTerms): Payer[] | null {
  if (!waterfall) return null;
  const percentOf = (party: string): number => shares.find((share) => share.party === party)?.percent ?? 0;
  const payers = waterfall.map((payer) => ({
    party: payer.party,
    percent: percentOf(payer.party),
    basis: payer.basis,
    cap: capOf(payer.cap),
    advances: payer.advances,
    waitMonths: payer.waiting_months,
    waitDays: payer.waiting_days,
    layer: payer.layer && {
      abovePercent: payer.layer.above_percent,
      percent: payer.layer.ceded_percent,
      payer: payer.layer.payer,
    },
  }));
  const bank = { cap: null, advances: false, waitMonths: 0, waitDays: 0, layer: null };
  const basis = 'principal_and_interest' as const;
  return [...payers, { ...bank, party: BANK, percent: percentOf(BANK), basis }];
}

/** Whether a party bears what lies above another's loss ratio. */
export const isLayerPayer = (waterfall: WaterfallTerms['waterfall'], party: string): boolean =>
  (waterfall ?? []).some(({ layer }) => layer?.payer === party);

const advancing = (terms: WaterfallTerms): readonly PayerTerms[] =>
  (terms.waterfall ?? []).filter((payer) => payer.advances);

/** What contradicts itself in a waterfall. */
export const WATERFALL_RULES: readonly {
  readonly pointer: string;
  readonly broken: (terms: WaterfallTerms) => boolean;
  readonly detail: string;
}[] = [
  {
    pointer: '/refused_part',
    broken: (terms) => (terms.waterfall === null) !== (terms.refused_part === null),
    detail: '有赔付顺位时须写明拒赔部分由谁承担，否则不填',
  },
  {
    pointer: '/refused_part',
    broken: (terms) => terms.refused_part === 'fund' && advancing(terms).length === 0,
    detail: '拒赔部分由补偿金承担的，须由补偿金先行垫付',
  },
  {
    pointer: '/waterfall',
    broken: ({ shares, waterfall }) => {
      const bearers = shares.map(({ party }) => party).filter((party) => party !== BANK);
      const payers = (waterfall ?? []).map(({ party }) => party);
      return waterfall !== null && bearers.sort().join() !== payers.sort().join();
    },
    detail: '赔付顺位须逐一列明第一层除银行外的各分担方，各一次',
  },
  {
    pointer: '/waterfall',
    broken: (terms) =>
      advancing(terms).some(({ party }) => party !== 'fund') ||
      (terms.waterfall ?? []).some(
        (payer) => payer.party === 'fund' && payer.waiting_months + payer.waiting_days > 0,
      ),
    detail: '只有补偿金可以先行垫付，补偿金不设等待期',
  },
  {
    pointer: '/waterfall',
    broken: ({ shares, waterfall }) => {
      const layers = (waterfall ?? []).filter(({ layer }) => layer !== null);
      return (
        layers.length > 1 ||
        layers.some(
          ({ party, layer }) =>
            layer?.payer === party || !shares.some((share) => share.party === layer?.payer),
        )
      );
    },
    detail: '至多对一方约定超赔分担，承担超赔的须是另一分担方',
  },
];
