import { z } from 'zod';
import { dateText, digits, id, line, plainDate } from '../../platform/http/shapes.ts';
import { PAPER_NAMES, type ApplicationPaper } from './core/application-papers.ts';

const papers = Object.keys(PAPER_NAMES) as [ApplicationPaper, ...ApplicationPaper[]];

export const applicationParams = z.strictObject({ id: id<'loan'>() });

export const applicationBody = z
  .strictObject({
    applied_on: plainDate(),
    papers: z
      .array(z.enum(papers))
      .min(1, '至少一份材料')
      .max(papers.length)
      .refine((given) => new Set(given).size === given.length, '材料不能重复'),
    remark: line(200, 2).nullable().default(null),
  })
  .transform((body) => ({ appliedOn: body.applied_on, papers: body.papers, remark: body.remark }));

const application = z.object({
  id: digits,
  loan_id: digits,
  applied_on: dateText,
  papers: z.array(z.enum(papers)),
  received_on: dateText,
  remark: z.string().nullable(),
});

export const applicationReply = application;
export const applicationList = z.object({
  items: z.array(
    application.extend({
      received_by_name: z.string(),
      /** The batch whose lines it brought; null while it waits. */
      batch_no: z.string().nullable(),
    }),
  ),
});
