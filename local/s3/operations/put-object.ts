import { writeCondition } from './conditions';
import { createObject } from './create-object';
import { describedObject, writtenHeaders } from './object-headers';
import { type Operation, targetOf } from './operation';
import { receivePayload } from './payload';

export const putObject: Operation = async (context, request) => {
  const target = targetOf(context, request);
  const described = describedObject(request);
  const condition = writeCondition(request);
  condition(target.bucket.objects.get(target.key));
  const { incoming, md5, checksum } = await receivePayload(context, request);
  const object = await createObject(context, target, incoming, 'PutObject', current => {
    condition(current);
    return { ...described, etag: md5, ...(checksum && { checksum }) };
  });
  return { status: 200, headers: writtenHeaders(object) };
};
