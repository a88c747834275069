import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import { nameOfParty, PARTIES, type Party } from './parties.ts';

/** Why an agreement may end before its term, as its own clauses have it (变更与提前退出、违约责任). */
export const TERMINATION_GROUNDS = ['household_exit', 'enterprise_failed', 'breach', 'agreed'] as const;
export type TerminationGround = (typeof TERMINATION_GROUNDS)[number];

const GROUND_NAMES: Readonly<Record<TerminationGround, readonly [Party | null, string]>> = {
  household_exit: ['household', '因家庭重大变故提前退出'],
  enterprise_failed: ['enterprise', '解散、停产、被吊销营业执照或者进入破产程序'],
  breach: ['enterprise', '违约，经书面整改通知逾期不改正'],
  agreed: [null, '各方协商一致'],
};

/**
 * The ground in the words of the agreement, its parties by their letters; an unknown word stands as it is.
 */
export function groundName(ground: string, bankId: bigint | null): string {
  const known = new Map<string, readonly [Party | null, string]>(Object.entries(GROUND_NAMES)).get(ground);
  if (!known) return ground;
  const [party, words] = known;
  return party === null ? words : `${nameOfParty(party, bankId).slice(0, 2)}${words}`;
}

export function partyName(party: string, bankId: bigint | null): string {
  const known = PARTIES.find((each) => each === party);
  return known === undefined ? party : nameOfParty(known, bankId);
}

export interface TerminationRow {
  readonly id: bigint;
  readonly agreement_id: AgreementId;
  readonly county_code: string;
  readonly ground: TerminationGround;
  readonly requested_by: Party;
  /** Day of the written notice. */
  readonly requested_on: PlainDate;
  readonly reason: string;
  /** The household earns until this day, not including it. */
  readonly ends_on: PlainDate;
  /** Last day for principal and what is earned. */
  readonly settle_by: PlainDate;
  readonly state: 'proposed' | 'confirmed' | 'rejected';
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
}

export const PAPER_KINDS = ['signed_copy', 'attachment', 'annex'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

export interface PaperRow {
  readonly id: bigint;
  readonly agreement_id: AgreementId;
  readonly county_code: string;
  readonly kind: PaperKind;
  readonly no: number;
  readonly title: string;
  readonly file_sha256: string;
  readonly file_name: string;
  readonly bytes: bigint;
  readonly media_type: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

/** One thing that must be so before an agreement is archived. */
export interface ArchiveItem {
  readonly item: string;
  readonly no: number;
  readonly title: string | null;
  readonly present: boolean;
}

const ITEMS: Readonly<Record<string, string>> = {
  over: '合作期限届满或协议已终止',
  principal: '协议资金本金已全部交还',
  years: '各年度的分红已全部列出',
  dividends: '分红和滞纳金已全部兑付到户',
  amendments: '没有正在办理的补充协议',
  termination_notice: '终止通知书',
};

/** The item in words: `原协议签署件`, `附件2：借款合同`. */
export function nameOfItem({ item, no, title }: ArchiveItem): string {
  if (item === 'signed_copy') return no === 1 ? '原协议签署件' : `第${String(no)}版补充协议签署件`;
  if (item === 'attachment') return `附件${String(no)}：${title ?? ''}`;
  return ITEMS[item] ?? item;
}
