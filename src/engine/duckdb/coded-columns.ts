import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { CodedColumn } from '../engine.ts';

/**
 * Every column of a statement as text, each different value once: rows carry its number. DuckDB hashes each value, so that a
 * text becomes a JavaScript string only when it is new; two texts of one 64-bit hash would be taken for one, which for ten
 * million different values is to be expected once in three hundred thousand runs. Rows stand in the statement's order.
 */
export async function codedColumns(
  connection: DuckDBConnection,
  statement: string,
  values: DuckDBValue[],
  types: DuckDBType[],
): Promise<CodedColumn[]> {
  const shape = await connection.prepare(statement);
  const names: string[] = [];
  try {
    for (let at = 0; at < shape.columnCount; at++) names.push(shape.columnName(at));
  } finally {
    shape.destroySync();
  }
  const columns = names.map((_, at) => `c${at}`);
  // 0 stands for null, and is moved away from where it is a hash.
  const hashed = columns.map(
    (column) =>
      `case when ${column} is null then 0::ubigint else hash(${column}::varchar) | 1 end, ${column}::varchar`,
  );
  const result = await connection.stream(
    `select ${hashed.join(', ')} from (${statement}) q(${columns.join(', ')})`,
    values,
    types,
  );
  const coders = names.map(() => new Coder());
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [at, coder] of coders.entries()) coder.read(chunk, 2 * at);
  }
  return names.map((name, at) => coders[at]!.column(name));
}

/** Numbers the values of one column in the order in which they first appear. */
class Coder {
  #codes = new Int32Array(1 << 14);
  #rows = 0;
  readonly #values = [''];
  #slots = new Int32Array(1 << 12);
  #low = new Int32Array(1 << 12);
  #high = new Int32Array(1 << 12);

  read(chunk: DuckDBDataChunk, at: number): void {
    const rows = chunk.rowCount;
    if (this.#rows + rows > this.#codes.length) {
      const larger = new Int32Array(Math.max(this.#codes.length * 2, this.#rows + rows));
      larger.set(this.#codes);
      this.#codes = larger;
    }
    const { items } = chunk.getColumnVector(at) as unknown as { items: BigUint64Array };
    const halves = new Int32Array(items.buffer, items.byteOffset, rows * 2);
    let text: { getItem(row: number): string } | undefined;
    for (let row = 0; row < rows; row++) {
      const [low, high] = [halves[2 * row]!, halves[2 * row + 1]!];
      let code = 0;
      if (low !== 0 || high !== 0) {
        const slot = this.#find(low, high);
        code = this.#slots[slot]!;
        if (code === 0) {
          text ??= chunk.getColumnVector(at + 1) as unknown as { getItem(row: number): string };
          code = this.#values.push(text.getItem(row)) - 1;
          this.#slots[slot] = code;
          this.#low[slot] = low;
          this.#high[slot] = high;
          if (code * 2 > this.#slots.length) this.#grow();
        }
      }
      this.#codes[this.#rows + row] = code;
    }
    this.#rows += rows;
  }

  /** Where a hash stands, or where it belongs: open addressing, filled to a half at most. */
  #find(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    let slot = (high ^ (low >>> 8)) & mask;
    while (this.#slots[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [slots, low, high] = [this.#slots, this.#low, this.#high];
    this.#slots = new Int32Array(slots.length * 2);
    this.#low = new Int32Array(slots.length * 2);
    this.#high = new Int32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at++) {
      if (slots[at] === 0) continue;
      const slot = this.#find(low[at]!, high[at]!);
      this.#slots[slot] = slots[at]!;
      this.#low[slot] = low[at]!;
      this.#high[slot] = high[at]!;
    }
  }

  column(name: string): CodedColumn {
    return { name, codes: this.#codes.slice(0, this.#rows), values: this.#values };
  }
}
