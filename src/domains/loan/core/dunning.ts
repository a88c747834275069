import type { PlainDate } from '../../../kernel/date.ts';
import { conflict, invalid, missing, pointed, type Failure } from '../../../kernel/failure.ts';

/** Kinds of dunning (催收); only a notice that was signed for or posted proves that the debtor was told. */
export const DUNNING_KINDS = ['notice_signed', 'notice_posted', 'visit', 'call'] as const;
export type DunningKind = (typeof DUNNING_KINDS)[number];

/** One dunning as those see it who count. */
export interface Dunning {
  readonly on: PlainDate;
  readonly kind: DunningKind;
  /** A scan of its proof is kept. */
  readonly proven: boolean;
}

export const dunnedAlready = (): Failure =>
  pointed(conflict, '/dunned_on', 'loan.dunning-known', '该日同一方式的催收已登记，不能重复登记。');

export const proofKnown = (): Failure =>
  pointed(conflict, '/file', 'loan.proof-known', '这份凭证已附在该次催收上，不能重复上传。');

export const dunningMissing = (): Failure =>
  missing({ code: 'loan.dunning-not-found', detail: '没有找到这次催收，或不在您的管辖范围内。' });

export const proofMissing = (): Failure =>
  missing({ code: 'loan.proof-not-found', detail: '没有找到这份催收凭证，或不在您的管辖范围内。' });

export const notAProof = (): Failure =>
  pointed(
    invalid,
    '/file',
    'loan.proof-unreadable',
    '催收凭证只收 PDF、JPG 或 PNG 文件，请扫描或拍照后再传。',
  );
