import type { Insertable } from 'kysely';
import type { Store, Writing } from './open.ts';
import type { RuleCondition, RuleVersion, Tables } from './schema.ts';

/**
 * The next number of a program or a rule. They are counted together, so that no rule has the number of another program:
 * where the platform's documents leave open which of the two is meant, the number says it.
 */
export async function nextNumber(store: Store | Writing): Promise<number> {
  const { value } = await store
    .updateTable('referralprogram_number')
    .set((row) => ({ value: row('value', '+', 1) }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

/** What a rule says: see the columns of its versions. */
export type RuleTerms = Omit<
  Insertable<Tables['referralprogram_rule_version']>,
  'id' | 'referralprogram_rule' | 'since' | 'until'
>;

/** What a rule covers; all there is, where both are empty. */
export interface Covers {
  readonly itemtypes: readonly string[];
  readonly pricelists: readonly number[];
}

/** What a condition says. */
export type ConditionTerms = Omit<RuleCondition, 'version' | 'condition'>;

/** A rule and the version of it that is in force. */
export interface Rule {
  readonly id: number;
  readonly referralprogram: number;
  readonly version: RuleVersion;
}

/** Adds a rule to a program, in force from now on. */
export async function createRule(
  store: Store | Writing,
  { id, referralprogram, terms, covers }: { id?: number; referralprogram: number; terms: RuleTerms; covers?: Covers },
  now: number,
): Promise<number> {
  const rule = id ?? (await nextNumber(store));
  await store.insertInto('referralprogram_rule').values({ id: rule, referralprogram, cdate: now }).execute();
  const version = await store
    .insertInto('referralprogram_rule_version')
    .values({ ...terms, referralprogram_rule: rule, since: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (covers !== undefined) await addCovers(store, version.id, covers);
  return rule;
}

/** Says what a new version covers. */
export async function addCovers(
  store: Store | Writing,
  version: number,
  { itemtypes, pricelists }: Covers,
): Promise<void> {
  const rows = [
    ...itemtypes.map((itemtype) => ({ version, itemtype })),
    ...pricelists.map((pricelist) => ({ version, pricelist })),
  ];
  if (rows.length > 0) await store.insertInto('referralprogram_rule_covers').values(rows).execute();
}

/** A provider's rule in force. */
export async function ruleOf(store: Store | Writing, project: number, id: number): Promise<Rule | undefined> {
  return (await rulesWhere(store, project, 'rule.id', id))[0];
}

/** The rules in force of a provider's program. */
export const rulesOf = (store: Store | Writing, project: number, program: number): Promise<Rule[]> =>
  rulesWhere(store, project, 'rule.referralprogram', program);

async function rulesWhere(
  store: Store | Writing,
  project: number,
  column: 'rule.id' | 'rule.referralprogram',
  id: number,
): Promise<Rule[]> {
  const rows = await store
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', project)
    .where(column, '=', id)
    .where('version.until', 'is', null)
    .orderBy('rule.id')
    .selectAll('version')
    .select('rule.referralprogram')
    .execute();
  return rows.map(({ referralprogram, ...version }) => ({
    id: version.referralprogram_rule,
    referralprogram,
    version,
  }));
}

/** What a version covers. */
export async function coversOf(store: Store | Writing, version: number): Promise<Covers> {
  const rows = await store
    .selectFrom('referralprogram_rule_covers')
    .where('version', '=', version)
    .orderBy('itemtype')
    .orderBy('pricelist')
    .select(['itemtype', 'pricelist'])
    .execute();
  return {
    itemtypes: rows.flatMap(({ itemtype }) => itemtype ?? []),
    pricelists: rows.flatMap(({ pricelist }) => pricelist ?? []),
  };
}

/** What is different about a rule from now on; all else stays. */
export interface RuleChange {
  readonly terms?: RuleTerms;
  readonly covers?: Covers;
  /** A condition, new or in place of what it was; without terms it is gone. */
  readonly condition?: { readonly id: number; readonly terms: ConditionTerms | undefined };
}

/** Ends the version of a rule that is in force, and begins the next. */
export async function changeRule(
  writing: Writing,
  { version: before }: Rule,
  { terms, covers, condition }: RuleChange,
  now: number,
): Promise<void> {
  const since = await endVersion(writing, before, now);
  const { id: _, since: __, until: ___, ...said } = before;
  const { id: version } = await writing
    .insertInto('referralprogram_rule_version')
    .values({ ...said, ...terms, since })
    .returning('id')
    .executeTakeFirstOrThrow();

  await addCovers(writing, version, covers ?? (await coversOf(writing, before.id)));

  const conditions = await conditionsOf(writing, before.id);
  const rows = conditions.flatMap((one) => (one.condition === condition?.id ? [] : [{ ...one, version }]));
  if (condition?.terms !== undefined) rows.push({ ...condition.terms, condition: condition.id, version });
  if (rows.length > 0) await writing.insertInto('referralprogram_rule_version_condition').values(rows).execute();
}

async function endVersion(writing: Writing, { id, since }: RuleVersion, now: number): Promise<number> {
  // The clock may have been put back: a version does not end before it began.
  const until = Math.max(now, since);
  await writing.updateTable('referralprogram_rule_version').set({ until }).where('id', '=', id).execute();
  return until;
}

/** The conditions of a version. */
export const conditionsOf = (store: Store | Writing, version: number): Promise<RuleCondition[]> =>
  store
    .selectFrom('referralprogram_rule_version_condition')
    .where('version', '=', version)
    .orderBy('condition')
    .selectAll()
    .execute();

/** Makes a condition's id, for a change of the rule to say what it is. */
export async function createCondition(writing: Writing, rule: number): Promise<number> {
  const { id } = await writing
    .insertInto('referralprogram_rule_condition')
    .values({ referralprogram_rule: rule })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The rule that a condition belongs to, and what the condition says, if both are in force. */
export async function ruleOfCondition(
  store: Store | Writing,
  project: number,
  condition: number,
): Promise<{ readonly rule: Rule; readonly condition: RuleCondition } | undefined> {
  const known = await store
    .selectFrom('referralprogram_rule_condition')
    .where('id', '=', condition)
    .select('referralprogram_rule')
    .executeTakeFirst();
  const rule = known && (await ruleOf(store, project, known.referralprogram_rule));
  if (rule === undefined) return undefined;
  const found = (await conditionsOf(store, rule.version.id)).find((one) => one.condition === condition);
  return found && { rule, condition: found };
}

/** The groups of a rule's conditions. */
export const conditionGroupsOf = (store: Store | Writing, rule: number): Promise<{ id: number; name: string }[]> =>
  store
    .selectFrom('referralprogram_rule_condition_group')
    .where('referralprogram_rule', '=', rule)
    .orderBy('id')
    .select(['id', 'name'])
    .execute();

/** Adds a group for conditions of a rule. */
export async function createConditionGroup(writing: Writing, rule: number, name: string): Promise<number> {
  const { id } = await writing
    .insertInto('referralprogram_rule_condition_group')
    .values({ referralprogram_rule: rule, name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Takes a rule away. Where the program has referrals, whose expenses it may have to reward yet, it is only closed: it
 * rewards no expense from now on.
 */
export async function removeRule(writing: Writing, rule: Rule, now: number): Promise<'removed' | 'closed'> {
  const referral = await writing
    .selectFrom('referralprogram_referral')
    .where('referralprogram', '=', rule.referralprogram)
    .select('referral_account')
    .executeTakeFirst();
  if (referral === undefined) {
    await deleteRule(writing, rule.id);
    return 'removed';
  }
  await endVersion(writing, rule.version, now);
  return 'closed';
}

/** Deletes a rule that has rewarded nothing, with all it ever said. */
export async function deleteRule(writing: Writing, rule: number): Promise<void> {
  const versions = await writing
    .selectFrom('referralprogram_rule_version')
    .where('referralprogram_rule', '=', rule)
    .select('id')
    .execute();
  const ids = versions.map(({ id }) => id);
  if (ids.length > 0)
    for (const table of ['referralprogram_rule_version_condition', 'referralprogram_rule_covers'] as const)
      await writing.deleteFrom(table).where('version', 'in', ids).execute();
  for (const table of [
    'referralprogram_rule_condition',
    'referralprogram_rule_condition_group',
    'referralprogram_rule_version',
  ] as const)
    await writing.deleteFrom(table).where('referralprogram_rule', '=', rule).execute();
  await writing.deleteFrom('referralprogram_rule').where('id', '=', rule).execute();
}
