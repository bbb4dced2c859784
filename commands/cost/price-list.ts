import { z } from 'zod';
import { PRICES } from '../../pipeline/prices';

/** A price of `prices.ts`, and where AWS's published list has it. */
interface Listed {
  readonly what: string;
  readonly price: number;
  /** The service's code in the list. */
  readonly service: string;
  /** Its `usagetype`, without the region in front. */
  readonly usage: RegExp;
  /** How many units of the list our price is for. @default 1 */
  readonly units?: number;
}

const LISTED: readonly Listed[] = [
  { what: 'athena.terabyteScanned', price: PRICES.athena.terabyteScanned, service: 'AmazonAthena', usage: /^DataScannedInTB$/ },
  { what: 'glueCrawler.dpuHour', price: PRICES.glueCrawler.dpuHour, service: 'AWSGlue', usage: /^Crawler-DPU-Hour$/ },
  {
    what: 'stepFunctions.thousandTransitions',
    price: PRICES.stepFunctions.thousandTransitions,
    service: 'AmazonStates',
    usage: /^StateTransition$/,
    units: 1000,
  },
  { what: 'lambda.gbSecondArm', price: PRICES.lambda.gbSecondArm, service: 'AWSLambda', usage: /^Lambda-GB-Second-ARM$/ },
  { what: 'lambda.millionRequests', price: PRICES.lambda.millionRequests, service: 'AWSLambda', usage: /^Request-ARM$/, units: 1e6 },
  { what: 's3.gbMonth', price: PRICES.s3.gbMonth, service: 'AmazonS3', usage: /^TimedStorage-ByteHrs$/ },
  { what: 's3.thousandPuts', price: PRICES.s3.thousandPuts, service: 'AmazonS3', usage: /^Requests-Tier1$/, units: 1000 },
  { what: 's3.thousandGets', price: PRICES.s3.thousandGets, service: 'AmazonS3', usage: /^Requests-Tier2$/, units: 1000 },
  { what: 'cloudWatch.alarm', price: PRICES.cloudWatch.alarm, service: 'AmazonCloudWatch', usage: /^CW:AlarmMonitorUsage$/ },
  { what: 'cloudWatch.customMetric', price: PRICES.cloudWatch.customMetric, service: 'AmazonCloudWatch', usage: /^CW:MetricMonitorUsage$/ },
  { what: 'cloudWatch.logGb', price: PRICES.cloudWatch.logGb, service: 'AmazonCloudWatch', usage: /^DataProcessing-Bytes$/ },
  {
    what: 'secretsManager.secret',
    price: PRICES.secretsManager.secret,
    service: 'AWSSecretsManager',
    usage: /^AWSSecretsManager-Secrets$/,
  },
  { what: 'ec2.interfaceEndpointHour', price: PRICES.ec2.interfaceEndpointHour, service: 'AmazonVPC', usage: /^VpcEndpoint-Hours$/ },
  { what: 'ec2.publicAddressHour', price: PRICES.ec2.publicAddressHour, service: 'AmazonVPC', usage: /^PublicIPv4:InUseAddress$/ },
  { what: 'loadBalancer.hour', price: PRICES.loadBalancer.hour, service: 'AWSELB', usage: /^LoadBalancerUsage$/ },
];

/** Prices that `npm run prices` leaves to people: their lists have hundreds of megabytes, or no line of their own. */
export const BY_HAND = [
  'ec2.instanceHour',
  'ec2.gp3GbMonth',
  'ec2.natGatewayHour',
  'cloudWatch.dashboard',
  'kms.key',
  'httpApi.millionRequests',
];

const Offers = z.object({
  products: z.record(z.string(), z.object({ attributes: z.looseObject({ usagetype: z.string().optional() }) })),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          priceDimensions: z.record(
            z.string(),
            z.object({ beginRange: z.string().default('0'), pricePerUnit: z.object({ USD: z.string().optional() }) }),
          ),
        }),
      ),
    ),
  }),
});

export interface Compared {
  readonly what: string;
  readonly ours: number;
  /** Every price that the list has for it, without what is free. */
  readonly listed: readonly number[];
}

/** Compares the prices with a region's published list, which `fetchList` brings service by service. */
export async function comparePrices(fetchList: (service: string) => Promise<unknown>): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  for (const service of new Set(LISTED.map(each => each.service))) {
    const offers = Offers.parse(await fetchList(service));
    for (const { what, price, usage, units = 1 } of LISTED.filter(each => each.service === service)) {
      compared.push({ what, ours: price, listed: pricesOf(offers, usage).map(each => Number((each * units).toPrecision(6))) });
    }
  }
  return compared;
}

/** The first tier of each product of a usage: later ones are for amounts that no pipeline of this kind has. */
function pricesOf(offers: z.output<typeof Offers>, usage: RegExp): readonly number[] {
  const found = new Set<number>();
  for (const [sku, { attributes }] of Object.entries(offers.products)) {
    if (!usage.test((attributes.usagetype ?? '').replace(/^[A-Z]{2,4}\d?-/, ''))) continue;
    for (const term of Object.values(offers.terms.OnDemand[sku] ?? {})) {
      for (const { beginRange, pricePerUnit } of Object.values(term.priceDimensions)) {
        const price = Number(pricePerUnit.USD ?? 0);
        if (beginRange === '0' && price > 0) found.add(price);
      }
    }
  }
  return [...found];
}
