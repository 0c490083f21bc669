// Does what `billref maintain --date DAY` does, and prints what it took.
import { maintainOnce } from '../../dist/commands/maintain.js';
import { readConfig } from '../../dist/config.js';
import { measured } from '../measured.mjs';

const [date] = process.argv.slice(2);
console.log(JSON.stringify(await measured(() => maintainOnce(readConfig(process.env), { date }))));
