import type { Column, Table } from '@aws-sdk/client-glue';

/** Hive's lines have three columns; where there is nothing, a blank. */
const NO_LINE = '\t \t ';

/** What DESCRIBE prints: a line for each column, the partition keys once more, and with a detail everything else that the catalogue says. */
export function describeTable(table: Table, detail?: 'EXTENDED' | 'FORMATTED'): string[] {
  const { StorageDescriptor, PartitionKeys: keys = [] } = table;
  const columns = StorageDescriptor?.Columns ?? [];
  const partitions =
    keys.length === 0 ? [] : [NO_LINE, heading('Partition Information'), ...columnHeading, NO_LINE, ...keys.map(columnLine)];
  if (detail === 'FORMATTED')
    return [
      ...columnHeading,
      NO_LINE,
      ...columns.map(columnLine),
      ...partitions,
      NO_LINE,
      ...tableLines(table),
      NO_LINE,
      ...storageLines(table),
    ];
  const all = [...columns.map(columnLine), ...keys.map(columnLine), ...partitions];
  return detail === 'EXTENDED' ? [...all, NO_LINE, `Detailed Table Information\t${extended(table)}\t`] : all;
}

const columnHeading = [['# col_name', 'data_type', 'comment'].map(text => text.padEnd(20)).join('\t')];

function heading(text: string): string {
  return `# ${text}\t \t `;
}

function columnLine({ Name = '', Type = '', Comment = '' }: Column): string {
  return [Name, Type, Comment].map(text => text.padEnd(20)).join('\t');
}

function line(name: string, value: string): string {
  return `${`${name}:`.padEnd(20)}\t${value.padEnd(20)}\t `;
}

function settings(name: string, values: Readonly<Record<string, string>> = {}): string[] {
  const lines = Object.entries(values).map(([key, value]) => `\t${key.padEnd(20)}\t${value.padEnd(20)}`);
  return [`${name}:\t \t `, ...lines.sort()];
}

function tableLines({
  DatabaseName = '',
  Owner = '',
  CreateTime,
  StorageDescriptor,
  TableType = '',
  Parameters,
  Retention = 0,
}: Table): string[] {
  return [
    heading('Detailed Table Information'),
    line('Database', DatabaseName),
    line('Owner', Owner),
    line('CreateTime', CreateTime ? javaDate(CreateTime) : 'UNKNOWN'),
    line('LastAccessTime', 'UNKNOWN'),
    line('Protect Mode', 'None'),
    line('Retention', String(Retention)),
    line('Location', StorageDescriptor?.Location ?? ''),
    line('Table Type', TableType),
    ...settings('Table Parameters', Parameters),
  ];
}

function storageLines({ StorageDescriptor: storage }: Table): string[] {
  return [
    heading('Storage Information'),
    line('SerDe Library', storage?.SerdeInfo?.SerializationLibrary ?? ''),
    line('InputFormat', storage?.InputFormat ?? ''),
    line('OutputFormat', storage?.OutputFormat ?? ''),
    line('Compressed', storage?.Compressed ? 'Yes' : 'No'),
    line('Num Buckets', String(storage?.NumberOfBuckets ?? -1)),
    line('Bucket Columns', '[]'),
    line('Sort Columns', '[]'),
    ...settings('Storage Desc Params', storage?.SerdeInfo?.Parameters),
  ];
}

/** As Hive prints its object of a table. */
function extended({
  Name,
  DatabaseName,
  Owner,
  CreateTime,
  Retention = 0,
  StorageDescriptor: storage,
  PartitionKeys = [],
  ...rest
}: Table): string {
  const schema = (columns: readonly Column[]) =>
    columns.map(({ Name: name, Type, Comment }) => `FieldSchema(name:${name}, type:${Type}, comment:${Comment ?? 'null'})`).join(', ');
  const map = (values: Readonly<Record<string, string>> = {}) =>
    `{${Object.entries(values)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')}}`;
  const serde = `SerDeInfo(name:null, serializationLib:${storage?.SerdeInfo?.SerializationLibrary}, parameters:${map(storage?.SerdeInfo?.Parameters)})`;
  const formats = `inputFormat:${storage?.InputFormat}, outputFormat:${storage?.OutputFormat}`;
  const descriptor = `StorageDescriptor(cols:[${schema(storage?.Columns ?? [])}], location:${storage?.Location}, ${formats}, serdeInfo:${serde})`;
  const seconds = Math.floor((CreateTime?.getTime() ?? 0) / 1000);
  const table = `tableName:${Name}, dbName:${DatabaseName}, owner:${Owner}, createTime:${seconds}, retention:${Retention}, sd:${descriptor}`;
  return `Table(${table}, partitionKeys:[${schema(PartitionKeys)}], parameters:${map(rest.Parameters)}, tableType:${rest.TableType})`;
}

/** `Mon Nov 30 19:15:00 UTC 2026`. */
function javaDate(date: Date): string {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
