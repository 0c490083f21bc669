/** docs/settings.md: every setting of the billref command. */
export const settingsPage = (settings) => `# The settings of the backend

This page is made of the settings' declarations by \`npm run docs\`.

A setting stands in the environment, or in a file, one \`NAME=value\` on a line and \`#\` before a comment, that
\`BILLREF_CONFIG\` or \`--config\` names. What the environment says comes first, and what is empty is not set. A file that
says what is no setting is refused. \`billref config\` prints each setting as it counts, and where it is from; secrets are
shown nowhere.

| setting | what it is | by default |
| --- | --- | --- |
${settings.map(row).join('\n')}
`;

const row = ({ name, about, usual, secret }) =>
  `| \`${name}\` | ${about}${secret ? '; a secret' : ''} | ${usual === undefined ? '' : `\`${usual}\``} |`;
