import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { text } from '../call/fields.ts';
import { recordClick } from '../clicks/record-click.ts';

export default declare({
  name: 'referralprogram.registerclick',
  about:
    "Registers a click on a partner's link (seed 000): a website calls it when a visitor has landed, and keeps the " +
    '`cntid` that it answers. A refusal is no error: it tells its reason.',
  access: 'public',
  readableBy: 'anyone',
  parameters: z.object({
    p: text(2048).describe('The Website URL of the program with the partner: `https://site.com/?from=2`.'),
    nonce: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional()
      .describe('A random name of this click: the same again gets the same answer.'),
  }),
  answer: {
    cntid: 'The id of the click.',
    reason: 'Why there is none: `url-mismatch`, `program-closed` or `unknown-partner`; `bot` to who says it is one.',
    p: 'What was asked, beside a reason.',
    url: 'The Website URL of the nearest program on that host, beside `url-mismatch`.',
  },
  errors: [
    ['value', 'from', "`from` in `p` is no partner's id"],
    ['auth', 'badip', 'too many clicks from this address, or of this program'],
  ],
  examples: [
    { title: 'a click on the link of partner 2', parameters: { p: 'https://site.com/?from=2' } },
    { title: 'an address that is no Website URL', parameters: { p: 'https://site.com/catalog/?from=2' } },
    { title: 'an address that is none', parameters: { p: 'site.com' } },
  ],
  async run({ p, nonce }, call) {
    const outcome = await recordClick(call, { p, nonce, method: 'site' });
    if (outcome.cntid !== undefined) return { doc: { children: { cntid: { text: outcome.cntid } } } };
    return {
      doc: {
        children: {
          reason: { text: outcome.reason },
          p: { text: p },
          ...(outcome.nearest !== undefined && { url: { text: outcome.nearest } }),
        },
      },
    };
  },
});
