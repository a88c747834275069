import { agreementFields } from '../../src/domains/agreement/core/agreement-sheet.ts';
import type { AgreementFacts } from '../../src/domains/agreement/core/agreement-facts.ts';
import { composeSheet, loadTemplate, pageRowsOf, withRows } from '../../src/domains/document/index.ts';
import { approvalFields, type ApprovalFacts } from '../../src/domains/risk-fund/core/approval-sheet.ts';
import { statementFields, type StatementFacts } from '../../src/domains/risk-fund/core/statement-sheet.ts';
import { voucherFields, type VoucherFacts } from '../../src/domains/risk-fund/core/voucher-sheet.ts';
import { dunningNoticeFields, type DunningNoticeFacts } from '../../src/domains/loan/core/dunning-notice.ts';
import {
  clawbackNoticeFields,
  type ClawbackNoticeFacts,
} from '../../src/domains/subsidy/core/clawback-notice.ts';
import { noticeFields } from '../../src/domains/subsidy/core/notice-sheet.ts';
import { paymentListFields, paymentListRows } from '../../src/domains/subsidy/core/payment-list-sheet.ts';
import {
  certificateFields,
  registerFields,
  registerRows,
  type CertificateFacts,
} from '../../src/domains/share/core/share-papers.ts';
import { certificateFacts, registerFacts } from './share-paper-facts.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { agreementFacts } from './agreement-facts.ts';
import { clawbackNoticeFacts } from './clawback-notice-facts.ts';
import { dunningNoticeFacts } from './dunning-notice-facts.ts';
import { approvalFacts, statementFacts, voucherFacts } from './fund-paper-facts.ts';
import { noticeFacts, paymentLines, paymentListFacts } from './payment-list-facts.ts';

/** An agreement of four, or without a bank of three, in an installed wording. */
export function agreementSheet(overrides: Partial<AgreementFacts> = {}, version = 'v1'): Sheet {
  const facts = agreementFacts(overrides);
  const name = facts.bank === null ? 'three-party' : 'four-party';
  return composeSheet(loadTemplate({ slice: 'agreement', name, version }), agreementFields(facts));
}

/** The head of a payment list; its rows come as a stream. */
export function paymentListHead(count: number): Sheet {
  const template = loadTemplate({ slice: 'payment', name: 'payment-list', version: 'v1' });
  return composeSheet(template, paymentListFields(paymentListFacts(count)));
}

/** A payment list with its rows inside. */
export function paymentListSheet(count: number): Sheet {
  const sheet = paymentListHead(count);
  return withRows(sheet, [
    ...paymentListRows(paymentListFacts(count), paymentLines(count), pageRowsOf(sheet)),
  ]);
}

export function noticeSheet(count: number): Sheet {
  const template = loadTemplate({ slice: 'subsidy', name: 'notice', version: 'v1' });
  return composeSheet(template, noticeFields(noticeFacts(count)));
}

export function approvalSheet(changes: Partial<ApprovalFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'risk-fund', name: 'approval-sheet', version: 'v1' });
  return composeSheet(template, approvalFields(approvalFacts(changes)));
}

export function voucherSheet(changes: Partial<VoucherFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'risk-fund', name: 'payment-voucher', version: 'v2' });
  return composeSheet(template, voucherFields(voucherFacts(changes)));
}

export function dunningNoticeSheet(changes: Partial<DunningNoticeFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'loan', name: 'dunning-notice', version: 'v3' });
  return composeSheet(template, dunningNoticeFields(dunningNoticeFacts(changes)));
}

export function clawbackNoticeSheet(changes: Partial<ClawbackNoticeFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'subsidy', name: 'clawback-notice', version: 'v2' });
  return composeSheet(template, clawbackNoticeFields(clawbackNoticeFacts(changes)));
}

export function statementSheet(changes: Partial<StatementFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'risk-fund', name: 'year-statement', version: 'v4' });
  return composeSheet(template, statementFields(statementFacts(changes)));
}

export function certificateSheet(changes: Partial<CertificateFacts> = {}): Sheet {
  const template = loadTemplate({ slice: 'share', name: 'certificate', version: 'v1' });
  return composeSheet(template, certificateFields(certificateFacts(changes)));
}

export function shareRegisterSheet(count: number): Sheet {
  const template = loadTemplate({ slice: 'share', name: 'register', version: 'v1' });
  const facts = registerFacts(count);
  const sheet = composeSheet(template, registerFields(facts));
  return withRows(sheet, [...registerRows(facts, pageRowsOf(sheet))]);
}
