import { connect } from '../../testing/plain-sql.mjs';

/** Which payment: ids may have gaps, and other payments' times. */
const payment = `
  from payment join subaccount on subaccount.id = payment.subaccount`;
const which = `subaccount.account, subaccount.currency, payment.referralprogram, payment.reward_date`;
const reward = `reward.expense, reward.referralprogram_rule as rule, reward.refund`;

/** Each table that a run writes, without ids that are counted and the time at which it ran. */
const CONTENTS = {
  referralprogram_reward: `
    select ${reward}, referralprogram, referer_account, referral_account, amount, currency, cdate
    from referralprogram_reward as reward`,
  referralprogram_unrewarded: 'select expense, referralprogram_rule, reason, cdate from referralprogram_unrewarded',
  referralprogram_input: 'select version, condition, period_end, account, value from referralprogram_input',
  job_period: 'select job, project, period from job_period',
  subaccount: 'select account, currency from subaccount',
  payment: `
    select ${which}, payment.currency as paid_in, paymethodamount, status, subaccountamount, usedamount ${payment}`,
  payment_reward: `
    select ${reward}, ${which} ${payment}
    join payment_reward as paid on paid.payment = payment.id
    join referralprogram_reward as reward on reward.id = paid.reward`,
  ledger: `select ${which}, ledger.amount, ledger.reason ${payment} join ledger on ledger.payment = payment.id`,
};

/** What the tables say that a run writes: for each of them, how often each row is there. */
export async function whatIsWritten(place) {
  const connection = await connect(place);
  try {
    const written = {};
    for (const [table, query] of Object.entries(CONTENTS)) {
      const times = (written[table] = new Map());
      for (const row of await connection.rows(query)) {
        const text = JSON.stringify(row);
        times.set(text, (times.get(text) ?? 0) + 1);
      }
    }
    return written;
  } finally {
    await connection.close();
  }
}

/** How many rows are there more often than they should be, and how many less, in all tables. */
export function differences(is, should) {
  const found = { doubled: 0, missed: 0, examples: [] };
  for (const table of Object.keys(should))
    for (const row of new Set([...is[table].keys(), ...should[table].keys()])) {
      const more = (is[table].get(row) ?? 0) - (should[table].get(row) ?? 0);
      if (more > 0) found.doubled += more;
      else found.missed -= more;
      if (more !== 0 && found.examples.length < 5) found.examples.push(`${table} ${row}: ${more}`);
    }
  return found;
}
