import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { platformLine } from './platform-line.ts';
import { query, queryOf } from './query.ts';

test('a line is the one that seed 000 prints', () => {
  const line = platformLine(
    {
      time: new Date(2025, 7, 1, 12, 0, 47).getTime(),
      sequence: 19,
      module: 'core_module',
      what: 'Request [billmaintain][root]',
    },
    query`func=referralprogram.createreward&out=xml&referer_account=${49}&referral_expense=${538}&referralprogram_rule=${11}&reward_amount=${'100.00'}&reward_cdate=${'2025-08-01'}`,
  );
  expect(line.replace(/\[\d+:/, '[134624:')).toBe(
    "Aug 1 12:00:47 [134624:19] core_module INFO Request [billmaintain][root] 'func=referralprogram.createreward&out=xml&referer_account=49&referral_expense=538&referralprogram_rule=11&reward_amount=100.00&reward_cdate=2025%2D08%2D01'\n",
  );
});

test('no value can end the line, close its quotes or add a parameter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      for (const about of [queryOf({ func: value }), query`func=${value}`]) {
        const line = platformLine({ time: Date.now(), sequence: 1, module: 'm', what: 'w' }, about);
        const written = /^[^']*'func=([^'&=\s]*)'\n$/.exec(line)?.[1];
        expect(written).toBeDefined();
        expect(decodeURIComponent(written ?? '')).toBe(value.toWellFormed());
      }
    }),
  );
});
