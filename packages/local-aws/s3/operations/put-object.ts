import { writeCondition } from './conditions';
import { createObject } from './create-object';
import { checksumHeaders, describedHeaders, ENCRYPTED } from './object-headers';
import { type Operation, targetOf } from './operation';
import { receivePayload } from './payload';

export const putObject: Operation = async (context, request) => {
  const target = targetOf(context, request);
  const headers = describedHeaders(request);
  const condition = writeCondition(request);
  condition(target.bucket.objects.get(target.key));
  const { incoming, md5, checksum } = await receivePayload(context, request);
  const object = await createObject(context, target, incoming, 'PutObject', current => {
    condition(current);
    return { headers, etag: md5, ...(checksum && { checksum }) };
  });
  return { status: 200, headers: { etag: `"${object.etag}"`, ...ENCRYPTED, ...checksumHeaders(object) } };
};
