import { z } from 'zod';
import { line, plainDate } from '../../platform/http/shapes.ts';

/**
 * The record of a members' vote, the same for every matter: when, by which minutes, who came and how they
 * voted.
 */
export const voteRecord = {
  voted_on: plainDate(),
  minutes_no: line(60, 2),
  present: z.int().min(1).max(10_000),
  yes: z.int().min(0).max(10_000),
  against: z.int().min(0).max(10_000),
};
