import { createHash, createHmac } from 'node:crypto';
import { invalidArgument, notSupported } from '../trino-error';
import { js, returning, sql } from './definition';
import { sized } from './strings';

const bytesOf = (value: bigint, size: number) => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
const hash = (name: string, bytes: Uint8Array) => new Uint8Array(createHash(name).update(bytes).digest());

/** https://trino.io/docs/476/functions/binary.html and url.html */
export const BINARY = [
  js('to_utf8(varchar) -> varbinary', text => new Uint8Array(Buffer.from(text))),
  js('from_utf8(varbinary) -> varchar', bytes => Buffer.from(bytes).toString('utf8')),
  js('reverse(varbinary) -> varbinary', bytes => Uint8Array.from(bytes).reverse()),
  js('to_hex(varbinary) -> varchar', bytes => Buffer.from(bytes).toString('hex').toUpperCase()),
  js('from_hex(varchar) -> varbinary', text => {
    if (!/^([0-9a-f]{2})*$/i.test(text)) throw invalidArgument(`Not a valid hexadecimal text: ${text}`);
    return new Uint8Array(Buffer.from(text, 'hex'));
  }),
  js('to_base64(varbinary) -> varchar', bytes => Buffer.from(bytes).toString('base64')),
  js('from_base64(varchar) -> varbinary', text => {
    if (!isBase64(text, '[A-Za-z0-9+/]')) throw invalidArgument(`Not valid base64: ${text}`);
    return new Uint8Array(Buffer.from(text, 'base64'));
  }),
  js('to_base64url(varbinary) -> varchar', bytes => {
    const text = Buffer.from(bytes).toString('base64url');
    return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  }),
  js('from_base64url(varchar) -> varbinary', text => {
    if (!isBase64(text, '[A-Za-z0-9_-]')) throw invalidArgument(`Not valid base64: ${text}`);
    return new Uint8Array(Buffer.from(text, 'base64url'));
  }),
  js('to_big_endian_64(bigint) -> varbinary', value => new Uint8Array(bytesOf(BigInt.asUintN(64, value), 8))),
  js('to_big_endian_32(integer) -> varbinary', value => new Uint8Array(bytesOf(BigInt.asUintN(32, BigInt(value)), 4))),
  ...['md5', 'sha1', 'sha256', 'sha512'].map(name =>
    js(
      `hmac_${name}(varbinary, varbinary) -> varbinary`,
      (bytes: Uint8Array, key: Uint8Array) => new Uint8Array(createHmac(name, key).update(bytes).digest()),
    ),
  ),
  sql('concat(varbinary...) -> varbinary', (...parts) => `(${parts.join(' || ')})`),
  js('length(varbinary) -> bigint', bytes => BigInt(bytes.length)),
  js('md5(varbinary) -> varbinary', bytes => hash('md5', bytes)),
  js('sha1(varbinary) -> varbinary', bytes => hash('sha1', bytes)),
  js('sha256(varbinary) -> varbinary', bytes => hash('sha256', bytes)),
  js('sha512(varbinary) -> varbinary', bytes => hash('sha512', bytes)),
  js('crc32(varbinary) -> bigint', bytes => BigInt(crc32(bytes))),
  returning(([text]) => sized(text, text, length => 12 * length), js('url_encode(varchar(x)) -> varchar', urlEncode)),
  js('url_decode(varchar(x)) -> varchar(x)', urlDecode),
];

/** Padding may be missing, but not a part of it. */
function isBase64(text: string, digit: string): boolean {
  return new RegExp(`^(${digit}{4})*(${digit}{2}(==)?|${digit}{3}=?)?$`).test(text);
}

/** As HTML forms do it: a space is a plus, and only letters, digits and `*-_.` stay as they are. */
function urlEncode(text: string): string {
  const escaped = encodeURIComponent(text).replace(/[!'()~]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return escaped.replaceAll('%20', '+');
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    if (/%(?![0-9a-f]{2})/i.test(text)) throw invalidArgument(`URLDecoder: Illegal hex characters in escape (%) pattern: ${text}`);
    throw notSupported('url_decode of what is no UTF-8');
  }
}

/** The checksum of zip files; Node has it only from version 22. */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}
