import { Flex } from 'antd';
import { useState, type ReactNode } from 'react';
import { FindHousehold, type Applicant } from '../parts/find-household.tsx';
import { LoanApplication } from '../parts/loan-application.tsx';
import { PageTitle } from '../parts/page-title.tsx';

/** 贷款登记: the number first, then what the household has, then the loan with its interest beside it. */
export default function RegisterLoan(): ReactNode {
  const [applicant, setApplicant] = useState<Applicant | null>(null);
  return (
    <Flex vertical gap={12}>
      <PageTitle title="贷款登记" />
      <FindHousehold found={setApplicant} />
      {applicant ? <LoanApplication key={applicant.householdId} applicant={applicant} /> : null}
    </Flex>
  );
}
