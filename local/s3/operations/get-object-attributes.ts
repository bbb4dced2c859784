import { s3Error } from '../protocol/s3-error';
import { xmlDocument } from '../protocol/xml';
import { checksumElements } from './checksum-elements';
import { checkRead } from './conditions';
import { storageClassOf } from './object-headers';
import { type Operation, targetOf } from './operation';

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** Answers what `x-amz-object-attributes` asks for. */
export const getObjectAttributes: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const object = bucket.objects.get(key);
  if (!object) throw s3Error('NoSuchKey', { Key: key });
  checkRead(request, object);
  const asked = (request.header('x-amz-object-attributes') ?? '').split(',').map(name => name.trim());
  if (!asked.every(name => ATTRIBUTES.includes(name))) {
    const argument = { ArgumentName: 'x-amz-object-attributes', ArgumentValue: asked.join(',') };
    throw s3Error('InvalidArgument', argument, 'Invalid attribute name specified.');
  }
  const sizes = object.partSizes;
  const attributes = {
    ETag: object.etag,
    Checksum: object.checksum && checksumElements(object),
    ObjectParts: sizes && { PartsCount: sizes.length },
    StorageClass: storageClassOf(object),
    ObjectSize: object.size,
  };
  return {
    status: 200,
    headers: { 'last-modified': new Date(object.lastModified).toUTCString() },
    body: xmlDocument(
      'GetObjectAttributesResponse',
      Object.fromEntries(Object.entries(attributes).filter(([name]) => asked.includes(name))),
    ),
  };
};
