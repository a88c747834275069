import { z } from 'zod';
import { id, plainDate } from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';

export const lotParams = z.strictObject({ id: id<'share-lot'>() });
export const certificateBody = z.strictObject({});
export const registerBody = z.strictObject({ on: plainDate().nullable().default(null) });
export const paperReply = documentReply;
