import { readFileSync } from 'node:fs';
import { imaginedRule } from '../call/imagined-rule.ts';
import { PlatformError } from '../call/platform-error.ts';
import type { Config } from '../config.ts';
import { formatAmount } from '../referral/money.ts';
import { simulateAside } from '../rewards/simulate-aside.ts';
import type { ImaginedRule, Simulated, SimulatedPartner } from '../rewards/simulate-rule.ts';
import { totalsOf } from '../rewards/simulated-totals.ts';
import { openStore } from '../store/open.ts';
import { csvLine } from './csv.ts';
import { dayOf, inOrder, projectOf } from './options.ts';
import { showProgress } from './show-progress.ts';

/** What is simulated, as the command line says it. */
export interface SimulateOptions {
  /** The file that says the rule, as `imaginedRule` has it. */
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly project: string;
  /** Whether it is printed as CSV, and not as a table. */
  readonly csv?: boolean;
}

/**
 * Prints what partners would have earned by a rule of the expenses of some days, beside what they have earned of them.
 *
 * @throws RangeError naming the option, or the file and the field that is wrong
 */
export async function simulate(config: Config, asked: SimulateOptions): Promise<void> {
  const json = readRule(asked.rule);
  const [from, to] = [dayOf('from', asked.from), dayOf('to', asked.to)];
  inOrder(from, to);
  const store = await openStore(config);
  const progress = showProgress(process.stderr);
  try {
    const project = await projectOf(store, asked.project);
    const rule = await imaginedRule(store, project, json).catch((error: unknown) => {
      throw error instanceof PlatformError ? new RangeError(`${asked.rule}: ${withValue(error)}`) : error;
    });
    const simulated = await simulateAside(store, { rule, from, to, now: Date.now() }, (share) => {
      progress.show('simulated', share);
    });
    progress.clear();
    if (simulated.judgedTo !== to) console.error(notJudged(simulated));
    const { partners } = simulated;
    process.stdout.write(asked.csv === true ? asCsv(partners) : asTable(partners, { rule, from, to }));
  } finally {
    progress.clear();
    await store.destroy();
  }
}

/** The message of an error of a field, which does not name what was said in it. */
const withValue = ({ message, value }: PlatformError): string =>
  value === undefined ? message : `${message}: '${value}'`;

const notJudged = ({ judgedTo }: Simulated): string =>
  judgedTo === undefined
    ? 'no run has come for any of these days: nothing is judged yet'
    : `judged up to ${judgedTo}: no run has come for the days after it`;

function readRule(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RangeError(`--rule '${file}' cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const amountsOf = ({ would_earn, earned, exponent }: Omit<SimulatedPartner, 'partner' | 'name'>): string[] =>
  [would_earn, earned, would_earn - earned].map((amount) => formatAmount(amount, exponent));

const rowOf = ({ partner, name, currency, ...earned }: SimulatedPartner): string[] => [
  String(partner),
  name,
  currency,
  ...amountsOf({ currency, ...earned }),
];

/** Without totals, which whoever reads it sums up: none of its lines counts what others do. */
const asCsv = (simulated: readonly SimulatedPartner[]): string =>
  [['partner', 'name', 'currency', 'would_earn', 'earned', 'difference'], ...simulated.map(rowOf)]
    .map(csvLine)
    .join('');

function asTable(
  simulated: readonly SimulatedPartner[],
  { rule: { changed, program }, from, to }: { rule: ImaginedRule; from: string; to: string },
): string {
  const what =
    changed === undefined
      ? `a new rule, beside what all rules of program ${String(program)} earned`
      : `rule ${String(changed.rule)} changed, beside what it earned`;
  const lines = [
    ['partner', 'name', 'currency', 'would earn', 'earned', 'difference'],
    ...simulated.map(rowOf),
    ...totalsOf(simulated).map((total) => ['total', '', total.currency, ...amountsOf(total)]),
  ];
  return `${what}: expenses from ${from} to ${to}\n\n${aligned(lines)}`;
}

/** Lines of which the first three columns are texts and the others numbers. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines.reduce<number[]>(
    (widest, line) => line.map((text, at) => Math.max(text.length, widest[at] ?? 0)),
    [],
  );
  return lines
    .map((line) =>
      line
        .map((text, at) => (at < 3 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
