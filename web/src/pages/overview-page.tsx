import { useQuery } from '@tanstack/react-query';
import { Breadcrumb, Flex, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { call } from '../api/call.ts';
import type { Overview } from '../overview/bars.ts';
import { FundClaims } from '../overview/fund-claims.tsx';
import { listAddress } from '../overview/list-address.ts';
import { PlaceCharts } from '../overview/place-charts.tsx';
import { PlaceFigures } from '../overview/place-figures.tsx';
import { PlacesBelow } from '../overview/places-below.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { asOfWords, countedWords, OVERVIEW } from '../words/overview.ts';

/** 总览: a division in figures and charts, and the way to those below it and to the lists behind each. */
export default function OverviewPage(): ReactNode {
  const [search] = useSearchParams();
  const region = search.get('region_code') ?? undefined;
  const { data, error } = useQuery({
    queryKey: ['readOverview', region],
    queryFn: ({ signal }) =>
      call('readOverview', { query: region === undefined ? {} : { region_code: region }, signal }),
  });
  if (error) return <Refusal error={error} />;
  if (!data) return <Skeleton active />;
  return (
    <Flex vertical gap={12}>
      <PageTitle title={`${OVERVIEW.title} ${data.region_name}`}>
        <span>
          {[asOfWords(data.as_of), data.counted_on && countedWords(data.counted_on)]
            .filter(Boolean)
            .join('，')}
        </span>
      </PageTitle>
      <Way above={data.above} />
      <PlaceFigures overview={data} />
      <PlaceCharts overview={data} />
      <FundClaims overview={data} />
      <PlacesBelow places={data.places} />
    </Flex>
  );
}

/** The divisions above, up to the widest that this desk sees. */
const Way = ({ above }: Pick<Overview, 'above'>): ReactNode =>
  above.length < 2 ? null : (
    <Breadcrumb
      items={above.map(({ region_code: code, region_name: name }, at) => ({
        key: code,
        title:
          at === above.length - 1 ? (
            name
          ) : (
            <Link to={listAddress('overview', { region_code: code })}>{name}</Link>
          ),
      }))}
    />
  );
