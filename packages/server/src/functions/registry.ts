import type { BillmgrFunction } from './function.ts';
import { auth } from './auth.ts';
import { basketDelete } from './basket.delete.ts';
import { basket } from './basket.ts';
import { dashboard } from './dashboard.ts';
import { logon } from './logon.ts';
import { orderParam } from './order.param.ts';
import { order } from './order.ts';
import { payment } from './payment.ts';
import { quickorder } from './quickorder.ts';
import { registerClick } from './referralprogram.registerclick.ts';
import { register } from './register.ts';

/** Every function there is. Nothing else routes. */
const functions = [
  registerClick,
  register,
  auth,
  logon,
  dashboard,
  order,
  orderParam,
  quickorder,
  basket,
  basketDelete,
  payment,
];

const named = new Map(functions.map((one) => [one.name, one]));

/** The function of this name, if there is one: `vhost.order` is `*.order`. */
export const findFunction = (name: string): BillmgrFunction | undefined =>
  // A type is a word: nobody asks for `*.order`.
  name.includes('*')
    ? undefined
    : (named.get(name) ?? named.get(name.replace(/^[a-z][a-z0-9_]*(?=\.order(?:\.param)?$)/, '*')));
