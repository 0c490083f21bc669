import { COMPARE, CTYPES, type Ctype, isAmount, OF_PARTNER } from '../referral/conditions.ts';
import { formatMoney } from '../referral/money.ts';
import type { Currency } from '../store/tariffs.ts';
import type { ExplainedCondition, ExplainedGroup } from './explain-conditions.ts';
import type { ExplainedRule } from './explain-expense.ts';

/** The lines of a group of conditions, or of one without a group. */
export function writeGroup(
  { group, conditions, holds }: ExplainedGroup,
  rule: Pick<ExplainedRule, 'outcome'>,
  own: Currency,
): string[] {
  const lines = conditions.map((condition) => writeCondition(condition, rule, own));
  if (group === undefined) return lines;
  return [`group ${group.id} '${group.name}', of which one is enough: ${inWords(holds)}`, ...lines.map(indented)];
}

const indented = (line: string): string => `  ${line}`;

const inWords = (holds: boolean | undefined): string =>
  holds === undefined ? 'not known' : holds ? 'holds' : 'does not hold';

function writeCondition(
  { condition, ctype, comparison, threshold, orderperiods, account, value, holds }: ExplainedCondition,
  { outcome }: Pick<ExplainedRule, 'outcome'>,
  own: Currency,
): string {
  const looksAt = `condition ${condition}, ${CTYPES[ctype as Ctype].en}`;
  if (comparison === null || threshold === null) return `${looksAt}: ${inWords(holds)}`;
  const isOfPartner = OF_PARTNER.includes(ctype);
  const of = [
    `of ${isOfPartner ? 'partner' : 'client'} ${account}`,
    ...(orderperiods === null ? [] : [`for payment periods ${orderperiods}`]),
    // It was judged by what was kept of the partner of that time.
    ...(isOfPartner && outcome?.kind === 'refused' ? ['the partner now: a refusal does not say who was then'] : []),
  ].join(', ');
  const written = (amount: number): string => (isAmount(ctype) ? formatMoney(amount, own) : String(amount));
  const { sign } = COMPARE[comparison];
  return value === undefined
    ? `${looksAt} (${of}): ${outcome?.kind === 'waiting' ? 'not read yet' : 'not read'}, must be ${sign} ${written(threshold)}`
    : `${looksAt} (${of}): ${written(value)} ${sign} ${written(threshold)}: ${inWords(holds)}`;
}
