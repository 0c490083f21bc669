import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, notBlank, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { isClientOf } from '../store/clients.ts';
import { holdClient } from '../store/hold-client.ts';
import type { Store, Writing } from '../store/open.ts';

export default declare({
  name: 'referralprogram.referral.edit',
  about:
    'Assigns a client to a partner by hand, or moves it to another, as long as nothing was rewarded for it. Without ' +
    '`sok` it is the form.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    elid: id.describe('The client.'),
    referer_account: id.optional().describe('The partner.'),
    referralprogram: id.optional().describe('The program; the earliest the partner takes part in by default.'),
    reason: notBlank(500).optional().describe('Why; kept with the change.'),
  }),
  answer: {
    referer_account: 'The partner the client has, in the form.',
    referralprogram: 'The program, in the form.',
    ok: 'The client is that partner’s.',
  },
  errors: [['exists', 'elid', 'something was rewarded for the client already']],
  examples: [
    { title: 'the form', as: 'provider', parameters: { elid: '3' } },
    {
      title: 'a client is assigned',
      as: 'provider',
      parameters: { elid: '1', referer_account: '2', reason: 'told us on the phone', sok: 'ok' },
    },
    {
      title: 'one who was rewarded for',
      as: 'provider',
      parameters: { elid: '3', referer_account: '2', reason: 'a mistake', sok: 'ok' },
    },
  ],
  async run({ sok: confirmed, elid, referer_account, referralprogram, reason }, call) {
    const { project } = staffOf(call);
    if (!(await isClientOf(call.store, project, elid))) throw noSuch('elid', elid);
    if (!confirmed) return { doc: form({ values: (await referralOf(call.store, elid)) ?? {} }) };
    if (referer_account === undefined) throw missed('referer_account');
    if (reason === undefined) throw missed('reason');
    if (referer_account === elid) throw new PlatformError('value', 'referer_account', ITSELF, String(elid));
    // Not while a run rewards: it would pay the one partner for what is about to be the other's.
    await changing(call, async (writing) => {
      // Nor while the client's first order decides the same.
      await holdClient(writing, elid);
      const place = await placeOf(writing, { project, partner: referer_account, program: referralprogram });
      if (place === undefined)
        throw new PlatformError('value', 'referer_account', NOT_ENROLLED, String(referer_account));
      const rewarded = await writing
        .selectFrom('referralprogram_reward')
        .where('referral_account', '=', elid)
        .select('id')
        .executeTakeFirst();
      if (rewarded !== undefined) throw new PlatformError('exists', 'elid', REWARDED, String(elid));
      const before = await referralOf(writing, elid);
      const after = { referer_account, referralprogram: place.referralprogram };
      if (before === undefined)
        await writing
          .insertInto('referralprogram_referral')
          .values({
            ...after,
            referral_account: elid,
            project,
            sesid: null,
            site: null,
            click_date: null,
            cdate: call.now,
          })
          .execute();
      else
        await writing.updateTable('referralprogram_referral').set(after).where('referral_account', '=', elid).execute();
      await audit(writing, call, { elid, before, after: { ...after, reason } });
    });
    return { doc: saved() };
  },
});

const ITSELF = { en: 'nobody is their own referral', ru: 'никто не реферал самого себя' };
const NOT_ENROLLED = {
  en: 'this client is no partner of that program',
  ru: 'этот клиент не участвует в программе как партнёр',
};
const REWARDED = {
  en: 'something was rewarded for this client already',
  ru: 'за этого клиента уже начислено вознаграждение',
};

const referralOf = (store: Store | Writing, account: number) =>
  store
    .selectFrom('referralprogram_referral')
    .where('referral_account', '=', account)
    .select(['referer_account', 'referralprogram'])
    .executeTakeFirst();

const placeOf = (
  writing: Writing,
  { project, partner, program }: { project: number; partner: number; program: number | undefined },
) => {
  const places = writing
    .selectFrom('referralprogram_referer')
    .where('project', '=', project)
    .where('account', '=', partner)
    .orderBy('referralprogram')
    .select('referralprogram');
  return (program === undefined ? places : places.where('referralprogram', '=', program)).executeTakeFirst();
};
