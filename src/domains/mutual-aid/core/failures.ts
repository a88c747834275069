import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, invalid, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

const absent = (code: string, what: string): Failure =>
  missing({ code: `mutual-aid.${code}-not-found`, detail: `没有找到${what}，或不在您的辖区内。` });

export const societyMissing = (): Failure => absent('society', '这个互助社');
export const memberMissing = (): Failure => absent('member', '这个会员');
export const groupMissing = (): Failure => absent('group', '这个联保小组');
export const loanMissing = (): Failure => absent('loan', '这笔互助借款');
export const entryMissing = (): Failure => absent('entry', '这笔收支登记');

export const villageUnknown = (): Failure =>
  pointed(invalid, '/village_code', 'mutual-aid.village-unknown', '没有这个行政村，请核对 12 位区划代码。');

export const villageTaken = (): Failure =>
  pointed(conflict, '/village_code', 'mutual-aid.village-taken', '这个村已经有互助社，一村只设一个。');

export const organisationTaken = (): Failure =>
  pointed(conflict, '/organisation_id', 'mutual-aid.organisation-taken', '这个单位已经登记为互助社。');

export const splitNotWhole = (): Failure =>
  pointed(
    invalid,
    '/reserve_percent',
    'mutual-aid.split-not-whole',
    '占用费分配比例（公积金、公益金、运行费、风险准备金、分红）合计须为 100%。',
  );

export const feeAboveCap = (): Failure =>
  termsContradict('/fee_per_mille', '占用费率不能超过本章程所依据规定的上限（月千分之几）。');

export const dividendsForbidden = (): Failure =>
  pointed(
    refused,
    '/dividend_percent',
    'mutual-aid.dividends-forbidden',
    '互助资金不得向会员分红（国开办发〔2009〕103号）；章程另有规定的须先写明允许分红。',
  );

export const termsContradict = (pointer: string, detail: string): Failure =>
  pointed(invalid, pointer, 'mutual-aid.terms-contradict', detail);

export const termsOverlap = (): Failure =>
  pointed(
    conflict,
    '/effective_from',
    'mutual-aid.terms-overlap',
    '这段时期已有生效的章程规定，请调整起止日期。',
  );

export const noTerms = (on: PlainDate): Failure =>
  refused({
    code: 'mutual-aid.no-terms',
    detail: `${formatDateZh(on)}没有生效的章程规定，不能办理；请先公布。`,
    facts: { on },
  });

export const dateAhead = (pointer: string): Failure =>
  pointed(invalid, pointer, 'mutual-aid.date-ahead', '日期不能晚于今天，请核对。');

export const householdUnknown = (): Failure =>
  pointed(
    refused,
    '/household_no',
    'mutual-aid.household-unknown',
    '本村没有这一户，或户内没有这个人；互助资金只对本村村民。',
  );

export const memberAlready = (): Failure =>
  pointed(
    conflict,
    '/household_no',
    'mutual-aid.member-already',
    '这一户已有会员；入会以户为单位，一户一人、一人一票。',
  );

export const groupSize = (min: number, max: number): Failure =>
  pointed(
    refused,
    '/member_ids',
    'mutual-aid.group-size',
    `联保小组应有 ${min} 至 ${max} 名会员，请核对人数。`,
  );

export const groupSizeBroken = (): Failure =>
  pointed(refused, '/member_ids', 'mutual-aid.group-size', '联保小组的人数不符合章程规定，请核对。');

export const inGroupAlready = (): Failure =>
  pointed(
    conflict,
    '/member_ids',
    'mutual-aid.in-group-already',
    '有会员已在另一个联保小组，一人只能参加一个小组。',
  );

export const agreementTaken = (): Failure =>
  pointed(conflict, '/agreement_no', 'mutual-aid.agreement-taken', '这个联保协议编号已登记。');

export const groupBound = (): Failure =>
  refused({ code: 'mutual-aid.group-bound', detail: '小组成员还有未结清的借款，联保责任未了，不能解散。' });

export const groupDissolved = (): Failure =>
  conflict({ code: 'mutual-aid.group-dissolved', detail: '这个联保小组已经解散。' });
