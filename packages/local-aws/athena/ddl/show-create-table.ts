import type { Column, Table } from '@aws-sdk/client-glue';

/** The lines of the CREATE EXTERNAL TABLE statement that makes the table, as SHOW CREATE TABLE prints them. */
export function showCreateTable({
  DatabaseName,
  Name,
  StorageDescriptor: storage,
  PartitionKeys = [],
  Parameters = {},
  Description,
}: Table): string[] {
  const { SerializationLibrary = '', Parameters: serdeProperties = {} } = storage?.SerdeInfo ?? {};
  const properties = Object.entries(serdeProperties);
  return [
    `CREATE EXTERNAL TABLE \`${DatabaseName}.${Name}\`(`,
    ...columnLines(storage?.Columns ?? [], ')'),
    ...(Description ? [`COMMENT ${text(Description)}`] : []),
    ...(PartitionKeys.length > 0 ? ['PARTITIONED BY ( ', ...columnLines(PartitionKeys, ')')] : []),
    'ROW FORMAT SERDE ',
    `  ${text(SerializationLibrary)} `,
    ...(properties.length > 0 ? ['WITH SERDEPROPERTIES ( ', ...propertyLines(properties)] : []),
    'STORED AS INPUTFORMAT ',
    `  ${text(storage?.InputFormat ?? '')} `,
    'OUTPUTFORMAT ',
    `  ${text(storage?.OutputFormat ?? '')}`,
    'LOCATION',
    `  ${text(storage?.Location ?? '')}`,
    ...(Object.keys(Parameters).length > 0 ? ['TBLPROPERTIES (', ...propertyLines(Object.entries(Parameters))] : []),
  ];
}

function columnLines(columns: readonly Column[], end: string): string[] {
  return columns.map(({ Name, Type, Comment }, index) => {
    const comment = Comment ? ` COMMENT ${text(Comment)}` : '';
    return `  \`${Name}\` ${Type}${comment}${index < columns.length - 1 ? ', ' : end}`;
  });
}

function propertyLines(properties: readonly (readonly [string, string])[]): string[] {
  return properties
    .map(([name, value]) => `  ${text(name)}=${text(value)}`)
    .sort()
    .map((line, index) => line + (index < properties.length - 1 ? ', ' : ')'));
}

function text(value: string): string {
  return `'${value.replaceAll(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`;
}
