import type { Particulars } from '../../src/domains/agreement/core/particulars.ts';

/** What four parties might agree on. */
export const PARTICULARS: Particulars = {
  principal_lead_days: 10,
  inspection_days: 5,
  exit_notice_days: 30,
  exit_settle_days: 15,
  late_fee_percent: 500,
  rectification_days: 30,
  training_sessions: 2,
  job_promise: '提供肉牛饲养务工岗位1个',
  mediation_body: '红崖镇人民调解委员会',
  dispute: { way: 'court', body: '某县人民法院' },
  copies: 6,
  attachments: ['户主及家庭成员身份证复印件', '借款合同'],
  security: { mortgage: null, deposit: '10000.00', guarantor: null, insurance: null },
};
