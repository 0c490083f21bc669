/** The tables that a run and its payments write, in the order in which they refer to each other. */
export const RUN_WRITES = [
  ...['referralprogram_input', 'referralprogram_reward', 'referralprogram_unrewarded', 'job_period'],
  ...['subaccount', 'payment', 'payment_reward', 'ledger'],
];
