import { fen, type Fen } from '../../../../kernel/money.ts';
import { GANSU_2016 } from './gansu-2016.ts';
import { GANSU_2018_RENEWAL } from './gansu-2018-renewal.ts';
import { NATIONAL_2021 } from './national-2021.ts';
import { HOUSE_REBUILDING, RELOCATION } from './housing.ts';
import type { Preset } from './preset.ts';
import { STUDENT_ORIGIN } from './student-origin.ts';

export interface ProgrammeRecord {
  readonly code: string;
  readonly name: string;
  readonly documentNo: string;
}

/** The six credit programmes that must not be mixed, and two that lend for houses and studies. */
export const PROGRAMMES: readonly ProgrammeRecord[] = [
  {
    code: 'P1',
    name: '甘肃省精准扶贫专项贷款工程',
    documentNo: '甘财办明电〔2017〕9号；甘政办发〔2018〕70号',
  },
  { code: 'P2', name: '甘肃省产业扶贫专项贷款工程', documentNo: '甘政办发〔2017〕131号' },
  { code: 'P3', name: '甘肃省特色产业发展工程贷款', documentNo: '2018年省级公告' },
  {
    code: 'P4',
    name: '扶贫小额信贷',
    documentNo: '国开办发〔2014〕78号；银监发〔2017〕42号；银保监发〔2019〕24号',
  },
  { code: 'P5', name: '脱贫人口小额信贷', documentNo: '银保监发〔2021〕6号' },
  { code: 'P6', name: '帮扶小额信贷', documentNo: '关于做好帮扶小额信贷工作的通知（2026年）' },
  { code: 'P7', name: '危房改造与易地扶贫搬迁住房贷款', documentNo: '2016年省级实施意见' },
  { code: 'P8', name: '生源地信用助学贷款', documentNo: '2016年省级实施意见' },
];

export const PRODUCTS = [
  { code: 'microloan', name: '扶贫小额贷款' },
  { code: 'house-rebuilding', name: '危房改造贷款' },
  { code: 'relocation', name: '易地扶贫搬迁贷款' },
  { code: 'student', name: '生源地信用助学贷款' },
] as const;

/** Total of P1: 400 亿元 (2016 provincial opinion, item 18). */
export const PROGRAMME_LIMITS: readonly { readonly programmeCode: string; readonly limit: Fen }[] = [
  { programmeCode: 'P1', limit: fen(40_000_000_000_00n) },
];

export const PRESETS: readonly Preset[] = [
  GANSU_2016,
  GANSU_2018_RENEWAL,
  NATIONAL_2021,
  HOUSE_REBUILDING,
  RELOCATION,
  STUDENT_ORIGIN,
];
