import { conflict, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const unsigned = (): Failure =>
  refused({
    code: 'mutual-aid.guarantors-unsigned',
    detail: '联保小组的其他组员须在放款日以前（含当日）逐人为这笔借款签字，签齐才能放款。',
  });

export const unsignedBy = (missing: bigint): Failure =>
  refused({
    code: 'mutual-aid.guarantors-unsigned',
    detail: `还有 ${String(missing)} 名联保组员没有为这笔借款签字，签齐后才能放款。`,
    facts: { missing: String(missing) },
  });

export const signedAlready = (): Failure =>
  pointed(conflict, '/member_id', 'mutual-aid.signed-already', '这名组员已为这笔借款签字，不重复登记。');

export const notAGuarantor = (): Failure =>
  pointed(
    refused,
    '/member_id',
    'mutual-aid.not-a-guarantor',
    '只登记借款人所在联保小组其他组员的签字，请核对。',
  );

export const signatureDay = (): Failure =>
  pointed(refused, '/signed_on', 'mutual-aid.signature-day', '签字日期须在申请借款当日至今天之间，请核对。');

export const signedTooLate = (): Failure =>
  conflict({
    code: 'mutual-aid.signature-too-late',
    detail: '这笔借款已发放或已否决，不再登记联保签字。',
  });
