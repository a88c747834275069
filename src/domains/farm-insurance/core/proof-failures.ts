import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

const code = (name: string): string => `farm-insurance.${name}`;

export const proofMissing = (): Failure =>
  missing({ code: code('proof-not-found'), detail: '没有找到这份自缴保费凭证，或不在您的辖区内。' });

export const proofDecided = (): Failure =>
  conflict({ code: code('proof-decided'), detail: '这份自缴保费凭证已经确认或退回，不能重复处理。' });

export const proofSerialKnown = (): Failure =>
  pointed(
    conflict,
    '/bank_serial',
    code('proof-serial-known'),
    '这家银行的这个流水号已登记为自缴保费凭证，一个流水号只用一次。',
  );

export const policyNotProvable = (index: number): Failure =>
  pointed(
    refused,
    `/policies/${index}/policy_id`,
    code('policy-not-provable'),
    '只有本机构已生效的保单才能登记自缴保费凭证；请核对保单，同一保单只列一次。',
  );

export const proofLineUnknown = (index: number, at: number): Failure =>
  pointed(
    refused,
    `/policies/${index}/line_nos/${at}`,
    code('proof-line-unknown'),
    '保单没有这个行号，或同一行列了两次，请核对分户清单。',
  );

export const ownPartNotDue = (pointer: string): Failure =>
  pointed(
    refused,
    pointer,
    code('own-part-not-due'),
    '没有待凭证的自缴保费：该户免缴、由方案载明的单位代缴，或已有凭证。',
  );

export const oneVillage = (): Failure =>
  pointed(refused, '/policies', code('proof-one-village'), '一份凭证只登记一个村的保单，请分村登记。');

export const proofSum = (): Failure =>
  pointed(
    refused,
    '/amount',
    code('proof-sum'),
    '凭证金额应与所列各户自缴保费合计完全一致，请核对金额和行号。',
  );

export const ownPartUnproved = (pointer?: string): Failure => {
  const detail =
    '保单还有农户自缴保费没有经确认的银行凭证，不能申请或拨付保费补贴；请先登记凭证并由另一人确认。';
  return pointer === undefined
    ? refused({ code: code('own-part-unproved'), detail })
    : pointed(refused, pointer, code('own-part-unproved'), detail);
};
