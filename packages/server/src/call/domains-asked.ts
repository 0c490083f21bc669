import { domainToASCII } from 'node:url';
import { domainCode, domainOfCode } from '@billref/protocol';

/** What is done with a domain, by the status that its check must have had (seed 002). */
const ACTIONS = { register: '1', transfer: '3' } as const;

export type DomainAction = keyof typeof ACTIONS;

/** A domain that a link names. */
export interface AskedDomain {
  readonly name: string;
  readonly pricelist: number;
  /** Whether everything the link says of it agrees that it is to be ordered. */
  readonly wanted: boolean;
}

/**
 * The domains of an order link. `checked_domain` says of each its status, tariff and whether it was selected;
 * `selected_domain` and `selected_pricelist` name those that were selected once more. The vendor's own example names one
 * there and another in `checked_domain`: then both are shown, and wanted is the one whose name is spelt out in
 * `domain_name`, for the client to see before anything is ordered. Where no other parameter names a domain,
 * `domain_name` does: the client has typed it into billing's own form. What is no domain is left out.
 */
export function domainsAsked({
  checked_domain = '',
  selected_domain = '',
  selected_pricelist = '',
  domain_name,
  domain_action,
}: {
  checked_domain?: string | undefined;
  selected_domain?: string | undefined;
  selected_pricelist?: string | undefined;
  domain_name?: string | undefined;
  domain_action: DomainAction;
}): readonly AskedDomain[] {
  const parts = (list: string): string[] => list.split(',').map((one) => one.trim());
  const checked = parts(checked_domain).flatMap((entry) => {
    const [code = '', status, pricelist = '', chosen] = entry.split(':');
    const name = domainOfCode(code);
    return name === undefined || !isId(pricelist)
      ? []
      : [{ name, pricelist: Number(pricelist), may: status === ACTIONS[domain_action], chosen: chosen === '1' }];
  });
  const prices = parts(selected_pricelist);
  const typed = checked_domain === '' && selected_domain === '' ? codeOf(domain_name) : selected_domain;
  const selected = parts(typed).flatMap((code, index) => {
    const name = domainOfCode(code);
    // One tariff for all of them, or one each.
    const pricelist = prices[index] || prices[0] || '';
    return name === undefined || !isId(pricelist) ? [] : [{ name, pricelist: Number(pricelist) }];
  });
  const spelt = domain_name?.trim().toLowerCase();
  const isSelected = (name: string): boolean => selected.some((one) => one.name === name);
  const names = [...new Set([...checked, ...selected].map(({ name }) => name))];
  return names.flatMap((name) => {
    const check = checked.find((one) => one.name === name);
    const pricelist = check?.pricelist ?? selected.find((one) => one.name === name)?.pricelist;
    if (pricelist === undefined) return [];
    const wanted =
      check === undefined
        ? // Nobody has checked it: only where nothing was.
          checked.length === 0
        : check.may && check.chosen && (selected.length === 0 || isSelected(name) || name === spelt);
    return [{ name, pricelist, wanted }];
  });
}

const isId = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);

/** The code of a domain that somebody has typed; of what is none, nothing. */
function codeOf(typed = ''): string {
  const name = domainToASCII(typed.trim());
  return /^[a-z\d.-]+$/.test(name) ? domainCode(name) : '';
}
