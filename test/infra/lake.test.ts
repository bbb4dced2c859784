import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const stack = synthesize('prod');
const bucket = stack.properties('AWS::S3::Bucket', 'LakeBucket');
const logs = stack.properties('AWS::S3::Bucket', 'LakeAccessLogs');

describe('the bucket', () => {
  it('turns EventBridge on without a custom resource', () => {
    expect(bucket.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
  });

  it('keeps former versions', () => {
    expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('logs who reads it', () => {
    const [logsId] = [...stack.all('AWS::S3::Bucket').keys()].filter(id => id.startsWith('LakeAccessLogs'));
    expect(bucket.LoggingConfiguration).toEqual({ DestinationBucketName: { Ref: logsId }, LogFilePrefix: 's3/' });
  });

  it('is the only one whose access logs the other bucket takes', () => {
    const { PolicyDocument } = stack.properties('AWS::S3::BucketPolicy', 'LakeAccessLogsPolicy');
    const { Statement } = Object(resolve(stack, PolicyDocument));
    expect([...Statement].filter(({ Effect }) => Effect === 'Allow')).toEqual([
      expect.objectContaining({
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '000000000000' },
          ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::orders-pipeline-local' },
        },
      }),
    ]);
  });

  it.each([
    ['quarantine-expire', { Prefix: 'quarantine/', ExpirationInDays: 180 }],
    ['enriched-expire', { Prefix: 'enriched/', ExpirationInDays: 90 }],
    ['runs-expire', { Prefix: 'runs/', ExpirationInDays: 400 }],
    ['latest-expire', { Prefix: 'latest/', ExpirationInDays: 400 }],
    ['orders-expire', { Prefix: 'orders/', ExpirationInDays: 3, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
    ['claims-expire', { Prefix: 'claims/', ExpirationInDays: 1 }],
    ['former-versions-expire', { NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    ['abandoned-uploads', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }],
    ['raw-to-intelligent-tiering', { Prefix: 'raw/', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 30 }] }],
  ])('has the lifecycle rule %s', (id, rule) => {
    expect(bucket.LifecycleConfiguration).toMatchObject({ Rules: expect.arrayContaining([expect.objectContaining({ Id: id, ...rule })]) });
  });

  it('never expires what people uploaded or what the table is made of', () => {
    const rules = JSON.stringify(bucket.LifecycleConfiguration).split('},{');
    expect(
      rules.filter(
        rule => rule.includes('"ExpirationInDays"') && !/"Prefix":"(quarantine|enriched|runs|latest|orders|claims)\/"/.test(rule),
      ),
    ).toEqual([]);
  });
});

describe('uploads', () => {
  const rules = (stage: string) => {
    const { LifecycleConfiguration } = synthesize(stage).properties('AWS::S3::Bucket', 'LakeBucket');
    return [...Object(LifecycleConfiguration).Rules].filter(({ Prefix }) => Prefix === 'raw/');
  };

  it('stay, where a stage says nothing else', () => {
    expect(rules('prod')).toEqual([expect.objectContaining({ Id: 'raw-to-intelligent-tiering', Status: 'Enabled' })]);
  });

  it('expire after the days that a stage says, and are not moved first', () => {
    expect(rules('fourth')).toEqual([
      expect.objectContaining({ Id: 'raw-expire', ExpirationInDays: 20, Status: 'Enabled' }),
      expect.objectContaining({ Id: 'raw-to-intelligent-tiering', Status: 'Disabled' }),
    ]);
  });
});

describe.each([
  ['the bucket', bucket, 'LakeBucketPolicy'],
  ['the access logs', logs, 'LakeAccessLogsPolicy'],
])('%s', (_name, properties, policyId) => {
  it('is encrypted', () => {
    expect(properties.BucketEncryption).toMatchObject({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  it('is closed to the public and knows no access lists', () => {
    expect(properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(properties.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  });

  it('refuses what does not come by TLS 1.2', () => {
    const policy = stack.properties('AWS::S3::BucketPolicy', policyId);
    const conditions = JSON.stringify(resolve(stack, policy.PolicyDocument));
    expect(conditions).toContain('{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    expect(conditions).toContain('{"NumericLessThan":{"s3:TlsVersion":1.2}},"Effect":"Deny"');
  });
});

describe.each([
  ['prod', 'RetainExceptOnCreate'],
  ['dev', 'RetainExceptOnCreate'],
  // Its load balancer writes into the bucket at once: the rollback of a first deployment leaves it, and does not fail on it.
  ['demo', 'Retain'],
])('stage %s', (stage, logsPolicy) => {
  it.each([
    ['leaves the removal of data to people', 'AWS::S3::Bucket'],
    ['leaves the policy with the data', 'AWS::S3::BucketPolicy'],
  ])('%s', (_what, type) => {
    const kept = [...synthesize(stage).all(type)].map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => [
      id.startsWith('LakeAccessLogs') ? 'logs' : 'data',
      DeletionPolicy,
      UpdateReplacePolicy,
    ]);
    expect(kept.sort()).toEqual([
      ['data', 'RetainExceptOnCreate', 'Retain'],
      ['logs', logsPolicy, 'Retain'],
    ]);
  });
});
