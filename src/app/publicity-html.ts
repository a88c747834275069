import type { LetterRow, NoticeRow, PublicPage, PublicSource } from '../domains/notice/index.ts';
import { formatYuanGrouped } from '../kernel/money.ts';
import { SUPERVISION_LINE } from '../kernel/supervision-line.ts';
import { escape, factsTable, plainPage } from './plain-page.ts';

const LEVELS: Readonly<Record<NoticeRow['level'], string>> = {
  village: '村级',
  township: '乡级',
  county: '县级',
};

/** Where one looks: the county by its code and name. */
export interface County {
  readonly code: string;
  readonly name: string;
}

const days = (notice: NoticeRow): string =>
  `${notice.starts_on} 至 ${notice.ends_on}${notice.state === 'suspended' ? '（有异议正在处理，公示期中止）' : ''}`;

const LOOK_UP = (county: County): string =>
  `<form method="get" action="/gs/${county.code}/letters">
<label for="code">凭回执编号查询来信的处理结果</label>
<input class="short" id="code" name="code" maxlength="24" autocomplete="off" required>
<button type="submit">查询</button>
</form>`;

const FOOT = `<p>也可到公示单位窗口当面反映，或拨打监督电话 ${escape(SUPERVISION_LINE)}。</p>`;

/** The lists that hang in a county. */
export function countyPage(
  county: County,
  hanging: readonly (readonly [notice: NoticeRow, source: PublicSource])[],
): string {
  const rows = hanging.map(
    ([notice, source]) =>
      `<tr><td><a href="/gs/${county.code}/${notice.id}">${escape(source.title)}</a></td>` +
      `<td>${LEVELS[notice.level]}</td><td>${escape(days(notice))}</td></tr>`,
  );
  const table = `<table>
<thead><tr><th scope="col">公示</th><th scope="col">级别</th><th scope="col">公示期</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
  const body = hanging.length === 0 ? '<p>目前没有正在公示的名单。</p>' : table;
  return plainPage(`${county.name}公示`, `${body}\n${LOOK_UP(county)}\n${FOOT}`, 'wide');
}

/** What stands in the form, and what was wrong with it. */
export interface Typed {
  readonly line: string;
  readonly reason: string;
  readonly formKey: string;
  readonly wrong: string | null;
}

export interface Shown {
  readonly county: County;
  readonly notice: NoticeRow;
  readonly source: PublicSource;
  readonly head: Readonly<Record<string, string | null>>;
  readonly page: PublicPage;
  readonly village: string;
  readonly pageNo: number;
  readonly pages: number;
}

const money = (fen: bigint | null): string => (fen === null ? '' : formatYuanGrouped(fen));

function linesTable({ page, source }: Shown): string {
  const rows = page.lines.map(
    (line) =>
      `<tr><td>${line.no}</td><td>${escape(line.name)}</td><td>${escape(line.village)}</td>` +
      `<td>${escape(line.id_tail ?? '')}</td><td class="money">${money(line.amount_fen)}</td>` +
      `<td>${escape(line.note ?? '')}</td></tr>`,
  );
  return `<table>
<thead><tr><th scope="col">序号</th><th scope="col">户主</th><th scope="col">村</th><th scope="col">证件号后四位</th>
<th scope="col">${escape(source.amountName)}</th><th scope="col">说明</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function paging(shown: Shown): string {
  const { county, notice, village, pageNo, pages } = shown;
  const link = (to: number, text: string) => {
    const query = new URLSearchParams({ ...(village ? { village } : {}), page: String(to) });
    return `<a href="/gs/${county.code}/${notice.id}?${escape(query.toString())}">${text}</a>`;
  };
  const parts = [
    `第 ${pageNo} 页，共 ${pages} 页`,
    ...(pageNo > 1 ? [link(pageNo - 1, '上一页')] : []),
    ...(pageNo < pages ? [link(pageNo + 1, '下一页')] : []),
  ];
  return `<p>${parts.join('　')}</p>`;
}

const villageForm = ({ county, notice, village }: Shown): string =>
  `<form method="get" action="/gs/${county.code}/${notice.id}">
<label for="village">按村查找</label>
<input class="short" id="village" name="village" maxlength="40" value="${escape(village)}">
<button type="submit">查找</button>
</form>`;

const letterForm = ({ county, notice }: Shown, typed: Typed): string =>
  `<h2>提出异议</h2>
<p>不必登录，不必留姓名。请勿填写身份证号、银行卡号、电话号码。提交后请记下回执编号，凭它查询处理结果。</p>
${typed.wrong === null ? '' : `<p class="wrong" role="alert">${escape(typed.wrong)}</p>`}
<form method="post" action="/gs/${county.code}/${notice.id}/letters">
<input type="hidden" name="form_key" value="${escape(typed.formKey)}">
<label for="line">名单中的序号（对整份名单有异议的，不填）</label>
<input class="short" id="line" name="line" inputmode="numeric" maxlength="7" value="${escape(typed.line)}">
<label for="reason">异议内容（4 至 500 字）</label>
<textarea id="reason" name="reason" rows="5" maxlength="500" required>${escape(typed.reason)}</textarea>
<button type="submit">提交</button>
</form>`;

/** A list that hangs, some of its lines, and the form by which anyone objects. */
export function noticePage(shown: Shown, typed: Typed): string {
  const { county, notice, source, page } = shown;
  const known = Object.entries(shown.head).map(([label, value]) => [label, value ?? ''] as const);
  const facts = [
    ...known,
    ['公示级别', `${county.name} ${LEVELS[notice.level]}`] as const,
    ['公示期', days(notice)] as const,
    [
      shown.village ? `“${shown.village}”合计` : '合计',
      `${page.total} 行${page.total_fen === 0n ? '' : `，${money(page.total_fen)} 元`}`,
    ] as const,
  ];
  return plainPage(
    source.title,
    `<p><a href="/gs/${county.code}">返回${escape(county.name)}公示</a></p>
${factsTable(facts)}
${villageForm(shown)}
${linesTable(shown)}
${paging(shown)}
${letterForm(shown, typed)}
${FOOT}`,
    'wide',
  );
}

const OUTCOMES: Readonly<Record<LetterRow['state'], string>> = {
  received: '已收到，正在处理。处理完毕前，这份名单的公示不会结束。',
  taken_up: '已受理，并按异议办理；处理结果随名单重新公示。',
  set_aside: '不予受理。',
};

/** A letter by its receipt: that it came in, and what became of it. */
export function letterPage(county: County, letter: LetterRow): string {
  const facts: [string, string][] = [
    ['回执编号', letter.receipt_code],
    ['收到日期', letter.received_on],
    ['处理情况', OUTCOMES[letter.state]],
  ];
  if (letter.answered_on !== null) facts.push(['答复日期', letter.answered_on]);
  if (letter.answer !== null) facts.push(['答复', letter.answer]);
  return plainPage(
    '公示来信回执',
    `<p>请记下回执编号：<span class="code">${escape(letter.receipt_code)}</span></p>
${factsTable(facts)}
<p><a href="/gs/${county.code}">返回${escape(county.name)}公示</a></p>
${FOOT}`,
  );
}

/** Where nothing of that address hangs. */
export const absentPage = (detail: string): string =>
  plainPage('公示', `<p class="absent"><strong>${escape(detail)}</strong></p>\n${FOOT}`);
