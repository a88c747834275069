/** Who draws up and submits a claim (谁来申报), as the programme version says. */
export type Gatherer = 'bank' | 'township' | 'county_office' | 'household';

interface Desk {
  /** The post that submits. */
  readonly role: string;
  readonly name: string;
}

/** What households apply for is put together by the county office. */
const DESKS: Readonly<Record<Gatherer, Desk>> = {
  bank: { role: 'bank_officer', name: '放贷银行' },
  township: { role: 'township_clerk', name: '乡镇' },
  county_office: { role: 'county_office', name: '县扶贫办' },
  household: { role: 'county_office', name: '县扶贫办（汇总农户申请）' },
};

export const deskOf = (gatherer: Gatherer): Desk => DESKS[gatherer];
