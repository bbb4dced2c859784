import type { Type } from 'trino-on-duckdb';

/** A column of a result. Statements about the catalogue have columns of Hive's type `string`, which is none of Trino's. */
export interface ResultColumn {
  readonly name: string;
  readonly type: Type | { readonly name: 'string' };
}

/** How Athena describes a column of a result. */
export function columnInfo({ name, type }: ResultColumn) {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type.name === 'real' ? 'float' : type.name,
    Precision: type.name === 'string' ? 0 : precisionOf(type),
    Scale: type.name === 'decimal' ? (type.scale ?? 0) : 0,
    Nullable: 'UNKNOWN',
    CaseSensitive: type.name === 'varchar' || type.name === 'char',
  };
}

const PRECISIONS: Readonly<Partial<Record<Type['name'], number>>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  real: 17,
  double: 17,
  varbinary: 1_073_741_824,
};

function precisionOf(type: Type): number {
  if (type.name === 'varchar') return type.size ?? 2_147_483_647;
  if (type.name.startsWith('timestamp') || type.name === 'decimal' || type.name === 'char') return type.size ?? 3;
  return PRECISIONS[type.name] ?? 0;
}
