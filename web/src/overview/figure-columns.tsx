import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Amount } from '../parts/value.tsx';

/** A number that leads to what it counts. */
export const Counted = ({ count, to }: { readonly count: number; readonly to: string | null }): ReactNode =>
  to === null || count === 0 ? count : <Link to={to}>{count}</Link>;

interface CountColumn<Row> {
  readonly title: string;
  readonly of: (row: Row) => number;
  readonly to: (row: Row) => string | null;
}

export const countColumn = <Row extends object>({ title, of, to }: CountColumn<Row>) => ({
  title,
  align: 'right' as const,
  render: (_: unknown, row: Row) => <Counted count={of(row)} to={to(row)} />,
});

export const moneyColumn = <Row extends object>(title: string, of: (row: Row) => string) => ({
  title,
  align: 'right' as const,
  render: (_: unknown, row: Row) => <Amount yuan={of(row)} />,
});
