/**
 * Whether somebody says of itself that it is no person: a crawler, a preview of a link, a probe of whether a site is there.
 * Whoever says nothing of the kind is a visitor, a browser without a window included, which tests drive.
 */
export const isBot = (agent: string | undefined): boolean => agent !== undefined && BOT.test(agent);

/** CUBOT makes telephones. */
const BOT =
  /(?<!cu)bot\b|crawl|spider|slurp|mediapartners-google|google-read-aloud|facebookexternalhit|whatsapp|skypeuripreview|embedly|bingpreview|kube-probe|googlehc|elb-healthchecker|health-?check|pingdom|statuscake|site24x7|zabbix|nagios|check_http|blackbox.exporter|uptime/i;
