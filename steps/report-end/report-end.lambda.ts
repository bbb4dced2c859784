import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { createHandler } from './handler';

export const handler = createHandler({ s3: new S3Client({}), sns: new SNSClient({}), environment: process.env });
