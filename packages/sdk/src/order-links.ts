// `@billref/sdk/order-links`: the links to billing's order forms. They are ordinary links, and carry the click as such.
export {
  type CheckedDomain,
  domainCode,
  domainOfCode,
  type DomainOrder,
  domainOrderLink,
  orderLink,
  orderParamLink,
  type ParameterOrder,
  type PlatformId,
  quickOrderLink,
  registrationLink,
  type TariffOrder,
} from '@billref/protocol';
