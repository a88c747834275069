import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';

export const issueMissing = (): Failure =>
  missing({ code: 'share.issue-not-found', detail: '没有找到这项折股量化，或不在您的辖区内。' });

export const allotmentMissing = (): Failure =>
  missing({ code: 'share.allotment-not-found', detail: '没有找到这份股份分配方案，或不在您的辖区内。' });

export const issueNoTaken = (): Failure =>
  pointed(conflict, '/issue_no', 'share.issue-known', '这个股权项目编号已登记，不能重复登记。');

export const notWholeShares = (): Failure =>
  pointed(
    refused,
    '/total_amount',
    'share.not-whole',
    '资金总额除以每股面值须是整数股份（或约定小数位内的股份），请核对总额、面值和小数位。',
  );

export const operatorOrAsset = (): Failure =>
  pointed(
    invalid,
    '/operator_id',
    'share.operator-or-asset',
    '请填写经营主体或村集体资产名称，两者填且只填一项。',
  );

export const termsContradict = (errors: readonly FieldError[]): Failure =>
  invalid({ code: 'share.terms-contradict', detail: '股权条款前后不符，请按提示修改。', errors });

export const villageUnknown = (): Failure =>
  pointed(refused, '/village_code', 'share.village-unknown', '没有找到这个村的区划代码，或不是村级代码。');

export const issueState = (state: string): Failure =>
  conflict({
    code: 'share.issue-state',
    detail: '该项目当前状态不能办理这一步，请刷新后再看。',
    facts: { state },
  });

export const householdTwice = (index: number): Failure =>
  pointed(
    invalid,
    `/households/${index}/household_id`,
    'share.household-twice',
    '同一户在名单中出现了两次。',
  );

export const householdForeign = (index: number): Failure =>
  pointed(
    refused,
    `/households/${index}/household_id`,
    'share.household-foreign',
    '该户不是本村在册户，或其身份不能持股。',
  );

export const weightWanted = (index: number, detail: string): Failure =>
  pointed(invalid, `/households/${index}/weight`, 'share.weight-wanted', detail);

export const sharesUnreadable = (index: number): Failure =>
  pointed(
    invalid,
    `/households/${index}/shares`,
    'share.shares-unreadable',
    '股数应大于零，小数位不超过该项目约定的位数。',
  );

export const sharesForAll = (): Failure =>
  pointed(
    invalid,
    '/households',
    'share.shares-for-all',
    '直接填写股数时每一户都要填写；否则都不填，由系统分配。',
  );

export const nobodyToHold = (): Failure =>
  pointed(refused, '/households', 'share.nobody', '名单为空：该村没有可持股的在册户。');

export const overIssued = (listed: string, available: string): Failure =>
  pointed(
    refused,
    '/households',
    'share.over-issued',
    `名单合计 ${listed} 股，超过可分配给农户的 ${available} 股。`,
  );

export const underIssued = (listed: string, available: string): Failure =>
  pointed(
    refused,
    '/households',
    'share.under-issued',
    `名单合计 ${listed} 股，少于应分配给农户的 ${available} 股；余数不归集体时须分完。`,
  );

export const tooFewShares = (): Failure =>
  pointed(
    refused,
    '/households',
    'share.too-few',
    '股份太少，按此依据有的户分不到一个最小单位，请核对名单。',
  );

export const certificateKnown = (): Failure =>
  pointed(conflict, '/households', 'share.certificate-known', '股权证编号已被使用，同一编号只能发给一户。');

export const certificateReserved = (index: number): Failure =>
  pointed(
    invalid,
    `/households/${index}/certificate_no`,
    'share.certificate-reserved',
    '以本项目编号开头的股权证编号由系统编排，请勿自行填写。',
  );

export const allottedAlready = (): Failure =>
  conflict({ code: 'share.allotted', detail: '该项目已有待确认或已确认的分配方案。' });

export const samePerson = (): Failure =>
  forbidden({ code: 'share.same-person', detail: '登记或提出的人不能自己确认，请由另一位工作人员办理。' });

export const decidedAlready = (): Failure =>
  conflict({ code: 'share.decided', detail: '这份方案已有处理结论，不能重复处理。' });
