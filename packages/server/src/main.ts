#!/usr/bin/env node
import { Command } from 'commander';
import { demo } from './commands/demo.ts';
import { init } from './commands/init.ts';
import { maintainOnce } from './commands/maintain.ts';
import { serve } from './commands/serve.ts';
import { readConfig } from './config.ts';
import { StoreUnreachable } from './store/open.ts';

const program = new Command('billref')
  .description("The billing platform's side of a referral: click, registration, order, reward, payment")
  .addHelpText(
    'after',
    `
Environment:
  BILLREF_DIR         folder of the SQLite file and the logs (var)
  BILLREF_HOST        address to listen on (127.0.0.1)
  BILLREF_PORT        port to listen on (8081)
  BILLREF_PUBLIC_URL  address browsers use, such as https://bill.example.com;
                      needed behind a proxy
  BILLREF_SITE_ORIGINS
                      origins, with commas between them, whose pages may
                      register and log in clients, beside the programs' sites
  DATABASE_URL        postgres://… to use PostgreSQL instead of SQLite`,
  );

program
  .command('init')
  .description('add a provider and its administrator')
  .requiredOption('--name <name>', 'name of the provider')
  .requiredOption('--email <address>', 'login of the administrator')
  .option('--password <password>', 'password of the administrator; made and printed if none is given')
  .option('--timezone <zone>', "the provider's time zone", 'UTC')
  .option('--currency <code>', "the provider's currency, ISO 4217", 'EUR')
  .action((options: Parameters<typeof init>[1]) => init(readConfig(process.env), options));

program
  .command('serve')
  .description('answer the platform’s interface, and run the rewards when they are due')
  .action(() => serve(readConfig(process.env)));

program
  .command('maintain')
  .description('do every reward run that is due and not done, and pay what is to be paid')
  .option('--date <day>', 'take this day, YYYY-MM-DD, for today')
  .action((options: { date?: string }) => maintainOnce(readConfig(process.env), options));

program
  .command('demo')
  .description('start a site and a billing backend with demo data')
  .option('--check', 'walk the whole path once, print each hop and leave')
  .action((options: { check?: boolean }) => demo(options));

try {
  await program.parseAsync();
} catch (error) {
  // What a person did wrong is told in a sentence; a fault of ours comes with its trace.
  console.error(error instanceof RangeError || error instanceof StoreUnreachable ? `billref: ${error.message}` : error);
  process.exitCode = 1;
}
