import { referralLink } from '@billref/protocol';
import type { Overview } from '../store/overview.ts';
import type { Page } from './page.tsx';
import { periodName, price } from './price.ts';

/** A client's own page. */
export function dashboardPage(
  { base }: { base: string },
  { services, itemtypes, programs, referrals, balances }: Overview,
): Page {
  return {
    title: 'My services',
    body: (
      <>
        {services.length === 0 ? (
          <p>You have no services yet.</p>
        ) : (
          <table>
            <tbody>
              {services.map(({ id, name, period }) => (
                <tr key={id}>
                  <td>{name}</td>
                  <td>{periodName(period)}</td>
                  <td>active</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p class="buttons">
          {itemtypes.map((itemtype) => (
            <a key={itemtype} class="button" href={`${base}?func=${itemtype}.order`}>
              Order {itemtype}
            </a>
          ))}
        </p>
        {programs.length > 0 && (
          <section>
            <h2>Referral program</h2>
            {programs.map(({ id, name, url, partner }) => (
              <p key={id} class="field">
                <label for={`link-${id}`}>{name}: your link</label>
                <input id={`link-${id}`} readOnly value={referralLink(url, String(partner))} />
              </p>
            ))}
            <dl>
              <dt>Referrals</dt>
              <dd>{referrals}</dd>
              <dt>Balance</dt>
              <dd>{balances.length === 0 ? '–' : balances.map(price).join(', ')}</dd>
            </dl>
          </section>
        )}
      </>
    ),
  };
}
