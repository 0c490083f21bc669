// `billref.clean-address.min.js`, beside the script tag: takes `from` out of the address bar once it is registered, and on a later visit by
// the same link.
import { cleanAddress } from './clean-address.ts';

addEventListener('billref:registered', cleanAddress);
addEventListener('billref:cached', cleanAddress);
