import { zipOf } from './zip.ts';

/** A workbook of Excel with one sheet, as Excel writes it: texts in the table of shared strings, numbers as numbers. */
export function workbookOf(rows: readonly (readonly (string | number)[])[]): Uint8Array<ArrayBuffer> {
  const strings = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))];
  const cellOf = (cell: string | number, row: number, column: number) => {
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
    return cell === '' ? '' : `<c r="${place}" t="s"><v>${strings.indexOf(cell)}</v></c>`;
  };
  const sheet = rows
    .map((row, at) => `<row r="${at + 1}">${row.map((cell, column) => cellOf(cell, at, column)).join('')}</row>`)
    .join('');
  return zipOf({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"/>`,
    'xl/workbook.xml': part('workbook', `<sheets><sheet name="${SHEET}" sheetId="1" r:id="rId1"/></sheets>`),
    'xl/_rels/workbook.xml.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': part('sst', strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')),
    'xl/worksheets/sheet1.xml': part('worksheet', `<sheetData>${sheet}</sheetData>`),
  });
}

const SHEET = 'Nov_NCE_LicenseBasedPL_GA_IT';
const FORMATS = 'http://schemas.openxmlformats.org';
const PACKAGE = `${FORMATS}/package/2006`;
const RELATIONS = `${FORMATS}/officeDocument/2006/relationships`;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

function part(element: string, content: string): string {
  const spaces = `xmlns="${FORMATS}/spreadsheetml/2006/main" xmlns:r="${RELATIONS}"`;
  return `${XML}<${element} ${spaces}>${content}</${element}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
