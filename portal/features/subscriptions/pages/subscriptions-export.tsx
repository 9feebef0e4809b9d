import writeExcelFile from 'write-excel-file/node';
import type { z } from 'zod';
import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { getInventoryLines } from '../inventory/get-inventory-lines.ts';
import { subscriptionFiltersOf } from '../subscription-filters.ts';
import type { Route } from './+types/subscriptions-export.ts';

/** The whole list with the filters of the address, as CSV or (`format=xlsx`) for Excel. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const parameters = new URL(args.request.url).searchParams;
    const { page: _, pageSize: __, ...filters } = subscriptionFiltersOf(parameters).filters;
    const lines: Line[] = [];
    for (let page = 1; ; page += 1) {
      const part = await caller.call(getInventoryLines, { ...filters, page, locale: caller.locale });
      if (page === 1) lines.push(part.columns);
      lines.push(...part.lines);
      if (!part.hasMore) break;
    }
    return parameters.get('format') === 'xlsx' ? excelFile(lines) : csvFile(lines);
  });

type Line = z.output<(typeof getInventoryLines)['output']>['lines'][number];

function csvFile(lines: readonly Line[]): Response {
  return new Response(csvText(lines.map((line) => line.map((cell) => String(cell ?? '')))), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="subscriptions.csv"',
    },
  });
}

async function excelFile(lines: readonly Line[]): Promise<Response> {
  const rows = lines.map((line, index) =>
    line.map((value) => (value === null ? null : { value, ...(index === 0 && { fontWeight: 'bold' as const }) })),
  );
  const file = await writeExcelFile(rows, { stickyRowsCount: 1 }).toBuffer();
  return new Response(new Uint8Array(file), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': 'attachment; filename="subscriptions.xlsx"',
    },
  });
}
