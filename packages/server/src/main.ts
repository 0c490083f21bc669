#!/usr/bin/env node
import { Command } from 'commander';
import { audit } from './commands/audit.ts';
import { backup } from './commands/backup.ts';
import { printConfig } from './commands/config.ts';
import { demo } from './commands/demo.ts';
import { explain, readTraceOf } from './commands/explain.ts';
import { type Exported, exportRewards } from './commands/export-rewards.ts';
import { importFile } from './commands/import.ts';
import { init } from './commands/init.ts';
import { maintainOnce } from './commands/maintain.ts';
import { serve } from './commands/serve.ts';
import { settingsHelp } from './commands/settings-help.ts';
import { simulate, type SimulateOptions } from './commands/simulate.ts';
import { type Config, readConfig } from './config.ts';
import { StoreTooNew } from './store/migrate.ts';
import { StoreUnreachable } from './store/open.ts';

const program = new Command('billref')
  .description("The billing platform's side of a referral: click, registration, order, reward, payment")
  .option('--config <file>', 'settings, one NAME=value on a line; those of the environment come first')
  .addHelpText('after', settingsHelp());

/** Of the environment and the file that is named. */
const config = (): Config => readConfig(process.env, program.opts<{ config?: string }>().config);

program
  .command('init')
  .description('add a provider and its administrator')
  .requiredOption('--name <name>', 'name of the provider')
  .requiredOption('--email <address>', 'login of the administrator')
  .option('--password <password>', 'password of the administrator; made and printed if none is given')
  .option('--timezone <zone>', "the provider's time zone", 'UTC')
  .option('--currency <code>', "the provider's currency, ISO 4217", 'EUR')
  .action((options: Parameters<typeof init>[1]) => init(config(), options));

program
  .command('serve')
  .description('answer the platform’s interface, and run the rewards when they are due')
  .action(() => serve(config()));

program
  .command('maintain')
  .description('do every reward run that is due and not done, and pay what is to be paid')
  .option(
    '--date <day>',
    'take this day, YYYY-MM-DD, for today: up to that of the next run, which closes its period early, ' +
      'and pay what is held back until then',
  )
  .action((options: { date?: string }) => maintainOnce(config(), options));

program
  .command('backup')
  .description('copy the database into a file, also beside a running server; on PostgreSQL pg_dump does that')
  .argument('<file>', 'the copy, which is not there yet')
  .action((file: string) => {
    backup(config(), file);
  });

program
  .command('config')
  .description('print each setting as it counts, and where it is from; secrets are not shown')
  .action(() => {
    config();
    printConfig(process.env, program.opts<{ config?: string }>().config);
  });

program
  .command('audit')
  .description(
    'check that rewards, payments and the ledger add up; fails, and prints the rows, where they do not ' +
      '(what the staff has changed tells the function billref.audit)',
  )
  .action(() => audit(config()));

program
  .command('explain')
  .description(
    'print what happened to a click, a client or an expense, in time order, as the function billref.trace does, ' +
      'and how rules judge the expense',
  )
  .option('--click <id>', 'the click')
  .option('--account <id>', 'or the client')
  .option('--expense <id>', 'or the expense')
  .option('--landing <address>', 'or the landings on this address that were refused')
  .action((options: { click?: string; account?: string; expense?: string; landing?: string }) =>
    explain(config(), readTraceOf(options)),
  );

program
  .command('simulate')
  .description(
    'print what a new or changed rule would have earned each partner of past expenses, beside what they earned; it writes nothing',
  )
  .requiredOption(
    '--rule <file>',
    'the rule as JSON: the fields of referralprogram.rule.edit, id or program, and conditions',
  )
  .requiredOption('--from <day>', 'the first day whose expenses are judged, YYYY-MM-DD')
  .requiredOption('--to <day>', 'the last one')
  .option('--csv', 'as CSV, without totals')
  .option('--project <id>', 'the provider', '1')
  .action((options: SimulateOptions) => simulate(config(), options));

program
  .command('rewards')
  .description('what partners have earned')
  .command('export')
  .description(
    'print as CSV what each partner earned by each program in each period and currency, and what of it is paid',
  )
  .option('--from <day>', 'only periods from this day on, YYYY-MM-DD')
  .option('--to <day>', 'only periods to this day')
  .option('--partner <id>', 'only this partner')
  .option('--program <id>', 'only this program')
  .option('--project <id>', 'the provider', '1')
  .action((options: Exported) => exportRewards(config(), options));

program
  .command('import')
  .description('take in expenses and refunds from a CSV file, all of them or none')
  .argument('<file>', 'the file; its first line names the columns')
  .option('--project <id>', 'the provider', '1')
  .action((file: string, options: { project: string }) => importFile(config(), file, options));

program
  .command('demo')
  .description('start a site and a billing backend with demo data')
  .option('--check', 'walk the whole path once, print each hop and leave')
  .action((options: { check?: boolean }) => demo(options));

try {
  await program.parseAsync();
} catch (error) {
  // What a person did wrong is told in a sentence; a fault of ours comes with its trace.
  const isTheirs = [RangeError, StoreUnreachable, StoreTooNew].some((kind) => error instanceof kind);
  console.error(isTheirs && error instanceof Error ? `billref: ${error.message}` : error);
  process.exitCode = 1;
}
