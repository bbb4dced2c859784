import type { Position } from '../trino-error';

/** Every node knows where it starts (for binary operators: where the operator stands, as in Trino) and its own text. */
interface Node {
  readonly at: Position;
  readonly text: string;
}

export type Expression = Node &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'number'; readonly form: 'integer' | 'decimal' | 'double'; readonly value: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'binary'; readonly hex: string }
    | {
        readonly kind: 'interval';
        readonly negative: boolean;
        readonly value: string;
        readonly from: string;
        readonly to?: string | undefined;
      }
    | { readonly kind: 'typed'; readonly type: string; readonly value: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'field'; readonly base: Expression; readonly name: string }
    | { readonly kind: 'parameter'; readonly index: number }
    | { readonly kind: 'array'; readonly items: readonly Expression[] }
    | { readonly kind: 'row'; readonly items: readonly Expression[] }
    | { readonly kind: 'subscript'; readonly base: Expression; readonly index: Expression }
    | { readonly kind: 'cast'; readonly value: Expression; readonly type: TypeName; readonly safe: boolean }
    | {
        readonly kind: 'case';
        readonly operand?: Expression | undefined;
        readonly whens: readonly { readonly condition: Expression; readonly result: Expression }[];
        readonly otherwise?: Expression | undefined;
      }
    | Call
    | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression }
    | { readonly kind: 'subquery'; readonly query: Query }
    | { readonly kind: 'exists'; readonly query: Query }
    | { readonly kind: 'not'; readonly value: Expression }
    | { readonly kind: 'logical'; readonly operator: 'AND' | 'OR'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'compare'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'quantified'; readonly operator: string; readonly all: boolean; readonly value: Expression; readonly query: Query }
    | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression }
    | { readonly kind: 'in list'; readonly value: Expression; readonly items: readonly Expression[] }
    | { readonly kind: 'in query'; readonly value: Expression; readonly query: Query }
    | { readonly kind: 'like'; readonly value: Expression; readonly pattern: Expression; readonly escape?: Expression | undefined }
    | { readonly kind: 'is null'; readonly value: Expression }
    | { readonly kind: 'distinct from'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'arithmetic'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'negate' | 'plus'; readonly value: Expression }
    | { readonly kind: 'at time zone'; readonly value: Expression; readonly zone: Expression }
    | { readonly kind: 'grouping'; readonly columns: readonly Expression[] }
  );

/** A function call; also calls with special syntax (`EXTRACT`, `TRIM`, `||`, `CURRENT_DATE`, …). */
export interface Call extends Node {
  readonly kind: 'call';
  /** Lower case. */
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** `count(*)`. */
  readonly star?: boolean;
  readonly distinct?: boolean;
  readonly orderBy?: readonly SortItem[];
  readonly filter?: Expression | undefined;
  readonly over?: WindowSpecification | undefined;
  readonly nulls?: 'IGNORE' | 'RESPECT' | undefined;
}

export interface WindowSpecification extends Node {
  /** The name of a window of the WINDOW clause that this one is, or begins with. */
  readonly base?: string | undefined;
  /** `OVER w`, not `OVER (w)`: it is that window, frame and all. */
  readonly isName?: boolean;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: Frame | undefined;
}

export interface Frame {
  readonly type: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end?: FrameBound | undefined;
}

export interface FrameBound extends Node {
  readonly direction: 'PRECEDING' | 'FOLLOWING' | 'CURRENT ROW';
  /** Absent for UNBOUNDED. */
  readonly offset?: Expression | undefined;
}

export interface TypeName extends Node {
  /** Lower case, such as `decimal` or `timestamp with time zone`. */
  readonly name: string;
  readonly parameters: readonly (number | TypeName)[];
  /** Of a ROW type. */
  readonly fieldNames?: readonly (string | undefined)[];
}

export interface SortItem {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface Query extends Node {
  readonly with: readonly {
    readonly at: Position;
    readonly name: string;
    readonly columns?: readonly string[] | undefined;
    readonly query: Query;
  }[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset?: Expression | undefined;
  readonly limit?: Expression | undefined;
  readonly withTies: boolean;
}

export type QueryBody = Select | SetOperation | Values | (Node & { readonly kind: 'nested'; readonly query: Query });

export interface SetOperation extends Node {
  readonly kind: 'set';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface Values extends Node {
  readonly kind: 'values';
  readonly rows: readonly Expression[];
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from?: Relation | undefined;
  readonly where?: Expression | undefined;
  readonly groupBy?: { readonly distinct: boolean; readonly elements: readonly GroupingElement[] } | undefined;
  readonly having?: Expression | undefined;
  readonly windows: ReadonlyMap<string, WindowSpecification>;
}

export type SelectItem =
  | (Node & { readonly star: true; readonly qualifier?: Expression | undefined; readonly aliases?: readonly string[] | undefined })
  | (Node & { readonly star: false; readonly value: Expression; readonly alias?: string | undefined });

/** Each is a list of grouping sets once it is expanded; a plain expression is one set of one. */
export interface GroupingElement {
  readonly kind: 'simple' | 'rollup' | 'cube' | 'sets';
  readonly sets: readonly (readonly Expression[])[];
}

export type Relation = Node &
  (
    | { readonly kind: 'table'; readonly name: readonly string[] }
    | { readonly kind: 'query'; readonly query: Query; readonly lateral: boolean }
    | { readonly kind: 'unnest'; readonly items: readonly Expression[]; readonly ordinality: boolean }
    | { readonly kind: 'sampled'; readonly relation: Relation; readonly percentage: Expression }
    | { readonly kind: 'aliased'; readonly relation: Relation; readonly alias: string; readonly columns?: readonly string[] | undefined }
    | {
        readonly kind: 'join';
        readonly type: 'CROSS' | 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
        readonly left: Relation;
        readonly right: Relation;
        readonly on?: Expression | undefined;
        readonly using?: readonly { readonly name: string; readonly at: Position }[] | undefined;
      }
  );
