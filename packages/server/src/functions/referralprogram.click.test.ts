import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { saveClicks } from '../store/clicks.ts';

interface Listed {
  readonly elem: readonly Record<string, { readonly $: string }>[];
  readonly p_num: { readonly $: string };
  readonly p_elems: { readonly $: string };
}

onEachStore((place) => {
  const backend = withBackend(place);

  const staff = (project: number) => staffSession(backend().store, project);

  const addClicks = async (project: number, days: readonly string[]): Promise<void> => {
    await saveClicks(
      backend().store,
      days.map((day, index) => ({
        sesid: `${project}.click-${index}`,
        method: 'site',
        project,
        referer_account: null,
        referralprogram: null,
        site: `https://Site-${index % 2}.com/100%_`,
        nonce: null,
        duplicate_of: null,
        cdate: Date.parse(`${day}T12:00:00Z`),
      })),
    );
  };
  const list = async (auth: string, parameters: Record<string, string> = {}): Promise<Listed> =>
    (await backend().doc({ func: 'referralprogram.click', auth, ...parameters })) as unknown as Listed;
  const ids = ({ elem }: Listed): string[] => elem.map(({ sesid }) => sesid?.$ ?? '');

  test('lists are paged, and beyond the last page is the last; sorted by a column, and by the list’s own order', async () => {
    const { project } = await addTestProvider(place().store, { now: 0 });
    await addClicks(project, ['2025-01-01', '2025-01-03', '2025-01-02']);
    const auth = await staff(project);
    const first = await list(auth, { p_cnt: '2' });
    expect(ids(first)).toEqual([`${project}.click-1`, `${project}.click-2`]);
    expect(first).toMatchObject({ p_num: { $: '1' }, p_elems: { $: '3' } });
    const last = await list(auth, { p_cnt: '2', p_num: '9' });
    expect(ids(last)).toEqual([`${project}.click-0`]);
    expect(last).toMatchObject({ p_num: { $: '2' }, p_elems: { $: '3' } });
    expect(ids(await list(auth, { p_sort: 'cdate' }))).toEqual([0, 2, 1].map((index) => `${project}.click-${index}`));
    expect(ids(await list(auth, { p_sort: 'site', p_order: 'desc' }))).toEqual(
      [1, 2, 0].map((index) => `${project}.click-${index}`),
    );
  });

  test('a filter narrows the lists of its session, until it is dropped, and those of no other', async () => {
    const { project } = await addTestProvider(place().store, { now: 0 });
    await addClicks(project, ['2025-01-01', '2025-01-03', '2025-01-02']);
    const [auth, other] = [await staff(project), await staff(project)];
    const filter = (parameters: Record<string, string>) =>
      backend().doc({ func: 'referralprogram.click.filter', auth, ...parameters });
    await filter({ sok: 'ok', site: 'SITE-0.com/100%_' });
    expect(await filter({})).toMatchObject({ site: { $: 'SITE-0.com/100%_' } });
    expect(ids(await list(auth))).toEqual([`${project}.click-2`, `${project}.click-0`]);
    expect(ids(await list(other))).toHaveLength(3);
    await filter({ sok: 'ok', site: '%' });
    expect(ids(await list(auth))).toHaveLength(3);
    await filter({ sok: 'ok', site: '%_%' });
    expect(ids(await list(auth))).toEqual([]);
    await filter({ sok: 'ok', cdatestart: '2025-01-02', cdateend: '2025-01-02' });
    expect(ids(await list(auth))).toEqual([`${project}.click-2`]);
    expect(await filter({ drop: 'on', sok: 'ok' })).toHaveProperty('ok');
    expect(ids(await list(auth))).toHaveLength(3);
  });

  test('another provider’s clicks are not there', async () => {
    const [mine, theirs] = [
      await addTestProvider(place().store, { now: 0 }),
      await addTestProvider(place().store, { now: 0 }),
    ];
    await addClicks(theirs.project, ['2025-01-01']);
    expect(ids(await list(await staff(mine.project), { elid: String(theirs.program) }))).toEqual([]);
    expect(ids(await list(await staff(mine.project)))).toEqual([]);
  });
});
