import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords, sumInWords } from '../../../kernel/money-words.ts';
import { divideHalfUp, fen, formatYuanGrouped, maxFen, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';
import type { LotReason, ShareClass, ShareIssueRow, ShareSource } from './share-row.ts';
import type { ExitRule, NewShareTerms } from './share-terms.ts';
import { formatShares } from './share-units.ts';

/** What the register of papers gives every paper. */
export interface Stamp {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
}

export type IssueOnPaper = Pick<
  ShareIssueRow,
  | 'issue_no'
  | 'project'
  | 'village_name'
  | 'township_name'
  | 'source'
  | 'source_document_no'
  | 'asset'
  | 'total_fen'
  | 'par_fen'
  | 'share_places'
  | 'total_units'
> & { readonly operator_name: string | null };

export interface CertificateFacts {
  readonly stamp: Stamp;
  readonly issue: IssueOnPaper;
  readonly terms: NewShareTerms;
  readonly certificateNo: string;
  readonly head: string;
  readonly householdNo: string;
  readonly shareClass: ShareClass;
  readonly units: bigint;
  readonly from: PlainDate;
  readonly reason: LotReason;
}

export type PaperFields = Readonly<Record<string, string | { readonly count: number }>>;

const SOURCES: Readonly<Record<ShareSource, string>> = {
  fiscal: '财政资金',
  social_assistance: '社会帮扶资金',
};

export const CLASS_WORDS: Readonly<Record<ShareClass, string>> = { preferred: '优先股', ordinary: '普通股' };

const REASONS: Readonly<Record<LotReason, string>> = {
  allotted: '首次分配',
  reviewed: '年度调整',
  exited: '脱贫退出',
  converted: '脱贫转普通股',
  died: '人口减少',
  born: '人口增加',
  moved: '迁出',
  household_split: '分户',
  household_merged: '并户',
  transferred: '转交',
};

const EXIT_WORDS: Readonly<Record<ExitRule, string>> = {
  redistribute: '收回本证，股份在贫困户中重新分配',
  to_village: '收回本证，股份归村集体',
  convert: '股份转为不享受保底的普通股',
  keep: '股份继续由本户持有',
};

const yuan = (amount: bigint): string => `¥${formatYuanGrouped(amount)}`;

const DIGITS = [...'零壹贰叁肆伍陆柒捌玖'];

/** A number of shares in capital characters: `1.934` → `壹点玖叁肆股`. */
export function sharesInWords(units: bigint, places: number): string {
  const [whole = '0', decimals = ''] = formatShares(units, places).split('.');
  const spelt = amountInWords(maxFen(1n, BigInt(whole) * 100n))
    .replace(/^人民币/, '')
    .replace(/元整?$/, '');
  const tail = decimals.replace(/0+$/, '');
  const fraction = tail === '' ? '' : `点${[...tail].map((digit) => DIGITS[Number(digit)] ?? '').join('')}`;
  return `${whole === '0' ? '零' : spelt}${fraction}股`;
}

/** Par value of some units, rounded half-up to the fen. */
export const faceOf = (units: bigint, par: Fen, places: number): Fen =>
  fen(divideHalfUp(units * par, 10n ** BigInt(places)));

const stampFields = (stamp: Stamp) => ({
  issued_on: stamp.issuedOn,
  print_id: stamp.printId,
  verify_url: stamp.verifyUrl,
  verify_code: stamp.verifyCode,
});

const issueFields = (issue: IssueOnPaper) => ({
  issue_no: issue.issue_no,
  project: issue.project,
  village: `${issue.township_name}${issue.village_name}`,
  placed_with: issue.operator_name ?? issue.asset ?? '',
  source: SOURCES[issue.source],
  source_document: issue.source_document_no,
  total_digits: yuan(issue.total_fen),
  total_shares: formatShares(issue.total_units, issue.share_places),
  par: yuan(issue.par_fen),
});

function policyInWords(terms: NewShareTerms): string {
  if (terms.policy === 'static') return '股份静态管理，增人不增股，减人不减股。';
  const support = terms.support_months > 0 ? `满${String(terms.support_months)}个月扶持期` : '';
  return `股份随贫困人口动态管理，本户脱贫${support}后，${EXIT_WORDS[terms.exit_rule]}。`;
}

function returnFields(terms: NewShareTerms, shareClass: ShareClass) {
  const preferred = shareClass === 'preferred' && terms.preferred_percent !== null;
  const { cap_percent: cap } = terms;
  return {
    floor: preferred
      ? `优先股每年按面值的${formatPercent(terms.preferred_percent ?? 0)}%保底分红，负赢不负亏。`
      : '',
    participating: `项目盈余的${formatPercent(terms.participating_percent)}%按股份参与分红`,
    cap: cap === null ? '。' : `；每股全年分红以面值的${formatPercent(cap)}%为限。`,
  };
}

/** Final strings of a share certificate (股权证), by the field names of `templates/share/certificate`. */
export function certificateFields(facts: CertificateFacts): PaperFields {
  const { issue, terms, units } = facts;
  const face = faceOf(units, issue.par_fen, issue.share_places);
  return {
    ...stampFields(facts.stamp),
    ...issueFields(issue),
    ...returnFields(terms, facts.shareClass),
    certificate_no: facts.certificateNo,
    head: facts.head,
    household_no: facts.householdNo,
    placed_kind: issue.operator_name === null ? 'asset' : 'operator',
    shares: formatShares(units, issue.share_places),
    shares_words: sharesInWords(units, issue.share_places),
    share_class: CLASS_WORDS[facts.shareClass],
    face_digits: yuan(face),
    face_words: sumInWords(face),
    from_on: formatDateZh(facts.from),
    reason: REASONS[facts.reason],
    record_day: `${String(terms.record_month)}月${String(terms.record_day)}日`,
    terms_document: terms.document_no,
    policy: policyInWords(terms),
  };
}

/** One holder of the register; the village has no household. */
export interface RegisterLine {
  readonly householdNo: string | null;
  readonly head: string | null;
  readonly shareClass: ShareClass;
  readonly units: bigint;
  readonly certificateNo: string | null;
  readonly from: PlainDate;
  readonly reason: LotReason;
}

export interface RegisterFacts {
  readonly stamp: Stamp;
  readonly issue: IssueOnPaper;
  readonly on: PlainDate;
  readonly lines: readonly RegisterLine[];
}

/** Final strings of the register (股权登记簿), by the field names of `templates/share/register`. */
export function registerFields(facts: RegisterFacts): PaperFields {
  const held = facts.lines.reduce((sum, line) => sum + line.units, 0n);
  invariant(held === facts.issue.total_units, 'a register comes to its issue');
  const households = new Set(facts.lines.flatMap((line) => line.householdNo ?? []));
  return {
    ...stampFields(facts.stamp),
    ...issueFields(facts.issue),
    total_words: amountInWords(facts.issue.total_fen),
    households: String(households.size),
    on: formatDateZh(facts.on),
    lines: { count: facts.lines.length },
  };
}

/** The rows of a register: its holders, the subtotal of each full page, the total. */
export function* registerRows(facts: RegisterFacts, pageRows: readonly number[]): Generator<SheetRow> {
  const { share_places: places } = facts.issue;
  let [page, onPage, units] = [0, 0, 0n];
  for (const [index, line] of facts.lines.entries()) {
    yield {
      kind: 'line',
      cells: [
        String(index + 1),
        line.householdNo ?? '—',
        line.head ?? '村集体',
        CLASS_WORDS[line.shareClass],
        formatShares(line.units, places),
        line.certificateNo ?? '—',
        formatDateZh(line.from),
        REASONS[line.reason],
      ],
    };
    onPage += 1;
    units += line.units;
    if (onPage !== pageRows[page]) continue;
    yield sumRow('subtotal', '本页合计', formatShares(units, places), onPage);
    [page, onPage, units] = [page + 1, 0, 0n];
  }
  const total = formatShares(facts.issue.total_units, places);
  yield sumRow('total', '全部合计', total, facts.lines.length);
}

const sumRow = (kind: 'subtotal' | 'total', label: string, shares: string, lines: number): SheetRow => ({
  kind,
  cells: [label, '', '', '', shares, '', `${String(lines)}行`, ''],
});
