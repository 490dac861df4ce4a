/** More columns than this is not a table that anybody can read; 5,000 load. */
export const columnCountLimit = 10_000;
/** A longer record is set aside. Cells with drawn boundaries reach a few megabytes. */
export const maxRecordBytes = 16 * 1024 * 1024;
/** A compressed file may grow to this, and to this many times its size: beyond that it is a bomb. */
export const maxUnpackedBytes = 64 * 1024 ** 3;
export const maxUnpackedRatio = 1_000;
/** Ratios count only past this size: a small file of one repeated line is no attack. */
export const alwaysUnpackedBytes = 256 * 1024 ** 2;
/** A spreadsheet is held in memory while it is read. */
export const maxSpreadsheetBytes = 400 * 1024 ** 2;
/** The layout of a text file is found in this much of its head. */
export const layoutBytes = 256 * 1024;
