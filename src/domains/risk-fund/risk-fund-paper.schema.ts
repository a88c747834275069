import { z } from 'zod';
import { documentReply } from '../document/index.ts';

/** What is printed stands in the registers; whoever orders a paper adds nothing. */
export const paperBody = z.strictObject({});

/** A paper as the register of documents shows it. */
export const paperReply = documentReply;
