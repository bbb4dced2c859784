import { PRICES } from '../pipeline/prices';
import { BY_HAND, comparePrices } from './cost/price-list';
import { run } from './terminal/run';

const USAGE = 'npm run prices';

/** Compares `pipeline/prices.ts` with the list that AWS publishes. Ends with status 1 where a price is another. It asks no account. */
run(USAGE, async () => {
  const compared = await comparePrices(async service => {
    const url = `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/${PRICES.region}/index.json`;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`expected the price list ${url}, got status ${response.status}`);
    return response.json();
  });
  let different = 0;
  for (const { what, ours, listed } of compared) {
    const isSame = listed.some(price => Math.abs(price - ours) < 1e-6 * ours);
    if (!isSame) different++;
    console.log(`${isSame ? '✓' : '✗'} ${what.padEnd(34)} ${ours}${isSame ? '' : `, listed: ${listed.join(', ') || 'nothing'}`}`);
  }
  console.log(`· look yourself: ${BY_HAND.join(', ')}`);
  console.log(`Set the date in pipeline/prices.ts (${PRICES.date}) when all are right.`);
  return different === 0 ? 0 : 1;
});
