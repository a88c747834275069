import { breach, type Breach } from './breach.ts';

export const INSURANCE_BREACHES: readonly Breach[] = [
  breach(
    '32',
    'a household that pays less of its premium than its terms say',
    `update insurance_policy_line set household_fen = household_fen - 1 where not poor`,
  ),
  breach(
    '32',
    'a level that bears more of a premium',
    `update insurance_policy set central_fen = central_fen + 1, county_fen = county_fen - 1`,
  ),
  breach(
    '32',
    'a plot insured twice',
    `alter table insurance_object drop constraint insurance_object_once;
    update insurance_object set object_no = 'P1'`,
  ),
  breach(
    '32',
    'a loss above its terms',
    `update insurance_loss set assessed_fen = assessed_fen + 1;
    update insurance_policy_line set claimed_fen = claimed_fen + 1, received_fen = received_fen + 1 where claimed_fen > 0;
    update insurance_payout_line set amount_fen = amount_fen + 1;
    update insurance_payout set total_fen = total_fen + 1`,
  ),
  breach(
    '32',
    'a claim that nobody received',
    `update insurance_policy_line set received_fen = 0 where received_fen > 0`,
  ),
  breach('32', 'a claim list that grew', `update insurance_payout set total_fen = total_fen + 1`),
  breach(
    '32',
    'money for premiums that nobody confirmed',
    `update insurance_funding set amount_fen = amount_fen + 1 where level = 'central'`,
  ),
  breach(
    '32',
    'a share that the bank has not paid',
    `update insurance_subsidy_share set state = 'pending', paid_on = null where level = 'city'`,
  ),
  breach(
    '32',
    'an endorsement that gives back more than its days',
    `update insurance_endorsement_row set premium_fen = premium_fen - 1 where units < 0;
    update insurance_policy_line set premium_fen = premium_fen - 1 where not poor;
    update insurance_endorsement set premium_fen = premium_fen - 1, central_fen = central_fen - 1;
    update insurance_policy set premium_fen = premium_fen - 1, central_fen = central_fen - 1`,
  ),
  breach(
    '32',
    'a level that an endorsement gives back too little',
    `update insurance_endorsement set central_fen = central_fen + 1, county_fen = county_fen - 1`,
  ),
  breach(
    '32',
    'a plot that stays insured though it was given up',
    `update insurance_object set covers = daterange('2016-05-01', '2016-10-01') where object_no = 'P2'`,
  ),
  breach(
    '32',
    'an endorsement of more than its plots',
    `update insurance_endorsement_object set units = units + 1 where change = 'added'`,
  ),
  breach(
    '11',
    'an endorsement confirmed by who entered it',
    `alter table insurance_endorsement drop constraint insurance_endorsement_other_person;
    update insurance_endorsement set decided_by = entered_by`,
  ),
  breach('32', 'a proof above its lines', `update insurance_own_proof set amount_fen = amount_fen + 1`),
  breach(
    '32',
    'a proof that was taken back after the claim',
    `update insurance_own_proof set state = 'rejected';
    update insurance_own_proof_line set live = false`,
  ),
  breach(
    '11',
    'a proof confirmed by who entered it',
    `alter table insurance_own_proof drop constraint insurance_own_proof_other_person;
    update insurance_own_proof set decided_by = entered_by`,
  ),
  breach(
    '11',
    'a policy confirmed by who entered it',
    `alter table insurance_policy drop constraint insurance_policy_other_person;
    update insurance_policy set confirmed_by = entered_by`,
  ),
  breach(
    '11',
    'a loss assessed by who reported it',
    `alter table insurance_loss drop constraint insurance_loss_other_person;
    update insurance_loss set assessed_by = reported_by`,
  ),
];
