import {
  DuckDBBlobValue,
  type DuckDBResultReader,
  DuckDBTypeId,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';
import { isoText } from './values.ts';

const timestamps: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);
const floats: ReadonlySet<DuckDBTypeId> = new Set([DuckDBTypeId.DOUBLE, DuckDBTypeId.FLOAT]);

const plain: DuckDBValueConverter<Json | Uint8Array> = (value, type, convert) =>
  value instanceof DuckDBBlobValue
    ? value.bytes
    : JsonDuckDBValueConverter(value, type, convert as DuckDBValueConverter<Json>);

/**
 * Rows as {@link Engine.rows} promises them: 64-bit and decimal as strings, timestamps in ISO form, NaN as null, blobs as
 * bytes.
 */
export function plainRows(reader: DuckDBResultReader): Record<string, unknown>[] {
  const rows = reader.convertRowObjects(plain) as Record<string, unknown>[];
  const names = reader.deduplicatedColumnNames();
  for (const [at, name] of names.entries()) {
    const type = reader.columnTypeId(at);
    if (timestamps.has(type)) {
      for (const row of rows) if (row[name] !== null) row[name] = isoText(row[name] as string);
    } else if (floats.has(type)) {
      // The driver prints NaN and the infinities as strings; JSON has no such numbers.
      for (const row of rows) if (typeof row[name] === 'string') row[name] = null;
    }
  }
  return rows;
}
