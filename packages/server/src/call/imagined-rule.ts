import { z } from 'zod';
import type { ImaginedRule } from '../rewards/simulate-rule.ts';
import type { Store } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { conditionGroupsOf, conditionsOf, type Rule } from '../store/rules.ts';
import type { RuleCondition } from '../store/schema.ts';
import { conditionFields, conditionTermsOf, NEW, NONE } from './condition-fields.ts';
import { id } from './fields.ts';
import { noSuch } from './no-such.ts';
import { type RawParameters, readParameters } from './parameters.ts';
import { missed, PlatformError } from './platform-error.ts';
import { coversNow, ruleAsked, ruleFields, ruleTermsOf } from './rule-fields.ts';
import type { Words } from './words.ts';

const ruleSchema = z.object({ id: id.optional(), program: id.optional(), ...ruleFields });

const conditionSchema = z.object(conditionFields);

/**
 * A rule as it might be, of JSON: the fields of `referralprogram.rule.edit`, checked as there, but that the rule to change is
 * called `id` and the program of a new one `program`; and `conditions`, a list in place of all that the rule has, each with
 * the fields of `referralprogram.rule.condition.edit`. Those of `group` `new` with one `groupname` are a group.
 *
 * @throws PlatformError naming the field, and the condition by its number
 */
export async function imaginedRule(store: Store, project: number, json: string): Promise<ImaginedRule> {
  const { conditions: list, ...said } = membersOf(parsed(json));
  const raw = fieldsOf(said, ruleSchema, ['conditions']);
  const given = readParameters(ruleSchema, raw);
  const asked = { elid: given.id, plid: given.program };
  const { rule, program } = await ruleAsked(store, project, asked, { elid: 'id', plid: 'program' });
  const { exponent } = await currencyOfProvider(store, project);
  const call = { raw };
  const terms = ruleTermsOf(given, { call, before: rule?.version, exponent });
  const covers = await coversNow(store, given, { call, project, rule });
  const before = rule === undefined ? [] : await conditionsOf(store, rule.version.id);
  return {
    ...{ project, program, terms, covers },
    changed: rule && {
      rule: rule.id,
      version: rule.version.id,
      keepsInputs: list === undefined && terms.schedule_day === rule.version.schedule_day,
    },
    conditions:
      list === undefined
        ? before.map(({ version: _, ...condition }) => condition)
        : await conditionsIn(store, list, { rule, exponent }),
  };
}

async function conditionsIn(
  store: Store,
  list: unknown,
  { rule, exponent }: { rule: Rule | undefined; exponent: number },
): Promise<ImaginedRule['conditions']> {
  if (!Array.isArray(list))
    throw wrong('conditions', { en: `'conditions' must be a list`, ru: `'conditions' должно быть списком` });
  const groups = rule === undefined ? [] : (await conditionGroupsOf(store, rule.id)).map((group) => group.id);
  const numberOf = numbering(Math.max(0, ...groups));
  return list.map((said: unknown, at): Omit<RuleCondition, 'version'> => {
    try {
      const raw = fieldsOf(membersOf(said), conditionSchema);
      const given = readParameters(conditionSchema, raw);
      const terms = conditionTermsOf(given, { call: { raw }, before: undefined, exponent });
      const { group = NONE, groupname } = given;
      if (group === NEW && !groupname) throw missed('groupname');
      if (group !== NONE && group !== NEW && !groups.includes(group)) throw noSuch('group', group);
      const condition_group = group === NONE ? null : group === NEW ? numberOf(groupname ?? '') : group;
      return { ...terms, condition_group, condition: at + 1 };
    } catch (error) {
      throw error instanceof PlatformError ? inCondition(at + 1, error) : error;
    }
  });
}

/** Numbers for names, the same for the same one, after those that are taken. */
function numbering(taken: number): (name: string) => number {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? taken + numbers.size + 1;
    numbers.set(name, number);
    return number;
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw wrong('rule', { en: `it is no JSON: ${message}`, ru: `это не JSON: ${message}` });
  }
}

function membersOf(said: unknown): Readonly<Record<string, unknown>> {
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    throw wrong('rule', { en: 'it must be an object, {…}', ru: 'здесь должен быть объект, {…}' });
  return { ...said };
}

/** Fields as a form would send them: a number as it is written, and nothing to clear one. */
function fieldsOf(
  said: Readonly<Record<string, unknown>>,
  { shape }: z.ZodObject,
  others: readonly string[] = [],
): RawParameters {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => {
      if (!Object.hasOwn(shape, name)) {
        const names = [...Object.keys(shape), ...others].join(', ');
        throw wrong(name, {
          en: `there is no field '${name}'; there are ${names}`,
          ru: `нет поля '${name}'; есть ${names}`,
        });
      }
      if (typeof value !== 'string' && typeof value !== 'number' && value !== null)
        throw wrong(name, {
          en: `'${name}' must be a text or a number`,
          ru: `'${name}' должно быть текстом или числом`,
        });
      return [name, String(value ?? '')];
    }),
  );
}

const wrong = (field: string, words: Words): PlatformError => new PlatformError('value', field, words);

const inCondition = (number: number, { type, object, words, value }: PlatformError): PlatformError =>
  new PlatformError(
    type,
    object,
    { en: `condition ${String(number)}: ${words.en}`, ru: `условие ${String(number)}: ${words.ru}` },
    value,
  );
