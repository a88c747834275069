import { Card, Col, Row, Statistic } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { groupThousands } from '../parts/value.tsx';
import { OVERVIEW } from '../words/overview.ts';
import type { Overview } from './bars.ts';
import { loansOf, overdueOf } from './list-address.ts';

interface Figure {
  readonly title: string;
  readonly value: string;
  readonly to: string | null;
}

function figuresOf(overview: Overview): Figure[] {
  const { region_code: region, households, fund } = overview;
  const figures: (Figure | null)[] = [
    { title: OVERVIEW.loans, value: String(overview.loan_count), to: loansOf(region) },
    households === null
      ? null
      : { title: OVERVIEW.households, value: String(households), to: loansOf(region) },
    { title: OVERVIEW.balance, value: groupThousands(overview.outstanding), to: loansOf(region) },
    { title: OVERVIEW.overdueLoans, value: String(overview.overdue_loans), to: overdueOf(region) },
    { title: OVERVIEW.overdue, value: groupThousands(overview.overdue), to: overdueOf(region) },
    fund?.balance ? { title: OVERVIEW.fund, value: groupThousands(fund.balance), to: '/risk-funds' } : null,
  ];
  return figures.filter((figure) => figure !== null);
}

/** The figures of a division; each leads to the list that it was counted from. */
export const PlaceFigures = ({ overview }: { readonly overview: Overview }): ReactNode => (
  <Row gutter={[12, 12]}>
    {figuresOf(overview).map(({ title, value, to }) => (
      <Col key={title} xs={12} lg={4}>
        <Card size="small">
          <Statistic
            title={title}
            value={value}
            formatter={(text) => (to === null ? text : <Link to={to}>{text}</Link>)}
            styles={{ content: { fontSize: 18 } }}
          />
        </Card>
      </Col>
    ))}
  </Row>
);
