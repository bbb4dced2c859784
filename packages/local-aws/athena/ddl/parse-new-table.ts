import { TrinoError } from 'trino-on-duckdb';
import type { DdlTokens } from './ddl-tokens';

interface NewColumn {
  readonly Name: string;
  /** Hive's name of it. */
  readonly Type: string;
  readonly Comment?: string | undefined;
}

/** What CREATE EXTERNAL TABLE says behind the name, in the catalogue's terms. */
export interface NewTable {
  readonly columns: readonly NewColumn[];
  readonly partitionKeys: readonly NewColumn[];
  readonly comment?: string | undefined;
  readonly location: string;
  readonly serde: string;
  readonly serdeProperties: Readonly<Record<string, string>>;
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly properties: Readonly<Record<string, string>>;
}

type Format = Pick<NewTable, 'serde' | 'inputFormat' | 'outputFormat'>;

const LAZY_SIMPLE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';
const ORC = 'org.apache.hadoop.hive.ql.io.orc';
const TEXT: Format = {
  serde: LAZY_SIMPLE,
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
};
export const FORMATS = {
  TEXTFILE: TEXT,
  PARQUET: {
    serde: `${PARQUET}.serde.ParquetHiveSerDe`,
    inputFormat: `${PARQUET}.MapredParquetInputFormat`,
    outputFormat: `${PARQUET}.MapredParquetOutputFormat`,
  },
  ORC: { serde: `${ORC}.OrcSerde`, inputFormat: `${ORC}.OrcInputFormat`, outputFormat: `${ORC}.OrcOutputFormat` },
} satisfies Readonly<Record<string, Format>>;

/** Source: https://docs.aws.amazon.com/athena/latest/ug/create-table.html */
export function parseNewTable(tokens: DdlTokens): NewTable {
  const columns = tokens.inParentheses(() => tokens.list(() => parseColumn(tokens)));
  const comment = tokens.take('COMMENT') ? tokens.string() : undefined;
  const partitionKeys = tokens.take('PARTITIONED', 'BY') ? tokens.inParentheses(() => tokens.list(() => parseColumn(tokens))) : [];
  const row = tokens.take('ROW', 'FORMAT') ? parseRowFormat(tokens) : undefined;
  const serdeProperties = { ...row?.properties, ...(tokens.take('WITH', 'SERDEPROPERTIES') ? tokens.properties() : {}) };
  const format = tokens.take('STORED', 'AS') ? parseStoredAs(tokens) : TEXT;
  if (!tokens.take('LOCATION')) throw new TrinoError('SYNTAX_ERROR', 'CREATE EXTERNAL TABLE needs a LOCATION in S3', tokens.peek());
  const location = tokens.string();
  const properties = tokens.take('TBLPROPERTIES') ? tokens.properties() : {};
  return {
    columns,
    comment,
    partitionKeys,
    location,
    serdeProperties,
    properties,
    ...format,
    ...(row?.serde !== undefined && { serde: row.serde }),
  };
}

function parseColumn(tokens: DdlTokens): NewColumn {
  const Name = tokens.name();
  tokens.take(':');
  const Type = parseType(tokens);
  return { Name, Type, ...(tokens.take('COMMENT') && { Comment: tokens.string() }) };
}

/** A type as Hive writes it, in lower case: `decimal(10,2)`, `array<string>`, `struct<a:int,b:string>`. */
function parseType(tokens: DdlTokens): string {
  const name = tokens.name();
  if (tokens.take('(')) {
    const sizes = tokens.list(() => tokens.next().text);
    tokens.expect(')');
    return `${name}(${sizes.join(',')})`;
  }
  if (!tokens.take('<')) return name === 'integer' ? 'int' : name;
  const parts = tokens.list(() => {
    if (name !== 'struct') return parseType(tokens);
    const field = tokens.name();
    tokens.expect(':');
    return `${field}:${parseType(tokens)}`;
  });
  tokens.expect('>');
  return `${name}<${parts.join(',')}>`;
}

interface RowFormat {
  readonly serde: string;
  readonly properties: Readonly<Record<string, string>>;
}

function parseRowFormat(tokens: DdlTokens): RowFormat {
  if (tokens.take('SERDE')) return { serde: tokens.string(), properties: {} };
  tokens.expect('DELIMITED');
  const properties: Record<string, string> = {};
  if (tokens.take('FIELDS', 'TERMINATED', 'BY')) {
    const delimiter = tokens.string();
    Object.assign(properties, { 'field.delim': delimiter, 'serialization.format': delimiter });
    if (tokens.take('ESCAPED', 'BY')) properties['escape.delim'] = tokens.string();
  }
  if (tokens.take('COLLECTION', 'ITEMS', 'TERMINATED', 'BY')) properties['collection.delim'] = tokens.string();
  if (tokens.take('MAP', 'KEYS', 'TERMINATED', 'BY')) properties['mapkey.delim'] = tokens.string();
  if (tokens.take('LINES', 'TERMINATED', 'BY')) properties['line.delim'] = tokens.string();
  if (tokens.take('NULL', 'DEFINED', 'AS')) properties['serialization.null.format'] = tokens.string();
  return { serde: LAZY_SIMPLE, properties };
}

function parseStoredAs(tokens: DdlTokens): Format {
  if (tokens.take('INPUTFORMAT')) {
    const inputFormat = tokens.string();
    tokens.expect('OUTPUTFORMAT');
    return { serde: LAZY_SIMPLE, inputFormat, outputFormat: tokens.string() };
  }
  const name = tokens.takeOne('TEXTFILE', 'PARQUET', 'ORC');
  if (!name) throw tokens.unexpected("'INPUTFORMAT', 'ORC', 'PARQUET', 'TEXTFILE'");
  return FORMATS[name];
}
