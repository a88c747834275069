import { conflict, forbidden, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const changeMissing = (): Failure =>
  missing({ code: 'share.change-not-found', detail: '没有找到这条股权变动，或不在您的辖区内。' });

export const reviewMissing = (): Failure =>
  missing({ code: 'share.review-not-found', detail: '没有找到这次股权年度调整，或不在您的辖区内。' });

export const objectionMissing = (): Failure =>
  missing({ code: 'share.objection-not-found', detail: '没有找到这条对股权调整的异议，或不在您的辖区内。' });

export const termsMissing = (): Failure =>
  missing({ code: 'share.terms-not-found', detail: '没有找到这份股权条款，或不在您的辖区内。' });

export const termsOnceADay = (): Failure =>
  pointed(conflict, '/effective_from', 'share.terms-known', '该项目已有同日生效的条款。');

export const termsBackdated = (): Failure =>
  pointed(refused, '/effective_from', 'share.terms-backdated', '新条款须自以后的日期起生效。');

export const noTermsYet = (): Failure =>
  refused({ code: 'share.no-terms', detail: '该日没有生效的股权条款。' });

export const staticKeeps = (): Failure =>
  pointed(
    refused,
    '/kind',
    'share.static-keeps',
    '静态管理的股权增人不增股、减人不减股，也不因脱贫、返贫调整。',
  );

export const moreThanHeld = (): Failure =>
  pointed(refused, '/shares', 'share.more-than-held', '划出的股份超过该户所持股份。');

export const weightAboveHeld = (): Failure =>
  pointed(refused, '/weight', 'share.weight-above-held', '分给新户的权重超过原户的权重。');

export const notPoor = (): Failure =>
  refused({ code: 'share.not-poor', detail: '新增或返贫的户须是本村在册贫困户，请先核对其身份记录。' });

export const stillPoor = (): Failure =>
  pointed(
    refused,
    '/household_id',
    'share.still-poor',
    '该户在册身份仍是贫困户，不能按退出处理；请先核对身份记录，或撤销这条变动。',
  );

export const classKept = (): Failure =>
  pointed(
    refused,
    '/terms/preferred_percent',
    'share.class-kept',
    '已发行的股份是否为优先股不能改变；可以调整保底比例，优先股不保底时填 0。',
  );

export const entrantWeightWanted = (): Failure =>
  refused({
    code: 'share.entrant-weight-wanted',
    detail: '按类别、积分或劳动分配的项目，新增户须先在变动中填写权重。',
  });

export const receiverWanted = (): Failure =>
  pointed(
    refused,
    '/to_household_id',
    'share.receiver-wanted',
    '分户、并户须填写接收的农户，且不能是本户；其他变动不填。',
  );

export const sharesWanted = (): Failure =>
  pointed(
    refused,
    '/shares',
    'share.shares-wanted',
    '分户须填写划给新户的股数；只有分户和转交村集体可填股数。',
  );

export const notOfVillage = (pointer: string): Failure =>
  pointed(refused, pointer, 'share.not-of-village', '该户不是本项目所在村的在册户。');

export const holdsNothing = (): Failure =>
  pointed(refused, '/household_id', 'share.holds-nothing', '该户在本项目没有股份。');

export const holdsAlready = (): Failure =>
  pointed(refused, '/household_id', 'share.holds-already', '该户在本项目已有股份，不是新增户。');

export const causeAhead = (): Failure =>
  pointed(refused, '/cause_on', 'share.cause-ahead', '变动日期不能晚于今天。');

export const changeKnown = (): Failure =>
  pointed(conflict, '/cause_on', 'share.change-known', '该户同一天的同类变动已登记。');

export const changeNotWaiting = (): Failure =>
  conflict({ code: 'share.change-not-waiting', detail: '这条变动已列入调整或已有结论，不能再改。' });

export const reviewKnown = (): Failure =>
  pointed(conflict, '/year', 'share.review-known', '该年度的股权调整已经列出，或另有一次调整尚未办结。');

export const nothingToReview = (): Failure =>
  refused({ code: 'share.nothing-to-review', detail: '没有待列入的股权变动。' });

export const beforeRecord = (recordOn: string): Failure =>
  pointed(
    refused,
    '/year',
    'share.before-record',
    `调整生效日不晚于已锁定的登记日 ${recordOn}，请列入以后年度。`,
  );

export const yearAhead = (): Failure =>
  pointed(refused, '/year', 'share.year-ahead', '不能列出以后年度的股权调整。');

export const reviewState = (state: string): Failure =>
  conflict({
    code: 'share.review-state',
    detail: '股权调整须按村级名单、村民会议、公示、乡镇审核、县级备案依次办理，请刷新后再看。',
    facts: { state },
  });

export const onePersonOneStep = (): Failure =>
  forbidden({
    code: 'share.one-person-one-step',
    detail: '同一人不能办理同一次股权调整的两个环节，请由另一位工作人员办理。',
  });

export const noQuorum = (): Failure =>
  pointed(
    refused,
    '/in_favour',
    'share.no-quorum',
    '村民（代表）会议须过半数应到人员到会，并经到会人员过半数同意。',
  );

export const holdingsMoved = (): Failure =>
  conflict({ code: 'share.holdings-moved', detail: '名单列出后股权已有变化，请退回重新列出。' });

export const recordAhead = (recordOn: string): Failure =>
  pointed(refused, '/year', 'share.record-ahead', `该年度的登记日是 ${recordOn}，当日起才能锁定。`);

export const recordKnown = (): Failure =>
  pointed(conflict, '/year', 'share.record-known', '该年度的持股名单已经锁定。');

export const recordMissing = (): Failure =>
  missing({ code: 'share.record-not-found', detail: '该年度的持股名单尚未锁定。' });

export const lotMissing = (): Failure =>
  missing({ code: 'share.lot-not-found', detail: '没有找到这张股权证对应的在册股份，或不在您的辖区内。' });

export const nobodyYet = (): Failure => refused({ code: 'share.nobody-yet', detail: '该日尚无在册持股。' });
