import { CLERK_TOWNSHIP } from '../../src/cli/demo/stage.ts';
import { PROPOSAL } from './likely-papers.ts';
import type { Ask, Recipe } from './likely.ts';

/** The hands of a review are five persons; who enters is not who confirms. */
const OFFICE = 'fupin.huining';
const COLLEAGUE = 'fuhe.huining';
const VILLAGE_CLERK = 'zhucun.huining';
const TOWNSHIP = 'xiangzhen.huining';
const FILER = 'beian.huining';

type Found = Readonly<Record<string, string>>;

/** Something that a query finds, at the hands of a person. */
const on =
  (actor: string, query: string, json?: (ask: Ask, found: Found) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<Found>(query);
    if (!found) return null;
    const year = found['year'] === undefined ? {} : { year: found['year'] };
    return { actor, params: { id: found['id'] ?? '', ...year }, ...(json ? { json: json(ask, found) } : {}) };
  };

const HOLDERS_SPLIT = [{ party: '贫困户', holders: true, percent: '100' }];

const terms = (ask: Ask, from: string) => ({
  ...{ document_no: `村决议模${ask.serial}号`, effective_from: from, policy: 'dynamic' },
  ...{ exit_rule: 'to_village', support_months: 0, allot_key: 'household', collective_percent: '10' },
  ...{ residual_to_collective: true, record_date: '01-04', preferred_percent: '6' },
  ...{ participating_percent: '70', ratio_mode: 'exact', cap_percent: null, income_split: HOLDERS_SPLIT },
  ...{ publicity_days: 30, publicity_day_kind: 'natural' },
});

const issue = (where: string): string =>
  `select i.id::text from share_issue i where i.county_code = '620422' and ${where}`;
/** Where the money is placed by agreements it brings what they say: no review or dividend of shares there. */
const UNPLACED = `not exists (select from agreement g where g.share_issue_id = i.id)`;
const REGISTERED = issue(`i.state = 'registered' and ${UNPLACED}`);
const OPEN = issue(`i.state = 'drafted' and not exists (select from share_allotment a where a.issue_id = i.id
  and a.state <> 'refused')`);
const review = (state: string): string =>
  `select r.id::text, l.household_id::text from share_review r join share_review_line l on l.review_id = r.id
   where r.state = '${state}' and l.household_id is not null`;
/** One review may go all the way; whatever else is listed may be returned. */
const FURTHEST = `and r.id = (select min(x.id) from share_review x where x.state not in ('filed', 'returned'))`;
const allotment = `select a.id::text from share_allotment a where a.state = 'proposed'`;
const SHARES_OF = `select i.id::text, h.household_id::text from share_issue i
  cross join lateral share_holdings_on(i.id, business_day()) h where i.state = 'registered' and h.household_id is not null and ${UNPLACED}`;
const waiting = (issueId: string): string =>
  `(select count(*) from share_change c where c.issue_id = ${issueId} and c.state = 'waiting')`;
/**
 * Turn by turn: every issue has a change to be listed, so that one list can go on while another is returned.
 */
const LEAST_CHANGED = `${SHARES_OF} and ${waiting('i.id')} = (select min(${waiting('x.id')}) from share_issue x
  where x.state = 'registered')`;

const since = (ask: Ask) => ({ effective_on: `${ask.today.slice(0, 4)}-01-02`, households: null });
const reason = (ask: Ask) => ({ reason: `请核对名单${ask.serial}` });
const documented = (ask: Ask) => ({ document_no: `镇审模${ask.serial}号` });
const TRANSFER = (ask: Ask, found: Found) => ({
  ...{ kind: 'transfer_to_village', household_id: found['household_id'], shares: '1' },
  cause_on: `${ask.today.slice(0, 4)}-0${1 + (ask.serial % 6)}-${10 + (ask.serial % 18)}`,
});

/** After two issues of the village's own assets one whose money an enterprise uses. */
const enterShareIssue: Recipe = async (ask) => {
  const wanted = await ask.one(
    `select 1 where (select count(*) from share_issue where operator_id is null and state = 'registered') > 1
       and not exists (select from share_issue where operator_id is not null)`,
  );
  return {
    actor: OFFICE,
    json: {
      ...{ village_code: `${CLERK_TOWNSHIP}200`, issue_no: `GQFZ-${ask.serial}`, project: '养殖' },
      ...{ source: 'fiscal', source_document_no: `财农模${ask.serial}号` },
      ...(wanted
        ? { operator_id: String(ask.house.play.stage.cooperatives.huining) }
        : { asset: '村光伏电站' }),
      ...{ total_amount: '500000.00', par: '100.00', share_places: 0 },
      terms: terms(ask, '2015-01-01'),
    },
  };
};

const ON_SHARES = {
  ...PROPOSAL,
  amount: '100.00',
  particulars: { ...PROPOSAL.particulars, copies: 3, attachments: ['股权证复印件'] },
};

/** Agreements of three on the money that households hold as shares. */
const place =
  (json: (household: string) => object): Recipe =>
  async (ask) => {
    const found = await ask.one<Found>(
      `select i.id::text, h.household_id::text, t.id::text as terms from share_issue i
       cross join lateral share_holdings_on(i.id, business_day()) h join programme_terms t on t.code = 'gansu-2016'
       where i.county_code = '620422' and i.state = 'registered' and i.operator_id is not null
         and h.household_id is not null and not exists (select from agreement g
           where g.share_issue_id = i.id and g.household_id = h.household_id and g.state <> 'cancelled')`,
    );
    const of = { share_issue_id: found?.['id'], terms_id: found?.['terms'] };
    return found && { actor: OFFICE, json: { ...of, ...ON_SHARES, ...json(found['household_id'] ?? '') } };
  };

export const SHARE_RECIPES: Readonly<Record<string, Recipe>> = {
  enterShareIssue,
  drawUpShareAgreement: place((household) => ({ household_id: household })),
  drawUpShareAgreements: place((household) => ({ household_ids: [household] })),
  listShareIssues: async () => ({ actor: OFFICE }),
  showShareIssue: on(OFFICE, issue('true')),
  listShareHoldings: on(TOWNSHIP, issue('true')),
  previewShareAllotment: on(OFFICE, OPEN, since),
  proposeShareAllotment: on(OFFICE, OPEN, since),
  showShareAllotment: on(OFFICE, 'select id::text from share_allotment'),
  confirmShareAllotment: on(COLLEAGUE, allotment),
  refuseShareAllotment: on(COLLEAGUE, allotment, reason),
  listShareChanges: on(OFFICE, REGISTERED),
  proposeShareChange: on(VILLAGE_CLERK, LEAST_CHANGED, TRANSFER),
  dropShareChange: on(OFFICE, `select id::text from share_change where state = 'waiting'`, reason),
  listShareReviews: on(OFFICE, REGISTERED),
  listShareRecords: on(OFFICE, REGISTERED),
  listShareReview: on(
    OFFICE,
    `${REGISTERED} and exists (select from share_change c where c.issue_id = i.id and c.state = 'waiting')
     and not exists (select from share_review r where r.issue_id = i.id and r.state <> 'returned')`,
    (ask) => ({ year: Number(ask.today.slice(0, 4)) }),
  ),
  showShareReview: on(OFFICE, 'select id::text from share_review'),
  recordShareMeeting: on(COLLEAGUE, `${review('listed')} ${FURTHEST}`, (ask) => ({
    ...{ minutes_no: `纪要模${ask.serial}号`, entitled: 40, attended: 30, in_favour: 29 },
  })),
  postShareReview: on(VILLAGE_CLERK, review('met')),
  objectToShareReview: on(VILLAGE_CLERK, review('posted'), (ask, found) => ({
    ...{ household_id: found['household_id'], reason: `对名单有异议${ask.serial}`, objector_kind: 'named' },
  })),
  decideShareObjection: on(
    OFFICE,
    `select o.id::text from objection o join notice n on n.id = o.notice_id
     where o.state = 'open' and n.subject_kind = 'share_review'`,
    (ask) => ({ outcome: 'dismissed', reason: `经核实名单无误${ask.serial}` }),
  ),
  passShareReview: on(TOWNSHIP, review('posted'), documented),
  fileShareReview: on(FILER, review('passed'), documented),
  returnShareReview: on(OFFICE, review('listed'), reason),
  freezeShareRecord: on(
    COLLEAGUE,
    `${REGISTERED} and not exists (select from share_record x where x.issue_id = i.id)`,
    (ask) => ({ year: Number(ask.today.slice(0, 4)) }),
  ),
  showShareRecord: on(OFFICE, `select issue_id::text as id, dividend_year::text as year from share_record`),
  proposeShareTerms: on(OFFICE, REGISTERED, (ask) => ({
    terms: terms(ask, `20${30 + (ask.serial % 60)}-0${1 + (ask.serial % 9)}-01`),
  })),
  decideShareTerms: on(
    COLLEAGUE,
    `select t.id::text from share_terms t join share_issue i on i.id = t.issue_id
     where t.state = 'proposed' and i.state = 'registered'`,
    () => ({ outcome: 'confirmed' }),
  ),
  declareShareDividend: on(
    OFFICE,
    `select r.issue_id::text as id, r.dividend_year::text as of, (select o.id::text from organisation o
       where i.operator_id is null and o.county_code = i.county_code and o.kind = 'cooperative' limit 1) as payer
     from share_record r join share_issue i on i.id = r.issue_id
     where ${UNPLACED} and not exists (select from share_dividend d where d.issue_id = r.issue_id and d.state <> 'refused')`,
    (ask, found) => ({
      ...{ year: Number(found['of']), profit: '120000.00', document_no: `决算模${ask.serial}号` },
      ...{ pay_by: ask.today, ...(found['payer'] ? { payer_id: found['payer'] } : {}) },
    }),
  ),
  readShareDividend: on(OFFICE, 'select id::text from share_dividend'),
  decideShareDividend: on(
    'caipi.huining',
    `select id::text from share_dividend where state = 'proposed'`,
    () => ({ outcome: 'confirmed' }),
  ),
  issueShareCertificate: on(
    OFFICE,
    `select h.lot_id::text as id from share_issue i cross join lateral share_holdings_on(i.id, business_day()) h
     where i.state = 'registered' and h.household_id is not null
       and not exists (select from share_lot n where n.replaces_id = h.lot_id)`,
    () => ({}),
  ),
  issueShareRegister: on(OFFICE, SHARES_OF, () => ({})),
};
