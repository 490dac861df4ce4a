import type { Cell, SheetData } from 'write-excel-file/node';
import { plainCustody, rulesOn } from '../../../core/custody-rules.ts';
import type { Handler } from '../../handler.ts';
import type { exportInventory as operation } from './contract.ts';
import { inventoryAssets } from './inventory-assets.ts';
import { idHead, inventoryColumns } from './inventory-columns.ts';

/** The inventory as a workbook: one asset a row, and a second sheet that says what each column takes. */
export const exportInventory: Handler<typeof operation> = async (context, input) => {
  const assets = await inventoryAssets(context.store.read, input.agency);
  const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' });
  // Always as text: a cell that begins with = is what somebody wrote, never a formula.
  const text = (value: string): Cell => (value === '' ? null : { value, type: String });
  const inventory: SheetData = [
    [bold(idHead), ...inventoryColumns.map(({ head }) => bold(head))],
    ...assets.map((asset) => [
      text(asset.dataset.publicId),
      ...inventoryColumns.map((column) => text(column.write(asset))),
    ]),
  ];
  const reasons = rulesOn((context.jurisdiction.custody ?? plainCustody).reasons, context.clock.today());
  const help: SheetData = [
    [bold('Column'), bold('What it takes')],
    [text(idHead), text('Leave it empty for a new asset; do not change it for others.')],
    ...inventoryColumns.map((column) => [text(column.head), text(column.help)]),
    [null, null],
    [bold('High value reason'), bold('Meaning')],
    ...reasons.map(({ code, says, citation }) => [text(code), text(`${says} (${citation})`)]),
  ];
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const bytes = await writeWorkbook([
    {
      data: inventory,
      sheet: 'Inventory',
      columns: [{ width: 12 }, ...inventoryColumns.map(({ width }) => ({ width }))],
      stickyRowsCount: 1,
    },
    { data: help, sheet: 'How to fill it in', columns: [{ width: 26 }, { width: 90 }] },
  ]).toBuffer();
  const name = `inventory${input.agency === undefined ? '' : `-${input.agency.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`}-${context.clock.today()}.xlsx`;
  return {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: new Uint8Array(bytes),
    headers: { 'content-disposition': `attachment; filename="${name}"` },
  };
};
