import { comparePrices } from '../../../commands/cost/price-list';

/** A list with one product, as AWS publishes them. */
const list = (usagetype: string, tiers: readonly (readonly [string, string])[]) => ({
  products: { A: { attributes: { usagetype } }, B: { attributes: {} } },
  terms: {
    OnDemand: {
      A: {
        'A.T': {
          priceDimensions: Object.fromEntries(tiers.map(([beginRange, USD], n) => [`A.T.${n}`, { beginRange, pricePerUnit: { USD } }])),
        },
      },
    },
  },
});

describe('the comparison with the published prices', () => {
  const compare = async (service: string, offers: object, what: string) => {
    const compared = await comparePrices(async asked => (asked === service ? offers : { products: {}, terms: { OnDemand: {} } }));
    return compared.find(each => each.what === what);
  };

  it.each([
    ['a price as it is', 'AmazonAthena', 'USE1-DataScannedInTB', [['0', '5.0000000000']], 'athena.terabyteScanned', [5]],
    [
      'the first tier alone',
      'AmazonS3',
      'TimedStorage-ByteHrs',
      [
        ['0', '0.023'],
        ['51200', '0.022'],
      ],
      's3.gbMonth',
      [0.023],
    ],
    [
      'a price for a thousand',
      'AmazonStates',
      'USE1-StateTransition',
      [['0', '0.0000250000']],
      'stepFunctions.thousandTransitions',
      [0.025],
    ],
    ['no free tier', 'AWSLambda', 'Lambda-GB-Second-ARM', [['0', '0.0000000000']], 'lambda.gbSecondArm', []],
    ['nothing where the list has another name', 'AmazonAthena', 'USE1-Other', [['0', '5']], 'athena.terabyteScanned', []],
  ] as const)('finds %s', async (_what, service, usagetype, tiers, what, expected) => {
    expect((await compare(service, list(usagetype, tiers), what))?.listed).toEqual(expected);
  });

  it('refuses what is no price list', async () => {
    await expect(comparePrices(async () => ({}))).rejects.toThrow();
  });
});
