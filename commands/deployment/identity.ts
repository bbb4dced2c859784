import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Who acts, and where. */
export interface Identity {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/** As the SDK's credentials and region say. Throws where there are none. */
export async function identify(sts = new STSClient({})): Promise<Identity> {
  const region = await sts.config.region();
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  return { account: Account, region, arn: Arn };
}
