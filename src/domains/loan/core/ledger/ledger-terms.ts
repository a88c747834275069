import { date, type PlainDate } from '../../../../kernel/date.ts';
import { parseYuan, type Fen } from '../../../../kernel/money.ts';
import { invariant } from '../../../../kernel/invariant.ts';

/** A purpose and the words by which a typed purpose is recognised. */
export interface LedgerPurpose {
  readonly code: string;
  readonly allowed: boolean;
  readonly words: readonly string[];
}

/** What a programme version says about the loans of a ledger; frozen terms of the database or a preset. */
export interface LedgerTerms {
  readonly programme: string;
  /**
   * First and last signing day of the version; outside it a loan gets a warning, for the file may mix
   * versions.
   */
  readonly signedFrom: PlainDate | null;
  readonly signedTo: PlainDate | null;
  readonly cap: Fen;
  readonly maxTermMonths: number;
  readonly ageMin: number;
  readonly ageMax: number;
  /** Last day on which enterprise-led use (户贷企用) could be signed; null when it never could. */
  readonly enterpriseLedUntil: PlainDate | null;
  readonly purposes: readonly LedgerPurpose[];
  /**
   * Highest annual rate for a signing day and original term, units of 0.0001 %; null when no rate is
   * published.
   */
  readonly rateCeiling: (signedOn: PlainDate, termMonths: number) => number | null;
}

/** Which published series bounds the rate: PBOC benchmark or LPR. */
export type CeilingSource = 'benchmark' | 'lpr';

/** Values of a programme version as its record states them. */
export interface ProgrammeLedgerValues {
  readonly programme: string;
  readonly signedFrom: string;
  readonly signedTo: string;
  readonly capYuan: string;
  readonly maxTermMonths: number;
  readonly ageMin: number;
  readonly ageMax: number;
  readonly enterpriseLedUntil: string | null;
  readonly ceiling: CeilingSource;
  readonly purposes: readonly LedgerPurpose[];
}

export type RateLookup = (on: PlainDate, termMonths: number) => number | null;

/** Terms for checking a ledger from a programme's values and the two published rate series. */
export function ledgerTerms(
  values: ProgrammeLedgerValues,
  rates: Readonly<Record<CeilingSource, RateLookup>>,
): LedgerTerms {
  const cap = parseYuan(values.capYuan);
  invariant(cap, `cap of ${values.programme} is no yuan amount`);
  return {
    programme: values.programme,
    signedFrom: date(values.signedFrom),
    signedTo: date(values.signedTo),
    cap,
    maxTermMonths: values.maxTermMonths,
    ageMin: values.ageMin,
    ageMax: values.ageMax,
    enterpriseLedUntil: values.enterpriseLedUntil === null ? null : date(values.enterpriseLedUntil),
    purposes: values.purposes,
    rateCeiling: rates[values.ceiling],
  };
}

const purpose = (code: string, allowed: boolean, words: string): LedgerPurpose => ({
  code,
  allowed,
  words: words.split(' '),
});

/** Purposes of the microloan: production is lent for, consumption and passing the money on are not. */
export const MICROLOAN_PURPOSES: readonly LedgerPurpose[] = [
  purpose('share_dividend', false, '入股 分红 参股'),
  purpose('on_lending', false, '转贷 转借 放贷 出借'),
  purpose('quota_exchange', false, '指标交换 指标置换'),
  purpose('wealth_product', false, '理财 炒股 股票 基金 期货 存款 保险'),
  purpose('house_building', false, '建房 盖房 修房 购房 买房 装修 住房 新房 危房 自建房 房屋'),
  purpose('wedding', false, '结婚 婚嫁 婚礼 婚庆 彩礼 娶亲 娶妻 嫁女 丧葬'),
  purpose('household_goods', false, '家电 家具 家庭用品 生活用品 消费 轿车 看病 治病 学费 还债 还旧 赌'),
  purpose('tourism', true, '旅游 农家乐 民宿'),
  purpose('processing', true, '加工 酿 榨油 磨坊 粉条 豆腐'),
  purpose('machinery', true, '农机 机械 拖拉机 收割机'),
  purpose('handicraft', true, '手工 编织 刺绣 剪纸 木器 工艺'),
  purpose('transport', true, '运输 货运 客运 货车 三轮车'),
  purpose(
    'trade',
    true,
    '电子商务 电商 网店 商贸 贸易 购销 收购 销售 经营 商店 超市 小卖部 批发 零售 餐饮 饭馆 流通',
  ),
  purpose('breeding', true, '养 殖 牛 羊 猪 鸡 鸭 驴 蜂 渔 圈舍 畜 禽'),
  purpose(
    'planting',
    true,
    '种 植 药材 苹果 果 蔬 菜 马铃薯 洋芋 玉米 小麦 大棚 苗木 育苗 菌 花椒 茶 核桃 农业 化肥',
  ),
  purpose('other_production', true, '生产 产业 维修 修理 加油 作坊'),
];

const GANSU_2016: ProgrammeLedgerValues = {
  programme: 'gansu-2016',
  signedFrom: '2015-07-01',
  signedTo: '2018-05-10',
  capYuan: '50000.00',
  maxTermMonths: 36,
  ageMin: 18,
  ageMax: 65,
  enterpriseLedUntil: '2017-07-25',
  ceiling: 'benchmark',
  purposes: MICROLOAN_PURPOSES,
};

/** Programme versions a file can be checked against without a database. */
export const OFFLINE_PROGRAMMES: readonly ProgrammeLedgerValues[] = [
  GANSU_2016,
  {
    ...GANSU_2016,
    programme: 'gansu-2018-renewal',
    signedFrom: '2018-05-11',
    signedTo: '2020-12-31',
    enterpriseLedUntil: null,
  },
  {
    ...GANSU_2016,
    programme: 'national-2021',
    signedFrom: '2021-03-04',
    signedTo: '2025-12-31',
    capYuan: '100000.00',
    enterpriseLedUntil: null,
    ceiling: 'lpr',
  },
];
