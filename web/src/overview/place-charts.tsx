import { Col, Row } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { valueWord } from '../words.ts';
import { OVERVIEW } from '../words/overview.ts';
import { bucketBars, maturityBars, quarterBars, type Overview } from './bars.ts';
import { ChartCard } from './chart-card.tsx';
import { countColumn, moneyColumn } from './figure-columns.tsx';
import { batchesOf, loansOf, overdueOf } from './list-address.ts';

type Bucket = Overview['buckets'][number];
type Month = NonNullable<Overview['maturities']>[number];
type Quarter = NonNullable<Overview['quarters']>[number];

const Overdue = ({ region, buckets }: { region: string; buckets: readonly Bucket[] }): ReactNode => {
  const bars = useMemo(() => bucketBars([...buckets]), [buckets]);
  const columns = [
    { title: OVERVIEW.buckets, render: (_: unknown, row: Bucket) => valueWord('bucket', row.bucket) },
    countColumn<Bucket>({
      title: OVERVIEW.overdueLoans,
      of: (row) => row.overdue_loans,
      to: (row) => overdueOf(region, row.bucket),
    }),
    moneyColumn<Bucket>(OVERVIEW.overdue, (row) => row.overdue),
  ];
  return <ChartCard title={OVERVIEW.buckets} rows={buckets} rowKey="bucket" {...{ bars, columns }} />;
};

const Maturities = ({ region, months }: { region: string; months: readonly Month[] }): ReactNode => {
  const bars = useMemo(() => maturityBars([...months]), [months]);
  const columns = [
    { title: OVERVIEW.maturities, dataIndex: 'month' },
    countColumn<Month>({
      title: OVERVIEW.loans,
      of: (row) => row.loan_count,
      to: (row) => loansOf(region, { matures_from: row.from, matures_until: row.until }),
    }),
    moneyColumn<Month>(OVERVIEW.balance, (row) => row.outstanding),
  ];
  return <ChartCard title={OVERVIEW.maturities} rows={months} rowKey="month" {...{ bars, columns }} />;
};

const Quarters = ({ region, quarters }: { region: string; quarters: readonly Quarter[] }): ReactNode => {
  const bars = useMemo(() => quarterBars([...quarters]), [quarters]);
  const columns = [
    { title: OVERVIEW.quarters, dataIndex: 'period_to' },
    countColumn<Quarter>({
      title: OVERVIEW.batches,
      of: (row) => row.batches,
      to: (row) => batchesOf(region, row.period_to),
    }),
    moneyColumn<Quarter>(OVERVIEW.submitted, (row) => row.subsidy),
    moneyColumn<Quarter>(OVERVIEW.approved, (row) => row.approved_subsidy),
    moneyColumn<Quarter>(OVERVIEW.paid, (row) => row.paid),
  ];
  return <ChartCard title={OVERVIEW.quarters} rows={quarters} rowKey="period_to" {...{ bars, columns }} />;
};

/** Overdue, what matures, and the subsidy by quarter: each as a chart with its table. */
export function PlaceCharts({ overview }: { readonly overview: Overview }): ReactNode {
  const { region_code: region, buckets, maturities, quarters } = overview;
  return (
    <Row gutter={[12, 12]}>
      <Col xs={24} lg={12}>
        <Overdue {...{ region, buckets }} />
      </Col>
      {quarters === null ? null : (
        <Col xs={24} lg={12}>
          <Quarters {...{ region, quarters }} />
        </Col>
      )}
      {maturities === null ? null : (
        <Col xs={24} lg={12}>
          <Maturities {...{ region, months: maturities }} />
        </Col>
      )}
    </Row>
  );
}
