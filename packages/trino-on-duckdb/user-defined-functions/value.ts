/** A Trino value as our own functions see it. A date is days, a timestamp microseconds, since 1970; an interval months or milliseconds. */
export type Value = null | boolean | number | bigint | string | Uint8Array | Decimal | Zoned | MapValue | readonly Value[];

/** `unscaled` 1250 with `scale` 2 is 12.50. */
export class Decimal {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}

  toString(): string {
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const sign = this.unscaled < 0n ? '-' : '';
    return this.scale === 0 ? sign + digits : `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }
}

/** A point in time (microseconds since 1970) and the zone that it is shown in. */
export class Zoned {
  constructor(
    readonly instant: bigint,
    readonly zone: string,
  ) {}
}

export class MapValue {
  constructor(readonly entries: readonly (readonly [Value, Value])[]) {}
}
