/**
 * What must hold of the tables at any time. The numbers are names: outside checks and reports go by them, so
 * they are never given to another promise. Those missing here are kept by tests alone, or belong to slices
 * without tables.
 */
export const INVARIANTS = {
  '1': '记账平衡：每笔分录借贷相等 (entries balance)',
  '2': '账户余额等于分录合计，资金账户任何一日不为负 (balances follow postings)',
  '3': '分录、决定、审计只增不改；冲销恰好一次且金额相符 (append-only, exact reversals)',
  '4': '文书上的金额大写与小写一致 (words match digits)',
  '5': '一笔贷款的任何一天至多贴息一次 (each loan-day subsidised once)',
  '6': '贴息天数在享受期内，剔除逾期和不符合条件的日子 (subsidised days recompute)',
  '7': '每行利息和贴息按贷款事实重算一分不差 (amounts recompute to the fen)',
  '8': '金额、期限、利率不超过签约日政策的上限 (cap, term and rate ceilings)',
  '9': '批次表头等于明细合计和行数 (batch header is the sum of its lines)',
  '10': '已申报的清单与其哈希一致，各步决定针对同一清单 (frozen lists and their hash)',
  '11': '经办、审核、审批、拨付是不同的人 (distinct persons)',
  '12': '作出决定的人岗位和地区相符 (the decider was entitled)',
  '13': '审批步骤依次进行，公示期满才审批 (steps in order)',
  '14': '每行拨付不超过批准额，同时只有一笔在途或已付 (payouts within approval)',
  '15': '拨付逐行对应账务，预占和已付指标等于各批之和 (payments, ledger and budget agree)',
  '16': '状态变化符合规定，终态与事实相符 (declared states)',
  '17': '拨付指令、银行文件、回单与明细一致 (orders, bank files and receipts)',
  '18': '贷款余额等于发放减归还，日期与登记事项一致 (outstanding is disbursed less repaid)',
  '19': '损失分担合计等于损失，代偿和追偿不超过应担，同一分本金和利息只代偿一次 (losses shared whole, once)',
  '20': '应付分红不低于保底、一户一年一次，报告、到账、兑付和账务逐分相符，已兑付不超过应付 (dividends)',
  '21': '委托经营资金不超过贷款本金，四方签齐才生效；股份合计每日等于发行总数 (agreements within loans, shares are their issue)',
  '22': '互助社存款加借款恒等于各项资金来源，借款、占用费、分配、公示表与收支逐分相符 (mutual-aid societies)',
  '23': '一个幂等键只对应一次结果 (one key, one effect)',
  '24': '已提交的事件都已送出 (outbox drained)',
  '25': '下级记录的县、银行、企业与上级一致 (children belong where their parents do)',
  '26': '审计链完整，每次变动都有记录 (audit chain unbroken)',
  '27': '核验码唯一，文书和文件与其哈希一致 (papers and files match their hash)',
  '28': '导入文件的每一行都有去处 (every imported row accounted for)',
  '31': '额度使用等于发放合计，不超过限额 (quotas)',
  '32': '农业保险：保单等于分户合计，批改按方案计算，保费按级分担，自缴有凭证，补贴用本级资金，赔款不超保额、到本户卡，标的不重复投保 (farm insurance)',
} as const;

export type InvariantId = keyof typeof INVARIANTS;

/**
 * An invariant as SQL: how many rows it is about, and queries of one text column that name each broken row.
 */
export interface BookRule {
  readonly id: InvariantId;
  /** Answers one number. */
  readonly checked: string;
  readonly broken: readonly string[];
}

/** What one question about an invariant found. `samples` name rows by id, never a person. */
export interface Finding {
  readonly id: InvariantId;
  readonly checked: number;
  readonly violations: number;
  readonly samples: readonly string[];
  /** Worth knowing, though nothing is broken. */
  readonly note?: string;
}

export interface InvariantReport {
  readonly id: string;
  readonly name: string;
  readonly checked: number;
  readonly violations: number;
  readonly samples: readonly string[];
  readonly notes: readonly string[];
}

export interface InspectionReport {
  readonly ok: boolean;
  readonly invariants: readonly InvariantReport[];
}

/** How many broken rows a report names; the count is always in full. */
export const MAX_SAMPLES = 5;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Gathers the findings under their invariants, in the order of the numbers. */
export function reportOf(findings: readonly Finding[]): InspectionReport {
  const ids = (Object.keys(INVARIANTS) as InvariantId[]).sort((a, b) => Number(a) - Number(b));
  const invariants = ids.map((id): InvariantReport => {
    const own = findings.filter((finding) => finding.id === id);
    return {
      id,
      name: INVARIANTS[id],
      checked: sum(own.map((finding) => finding.checked)),
      violations: sum(own.map((finding) => finding.violations)),
      samples: own.flatMap((finding) => finding.samples).slice(0, MAX_SAMPLES),
      notes: own.flatMap((finding) => finding.note ?? []),
    };
  });
  return { ok: invariants.every((invariant) => invariant.violations === 0), invariants };
}

/** Collects the broken rows of a check that is made in code. */
export class Tally {
  checked = 0;
  violations = 0;
  readonly samples: string[] = [];

  /** Counts one row as looked at; `fault` names it when it is broken. */
  count(fault: string | null): void {
    this.checked += 1;
    if (fault !== null) this.breach(fault);
  }

  breach(fault: string): void {
    this.violations += 1;
    if (this.samples.length < MAX_SAMPLES) this.samples.push(fault);
  }

  finding(id: InvariantId, note?: string): Finding {
    const { checked, violations, samples } = this;
    return { id, checked, violations, samples, ...(note === undefined ? {} : { note }) };
  }
}
