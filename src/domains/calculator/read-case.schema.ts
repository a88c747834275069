import type { z } from 'zod';
import { shapeFailure } from '../../platform/http/problem.ts';

/**
 * Parses one case; throws `request.invalid` with a pointer and a Chinese sentence for every refused field.
 */
export function readCase<Shape extends z.ZodType>(shape: Shape, json: unknown): z.output<Shape> {
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw shapeFailure(parsed.error, '');
  return parsed.data;
}
