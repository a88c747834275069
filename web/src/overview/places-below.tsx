import { Card, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { OVERVIEW } from '../words/overview.ts';
import type { Overview } from './bars.ts';
import { countColumn, moneyColumn } from './figure-columns.tsx';
import { listAddress, loansOf, overdueOf } from './list-address.ts';

type Place = Overview['places'][number];

const NAMED = {
  title: OVERVIEW.places,
  render: (_: unknown, { region_code: code, region_name: name }: Place) =>
    code === null ? (
      OVERVIEW.unplaced
    ) : (
      <Link to={listAddress('overview', { region_code: code })}>{name}</Link>
    ),
};

const COLUMNS = [
  NAMED,
  countColumn<Place>({
    title: OVERVIEW.loans,
    of: (place) => place.loan_count,
    to: ({ region_code: code }) => (code === null ? null : loansOf(code)),
  }),
  moneyColumn<Place>(OVERVIEW.balance, (place) => place.outstanding),
  countColumn<Place>({
    title: OVERVIEW.overdueLoans,
    of: (place) => place.overdue_loans,
    to: ({ region_code: code }) => (code === null ? null : overdueOf(code)),
  }),
  moneyColumn<Place>(OVERVIEW.overdue, (place) => place.overdue),
];

/** The divisions below, each a way further down. */
export const PlacesBelow = ({ places }: Pick<Overview, 'places'>): ReactNode =>
  places.length === 0 ? null : (
    <Card size="small" title={OVERVIEW.places}>
      <Table
        size="small"
        rowKey={(place) => place.region_code ?? ''}
        columns={COLUMNS}
        dataSource={[...places]}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Card>
  );
