import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: “The function is intended for editing an existing referral program.” */
onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, program } = withPrograms(backend);

  test('“{"func": "referralprogram.edit", "ok": true}”: what is not sent stays, what is empty goes', async () => {
    const { ask, program: elid } = await newProvider();
    await ask('referralprogram.edit', { sok: 'ok', elid, promocode: 'A@ID@', start_date: '2025-01-01' });
    expect(await ask('referralprogram.edit', { sok: 'ok', elid, name: 'Another', start_date: '' })).toEqual({
      func: 'referralprogram.edit',
      ok: true,
    });
    expect(await program(elid)).toMatchObject({ name: 'Another', promocode: 'A@ID@', start_date: null });
    expect(await ask('referralprogram.edit', { elid })).toMatchObject({ name: 'Another', promocode: 'A@ID@' });
  });

  test('sok: “the parameter value must be non-empty”: without it nothing is saved', async () => {
    const { ask, program: elid } = await newProvider();
    const before = await program(elid);
    for (const sok of [{}, { sok: '' }])
      expect(await ask('referralprogram.edit', { ...sok, elid, name: 'Another' })).not.toHaveProperty('ok');
    expect(await program(elid)).toEqual(before);
  });

  test('elid: “unique identifier of the referral program”: that one alone changes, in whatever is sent', async () => {
    const { ask, program: elid, project } = await newProvider();
    const other = await newProvider();
    const before = await program(other.program);
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Partners' });
    const fields = {
      name: 'Another',
      promocode: 'B-@ID@',
      start_date: '2025-01-01',
      end_date: '2025-12-31',
      url: 'https://another.example/ref',
      account_group: Number(group),
      account_group_restrict: Number(group),
    };
    expect(await ask('referralprogram.edit', { sok: 'ok', elid, project, assign_by_default: 'on', ...fields })).toEqual(
      {
        func: 'referralprogram.edit',
        ok: true,
      },
    );
    expect(await program(elid)).toMatchObject({ ...fields, project, assign_by_default: 1 });
    expect(await program(other.program)).toEqual(before);
    expect(await ask('referralprogram.edit', { sok: 'ok', elid, assign_by_default: 'off' })).toHaveProperty('ok');
    expect(await program(elid)).toMatchObject({ ...fields, assign_by_default: 0 });
  });

  test('“… or an error message”: of a program that there is none', async () => {
    const { ask } = await newProvider();
    expect(await ask('referralprogram.edit', { sok: 'ok', elid: '987654321', name: 'Another' })).toMatchObject(
      refused('value', 'elid'),
    );
  });
});
