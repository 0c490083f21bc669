import { settings } from '../settings.ts';

const [INDENT, COLUMN, WIDTH] = [2, 22, 78];

/** The settings, for the help of the command. */
export function settingsHelp(): string {
  const entries = settings.flatMap(({ name, about, usual }) => {
    const lines = wrapped(`${about.replaceAll('`', '')}${usual === undefined ? '' : ` (${usual})`}`);
    const label = ' '.repeat(INDENT) + name;
    // A long name has a line of its own.
    const first = label.length + 2 > COLUMN ? [label] : [label.padEnd(COLUMN) + (lines.shift() ?? '')];
    return [...first, ...lines.map((line) => ' '.repeat(COLUMN) + line)];
  });
  return `\nSettings, in the environment or in a file:\n${entries.join('\n')}`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= WIDTH - COLUMN) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
