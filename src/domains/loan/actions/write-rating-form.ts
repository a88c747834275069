import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { formReply, type FormFormat } from '../../../platform/http/form-reply.ts';
import { record } from '../../audit/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import { RATING_COLUMNS, ratingRow, type RatedHousehold } from '../core/rating-form.ts';
import { ratingPage, type RatingFilter, type SealedRating } from '../household-credit.store.ts';
import { numbersOfForm } from './numbers-of-form.ts';

const RATINGS_A_PAGE = 500;

export interface RatingFormInput {
  readonly filter: Omit<RatingFilter, 'after' | 'limit'>;
  readonly format: FormFormat;
  readonly numbers: 'masked' | 'full';
  readonly reason: string | null;
}

/**
 * The ratings that were confirmed (评级授信表), 17 columns, row by row. Numbers are masked and telephones left
 * out unless a post that may reveal them says why. Throws `loan.full-numbers-forbidden`,
 * `loan.reason-missing`.
 */
export async function writeRatingForm(tx: Tx, context: Context, input: RatingFormInput): Promise<FileReply> {
  const full = numbersOfForm(context, input);
  await record(tx, context, {
    act: 'loan.ratings-exported',
    subjectKind: 'household_credit',
    subjectId: context.today,
    countyCode: input.filter.county_code ?? null,
    after: { numbers: input.numbers, reason: input.reason, format: input.format },
  });
  const rows = async function* (): AsyncGenerator<(string | number | null)[]> {
    for (let after: bigint | undefined; ;) {
      const page = await ratingPage(tx, context.actor.scope, {
        ...input.filter,
        after,
        limit: RATINGS_A_PAGE,
      });
      for (const row of page) yield ratingRow(full ? opened(context, row) : { ...row, phone: null });
      after = page.at(-1)?.id;
      if (page.length < RATINGS_A_PAGE) return;
    }
  };
  const heads = [RATING_COLUMNS.map(([, heading]) => heading)];
  return formReply({ name: '评级授信表', heads, rows: rows() }, input.format);
}

const opened = ({ cipher }: Context, row: SealedRating): RatedHousehold => ({
  ...row,
  id_no: row.id_no_cipher === null ? '' : cipher.open(row.id_no_cipher, HOUSEHOLD_BINDINGS.idNo),
  phone: row.phone_cipher === null ? null : cipher.open(row.phone_cipher, HOUSEHOLD_BINDINGS.phone),
});
