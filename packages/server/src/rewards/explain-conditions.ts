import { COMPARE, OF_PARTNER } from '../referral/conditions.ts';
import type { Store } from '../store/open.ts';
import type { RuleCondition } from '../store/schema.ts';

/** A condition of a rule, and what it came to for an expense. */
export interface ExplainedCondition extends Omit<RuleCondition, 'version' | 'condition_group'> {
  /** Whom it is about: the referral or the partner. */
  readonly account: number;
  /** What it looked at; nothing where no run has read it, or none for this partner. */
  readonly value: number | undefined;
  /** Nothing where it is not known. */
  readonly holds: boolean | undefined;
}

/** Conditions of which one is enough, or one without a group. */
export interface ExplainedGroup {
  readonly group: { readonly id: number; readonly name: string } | undefined;
  readonly conditions: readonly ExplainedCondition[];
  readonly holds: boolean | undefined;
}

/** What the conditions of a version looked at in a period, for a referral and a partner. */
export async function explainConditions(
  store: Store,
  {
    version,
    period_end,
    referral,
    partner,
  }: { version: number; period_end: string; referral: number; partner: number },
): Promise<ExplainedGroup[]> {
  const rows = await store
    .selectFrom('referralprogram_rule_version_condition as condition')
    .leftJoin('referralprogram_rule_condition_group as group', 'group.id', 'condition.condition_group')
    .leftJoin('referralprogram_input as input', (join) =>
      join
        .onRef('input.version', '=', 'condition.version')
        .onRef('input.condition', '=', 'condition.condition')
        .on('input.period_end', '=', period_end)
        .on((on) =>
          on.or([
            on.and([on('condition.ctype', 'not in', OF_PARTNER), on('input.account', '=', referral)]),
            on.and([on('condition.ctype', 'in', OF_PARTNER), on('input.account', '=', partner)]),
          ]),
        ),
    )
    .where('condition.version', '=', version)
    .orderBy('condition.condition')
    .select([
      'condition.condition',
      'condition.ctype',
      'condition.comparison',
      'condition.threshold',
      'condition.orderperiods',
      'group.id as group',
      'group.name',
      'input.value',
    ])
    .execute();
  const groups = Map.groupBy(rows, ({ group, condition }) => group ?? -condition);
  return [...groups.values()].map((members) => {
    const conditions = members.map(({ group: _, name: __, value, ...condition }) => ({
      ...condition,
      account: OF_PARTNER.includes(condition.ctype) ? partner : referral,
      value: value ?? undefined,
      holds: holds({ ...condition, value }),
    }));
    const [{ group, name } = { group: null, name: null }] = members;
    return {
      group: group === null || name === null ? undefined : { id: group, name },
      conditions,
      holds: oneHolds(conditions),
    };
  });
}

function holds({
  comparison,
  threshold,
  value,
}: Pick<RuleCondition, 'comparison' | 'threshold'> & { value: number | null }): boolean | undefined {
  if (comparison === null || threshold === null) return true;
  return value === null ? undefined : COMPARE[comparison].holds(value, threshold);
}

function oneHolds(conditions: readonly ExplainedCondition[]): boolean | undefined {
  if (conditions.some((condition) => condition.holds)) return true;
  return conditions.some((condition) => condition.holds === undefined) ? undefined : false;
}
