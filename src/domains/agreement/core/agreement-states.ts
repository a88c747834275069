export const AGREEMENT_STATES = [
  'drafted',
  'issued',
  'in_force',
  'terminated',
  'archived',
  'cancelled',
] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

const NAMES: Readonly<Record<AgreementState, string>> = {
  drafted: '尚未出具文书',
  issued: '已出具、正在签署',
  in_force: '已生效',
  terminated: '已终止',
  archived: '已归档',
  cancelled: '已作废',
};

export const nameOfState = (state: AgreementState): string => NAMES[state];
