/**
 * What AWS asks for, in US dollars, in one region, without free tiers and taxes. Prices change: check them against the pages under
 * https://aws.amazon.com/pricing/, or run `npm run prices`, which compares them with AWS's published price list, and set the date. `npm run cost`
 * and the pages of executions compute with them.
 */
export const PRICES = {
  date: '2026-11-30',
  region: 'us-east-1',
  s3: { gbMonth: 0.023, thousandPuts: 0.005, thousandGets: 0.0004 },
  lambda: { gbSecondArm: 0.0000133334, millionRequests: 0.2 },
  stepFunctions: { thousandTransitions: 0.025 },
  /** A crawl is billed for ten minutes at least. */
  glueCrawler: { dpuHour: 0.44, leastMinutes: 10 },
  /** A query is billed for ten megabytes at least. */
  athena: { terabyteScanned: 5, leastMegabytes: 10 },
  cloudWatch: { alarm: 0.1, customMetric: 0.3, dashboard: 3, logGb: 0.5 },
  kms: { key: 1 },
  secretsManager: { secret: 0.4 },
  ec2: {
    /** On demand, by the hour. */
    instanceHour: { 't4g.nano': 0.0042, 't4g.micro': 0.0084, 't4g.small': 0.0168, 't4g.medium': 0.0336 },
    gp3GbMonth: 0.08,
    publicAddressHour: 0.005,
    interfaceEndpointHour: 0.01,
    natGatewayHour: 0.045,
  },
  loadBalancer: { hour: 0.0225 },
  httpApi: { millionRequests: 1 },
} as const;

/** Hours of a month, as AWS reckons. */
export const MONTH_HOURS = 730;

/** DPUs of a small crawl; it takes less than the minutes that are billed. */
export const CRAWL_DPUS = 2;

/** Memory of the filter's function: one whole vCPU, which is what a filter that works on one core can use. It needs a tenth of it. */
export const FILTER_MEGABYTES = 1769;
