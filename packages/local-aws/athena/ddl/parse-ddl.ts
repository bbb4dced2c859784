import { DdlTokens } from './ddl-tokens';
import { type NewTable, parseNewTable } from './parse-new-table';

export interface TableName {
  /** Absent: that of the query's context. */
  readonly database?: string | undefined;
  readonly name: string;
}

/** A statement about the catalogue, in Hive's language. Its `kind` is AWS's SubstatementType. */
export type DdlStatement =
  | { readonly kind: 'SHOW_DATABASES'; readonly pattern?: string | undefined }
  | { readonly kind: 'SHOW_TABLES' | 'SHOW_VIEWS'; readonly database?: string | undefined; readonly pattern?: string | undefined }
  | { readonly kind: 'SHOW_COLUMNS' | 'SHOW_PARTITIONS' | 'SHOW_CREATE_TABLE'; readonly table: TableName }
  | { readonly kind: 'SHOW_TBLPROPERTIES'; readonly table: TableName; readonly property?: string | undefined }
  | { readonly kind: 'DESCRIBE_TABLE'; readonly table: TableName; readonly detail?: 'EXTENDED' | 'FORMATTED' | undefined }
  | {
      readonly kind: 'CREATE_DATABASE';
      readonly name: string;
      readonly ifNotExists: boolean;
      readonly comment?: string | undefined;
      readonly location?: string | undefined;
      readonly properties: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'DROP_DATABASE'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'CREATE_TABLE'; readonly table: TableName; readonly ifNotExists: boolean; readonly definition: NewTable }
  | { readonly kind: 'DROP_TABLE' | 'DROP_VIEW'; readonly table: TableName; readonly ifExists: boolean }
  | { readonly kind: 'MSCK_REPAIR_TABLE'; readonly table: TableName }
  | { readonly kind: 'ALTER_TABLE'; readonly table: TableName; readonly properties: Readonly<Record<string, string>> };

/**
 * One statement about the catalogue, with or without a semicolon; undefined for any that is not supported.
 * @throws a `TrinoError` with SYNTAX_ERROR. Source: https://docs.aws.amazon.com/athena/latest/ug/ddl-reference.html
 */
export function parseDdl(sql: string): DdlStatement | undefined {
  const tokens = new DdlTokens(sql);
  const statement = parse(tokens);
  if (statement) tokens.end();
  return statement;
}

function parse(tokens: DdlTokens): DdlStatement | undefined {
  switch (tokens.takeOne('SHOW', 'DESCRIBE', 'DESC', 'CREATE', 'DROP', 'ALTER', 'MSCK')) {
    case 'SHOW':
      return parseShow(tokens);
    case 'DESCRIBE':
    case 'DESC':
      return parseDescribe(tokens);
    case 'CREATE':
      return parseCreate(tokens);
    case 'DROP':
      return parseDrop(tokens);
    case 'ALTER':
      return parseAlter(tokens);
    case 'MSCK':
      tokens.expect('REPAIR', 'TABLE');
      return { kind: 'MSCK_REPAIR_TABLE', table: tableName(tokens) };
    case undefined:
      return undefined;
  }
}

function parseShow(tokens: DdlTokens): DdlStatement | undefined {
  if (tokens.take('CREATE', 'TABLE')) return { kind: 'SHOW_CREATE_TABLE', table: tableName(tokens) };
  switch (tokens.takeOne('TABLES', 'VIEWS', 'DATABASES', 'SCHEMAS', 'COLUMNS', 'PARTITIONS', 'TBLPROPERTIES')) {
    case 'TABLES': {
      const database = tokens.takeOne('IN', 'FROM') && tokens.name();
      return { kind: 'SHOW_TABLES', database, pattern: pattern(tokens) };
    }
    case 'VIEWS': {
      const database = tokens.takeOne('IN', 'FROM') && tokens.name();
      return { kind: 'SHOW_VIEWS', database, pattern: pattern(tokens) };
    }
    case 'DATABASES':
    case 'SCHEMAS':
      return { kind: 'SHOW_DATABASES', pattern: pattern(tokens) };
    case 'COLUMNS': {
      if (!tokens.takeOne('IN', 'FROM')) throw tokens.unexpected("'FROM', 'IN'");
      const table = tableName(tokens);
      const database = tokens.takeOne('IN', 'FROM') && tokens.name();
      return { kind: 'SHOW_COLUMNS', table: { ...table, database: database ?? table.database } };
    }
    case 'PARTITIONS':
      return { kind: 'SHOW_PARTITIONS', table: tableName(tokens) };
    case 'TBLPROPERTIES': {
      const table = tableName(tokens);
      const property = tokens.peek().key === '(' ? tokens.inParentheses(() => tokens.string()) : undefined;
      return { kind: 'SHOW_TBLPROPERTIES', table, property };
    }
    case undefined:
      return undefined;
  }
}

function pattern(tokens: DdlTokens): string | undefined {
  if (tokens.take('LIKE')) return tokens.string();
  return tokens.takeString();
}

function parseDescribe(tokens: DdlTokens): DdlStatement {
  const detail = tokens.takeOne('EXTENDED', 'FORMATTED');
  tokens.take('TABLE');
  return { kind: 'DESCRIBE_TABLE', detail, table: tableName(tokens) };
}

function parseCreate(tokens: DdlTokens): DdlStatement | undefined {
  if (tokens.takeOne('DATABASE', 'SCHEMA')) {
    const ifNotExists = tokens.take('IF', 'NOT', 'EXISTS');
    const name = tokens.name();
    const comment = tokens.take('COMMENT') ? tokens.string() : undefined;
    const location = tokens.take('LOCATION') ? tokens.string() : undefined;
    const properties = tokens.take('WITH', 'DBPROPERTIES') ? tokens.properties() : {};
    return { kind: 'CREATE_DATABASE', name, ifNotExists, comment, location, properties };
  }
  if (!tokens.take('EXTERNAL', 'TABLE')) return undefined;
  const ifNotExists = tokens.take('IF', 'NOT', 'EXISTS');
  return { kind: 'CREATE_TABLE', ifNotExists, table: tableName(tokens), definition: parseNewTable(tokens) };
}

function parseDrop(tokens: DdlTokens): DdlStatement | undefined {
  const what = tokens.takeOne('DATABASE', 'SCHEMA', 'TABLE', 'VIEW');
  if (!what) return undefined;
  const ifExists = tokens.take('IF', 'EXISTS');
  if (what === 'TABLE') return { kind: 'DROP_TABLE', ifExists, table: tableName(tokens) };
  if (what === 'VIEW') return { kind: 'DROP_VIEW', ifExists, table: viewName(tokens) };
  const name = tokens.name();
  return { kind: 'DROP_DATABASE', name, ifExists, cascade: tokens.takeOne('CASCADE', 'RESTRICT') === 'CASCADE' };
}

function parseAlter(tokens: DdlTokens): DdlStatement | undefined {
  if (!tokens.take('TABLE')) return undefined;
  const table = tableName(tokens);
  return tokens.take('SET', 'TBLPROPERTIES') ? { kind: 'ALTER_TABLE', table, properties: tokens.properties() } : undefined;
}

/** `table`, `database.table`, and the two in one pair of backquotes, as SHOW CREATE TABLE prints them. */
function tableName(tokens: DdlTokens): TableName {
  const parts = tokens.name().split('.');
  if (tokens.take('.')) parts.push(tokens.name());
  const [name = '', database] = parts.reverse();
  return { database, name };
}

/** The names of views are Trino's: in double quotes, with a catalogue in front. */
function viewName(tokens: DdlTokens): TableName {
  const part = () => tokens.takeString()?.toLowerCase() ?? tokens.name();
  const parts = [part()];
  while (tokens.take('.')) parts.push(part());
  const [name = '', database] = parts.reverse();
  return { database, name };
}
