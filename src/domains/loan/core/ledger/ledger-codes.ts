import { compactText, type LedgerCell } from './ledger-cell.ts';

/** Standing of a household on the poverty register as ledgers write it (脱贫属性). */
export type PovertyStatus =
  'registered_poor' | 'exited_with_policy' | 'exited_without_policy' | 'relapsed' | 'monitored';

/** 与户主关系 */
export type Relation =
  'householder' | 'spouse' | 'child' | 'child_in_law' | 'parent' | 'grandchild' | 'sibling' | 'other';

/** 使用方式: the household's own use, or led by an enterprise (带动型, 户贷企用). */
export type LedgerUsage = 'self' | 'enterprise_led';

type Spelling<Code> = readonly [RegExp, Code];

// More special spellings first: 不享受政策 contains 享受政策.
const POVERTY: readonly Spelling<PovertyStatus>[] = [
  [/返贫/, 'relapsed'],
  [/监测|边缘|不稳定|突发/, 'monitored'],
  [/未脱贫|低保|五保|贫困户$/, 'registered_poor'],
  [/脱贫.*不享受/, 'exited_without_policy'],
  [/已?脱贫/, 'exited_with_policy'],
];

const RELATIONS: readonly Spelling<Relation>[] = [
  [/^(户主|本人|户主本人|之?户主)$/, 'householder'],
  [/配偶|妻|夫|丈夫|爱人|老伴/, 'spouse'],
  [/孙/, 'grandchild'],
  [/媳|婿/, 'child_in_law'],
  [/长子|次子|子$|^子|儿子|女儿|女$|^女/, 'child'],
  [/父|母/, 'parent'],
  [/兄|弟|姐|妹/, 'sibling'],
  [/./, 'other'],
];

const USAGES: readonly Spelling<LedgerUsage>[] = [
  [/带动|户贷企用|企业|合作社|委托/, 'enterprise_led'],
  [/自用|自主|发展型|自贷自用|户贷户用|^$/, 'self'],
];

function spelled<Code>(spellings: readonly Spelling<Code>[], cell: LedgerCell): Code | null {
  const text = compactText(cell);
  return spellings.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

export const parsePovertyStatus = (cell: LedgerCell): PovertyStatus | null => spelled(POVERTY, cell);
export const parseRelation = (cell: LedgerCell): Relation | null => spelled(RELATIONS, cell);
export const parseUsage = (cell: LedgerCell): LedgerUsage | null => spelled(USAGES, cell);

/** Yes or no as people tick it; null when neither. */
export function parseYesNo(cell: LedgerCell): boolean | null {
  if (typeof cell === 'boolean') return cell;
  const text = compactText(cell);
  if (/^(是|有|√|✓|☑|Y|y|yes|YES|1|对)$/.test(text)) return true;
  return /^(否|无|×|✗|☒|N|n|no|NO|0|不|没有)$/.test(text) ? false : null;
}
