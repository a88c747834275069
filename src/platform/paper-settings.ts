import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { fontsOf } from './pdf/pdf.ts';

/** What papers need of the installation, for the context of a request or a job. */
export function paperSettings(
  config: Pick<Config, 'publicUrl' | 'extraFonts'>,
): Pick<Context, 'publicUrl' | 'fonts'> {
  return { publicUrl: config.publicUrl, fonts: () => fontsOf({ extra: config.extraFonts }) };
}
