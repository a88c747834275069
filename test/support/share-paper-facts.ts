import type {
  CertificateFacts,
  IssueOnPaper,
  RegisterFacts,
  RegisterLine,
} from '../../src/domains/share/core/share-papers.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import { TERMS } from './share-terms.ts';

const stamp = (number: string) => ({
  printId: `${number}-1`,
  verifyUrl: 'https://sifang.example.cn/v/7QWE8RTY2MNP61TV',
  verifyCode: '7QWE-8RTY-2MNP-61TV',
  issuedOn: date('2016-03-05'),
});

/** 700 shares of 100 yuan, counted in thousandths. */
const ISSUE: IssueOnPaper = {
  ...{ issue_no: 'GQ620821-2016-001', project: '肉牛养殖', township_name: '红崖镇', village_name: '红崖村' },
  ...{ source: 'fiscal', source_document_no: '泾财农〔2016〕12号', asset: null },
  operator_name: '泾川县旭康养殖农民专业合作社',
  ...{ total_fen: fen(70_000_00n), par_fen: fen(100_00n), share_places: 3, total_units: 700_000n },
};

export const certificateFacts = (changes: Partial<CertificateFacts> = {}): CertificateFacts => ({
  stamp: stamp('GQ620821-2016-001-00007'),
  issue: ISSUE,
  terms: { ...TERMS, document_no: '红崖村村民代表会议决议〔2016〕1号', cap_percent: 150_000 },
  certificateNo: 'GQ620821-2016-001-00007',
  head: '张建国',
  householdNo: 'H620821-0007',
  shareClass: 'preferred',
  units: 7_735n,
  from: date('2016-03-01'),
  reason: 'allotted',
  ...changes,
});

const SURNAMES = [...'王李张刘陈杨赵黄周吴'];

/** So many households of equal shares, and the village with the rest. */
export function registerFacts(count: number): RegisterFacts {
  const lines = Array.from({ length: count }, (_, index): RegisterLine => {
    const no = String(index + 1).padStart(4, '0');
    return {
      ...{ householdNo: `H620821-${no}`, head: `${SURNAMES[index % 10] ?? ''}建国`, shareClass: 'preferred' },
      ...{ units: 10_000n, certificateNo: `GQ620821-2016-001-0${no}` },
      ...{ from: date(index % 7 === 3 ? '2017-01-01' : '2016-03-01') },
      reason: index % 7 === 3 ? 'reviewed' : 'allotted',
    };
  });
  const village: RegisterLine = {
    ...{ householdNo: null, head: null, shareClass: 'ordinary', certificateNo: null },
    ...{ units: 700_000n - 10_000n * BigInt(count), from: date('2016-03-01'), reason: 'allotted' },
  } as const;
  return {
    stamp: stamp('GQ620821-2016-001'),
    issue: ISSUE,
    on: date('2017-01-01'),
    lines: [...lines, village],
  };
}

export const assetIssue: IssueOnPaper = {
  ...ISSUE,
  operator_name: null,
  asset: '红崖村光伏电站',
  share_places: 0,
  total_units: 700n,
};
