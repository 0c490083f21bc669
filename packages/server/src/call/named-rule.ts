import type { Store, Writing } from '../store/open.ts';
import { programOf } from '../store/programs.ts';
import { type Rule, ruleOf, rulesOf } from '../store/rules.ts';
import { noSuch } from './no-such.ts';
import { PlatformError } from './platform-error.ts';

/** How the id of a rule's conditions' parent is read, for the reference. */
export const NAMED_RULE =
  "The rule's id. Where the program has one rule, the program's id will do, as seed 001 has it: programs and rules are " +
  'numbered together, so that no rule has the number of another program.';

/**
 * The rule in force that a parameter names: by the rule's own id, or by the id of its program if that has one rule.
 *
 * @throws PlatformError naming the parameter
 */
export async function namedRule(
  store: Store | Writing,
  { project, parameter, id }: { project: number; parameter: string; id: number },
): Promise<Rule> {
  const rule = await ruleOf(store, project, id);
  if (rule !== undefined) return rule;
  const program = await programOf(store, project, id);
  const [only, another] = program?.closed === null ? await rulesOf(store, project, id) : [];
  if (only === undefined) throw noSuch(parameter, id);
  if (another !== undefined)
    throw new PlatformError(
      'value',
      parameter,
      {
        en: `program ${String(id)} has several rules: '${parameter}' must be the id of one of them`,
        ru: `у программы ${String(id)} несколько правил: '${parameter}' должен быть кодом одного из них`,
      },
      String(id),
    );
  return only;
}
