export { correctReturnedLine, PAYEE_ACCOUNT_BINDING } from './actions/correct-returned-line.ts';
export { correctedPayments } from './actions/corrected-payments.ts';
export { instructPayments, type InstructionInput } from './actions/instruct-payments.ts';
export { recordBankAnswer } from './actions/record-bank-answer.ts';
export { writeBankFile } from './actions/write-bank-file.ts';
export { BANK_FILE_HEADINGS } from './core/bank-file.ts';
export { writeBankFileJob } from './payment.jobs.ts';
export { paymentEndpoints } from './payment.routes.ts';
export {
  paymentConstraintFailures,
  paymentProgress,
  type NewPaymentLine,
  type PaymentOrder,
} from './payment.store.ts';
