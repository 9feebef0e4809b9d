import type { Metric } from '../metric.ts';

/** A measure: its ceiling or floor at each size, and how many times as much it may be at the largest as at the smallest. */
export type Measure = Readonly<{
  name: string;
  unit: string;
  ceiling?: number;
  floor?: number;
  growthMax?: number;
  /** Decimals that are shown. */
  decimals?: number;
}>;

export type Table = ReturnType<typeof createTable>;

/** Measured values by measure and size. */
export function createTable() {
  const rows = new Map<string, { measure: Measure; values: Map<number, number> }>();
  const growthOf = ({ values }: { values: ReadonlyMap<number, number> }): number | undefined => {
    const sizes = [...values.keys()].sort((left, right) => left - right);
    const [smallest, largest] = [values.get(sizes[0] ?? 0), values.get(sizes.at(-1) ?? 0)];
    return sizes.length < 2 || smallest === undefined || largest === undefined ? undefined : largest / smallest;
  };
  return {
    add(size: number, measure: Measure, value: number): void {
      const row = rows.get(measure.name) ?? { measure, values: new Map() };
      row.values.set(size, value);
      rows.set(measure.name, row);
    },
    /** As Markdown: measure, unit, ceiling or floor, a column for each size, growth from the smallest to the largest. */
    text(): string {
      const sizes = [...new Set([...rows.values()].flatMap(({ values }) => [...values.keys()]))].sort(
        (left, right) => left - right,
      );
      const header = ['Measure', 'Ceiling or floor', ...sizes.map((size) => size.toLocaleString('en')), 'Growth'];
      const body = [...rows.values()].map((row) => {
        const { measure, values } = row;
        const growth = growthOf(row);
        const shown = (value: number | undefined) => (value === undefined ? '' : value.toFixed(measure.decimals ?? 0));
        return [
          `${measure.name}${measure.unit === '' ? '' : ` (${measure.unit})`}`,
          limitOf(measure),
          ...sizes.map((size) => shown(values.get(size))),
          growth === undefined || !Number.isFinite(growth) ? '' : `× ${growth.toFixed(2)}`,
        ];
      });
      return markdown([header, ...body]);
    },
    /** Each value beside its ceiling or floor, and the growth of those that should be flat. */
    metrics(): Metric[] {
      return [...rows.values()].flatMap((row) => {
        const { name, unit, ceiling, floor, growthMax } = row.measure;
        const limits = { ...(ceiling === undefined ? {} : { ceiling }), ...(floor === undefined ? {} : { floor }) };
        const growth = growthOf(row);
        return [
          ...(ceiling === undefined && floor === undefined
            ? []
            : [...row.values].map(([size, value]) => ({ name: `${name}, ${size}`, value, unit, ...limits }))),
          ...(growthMax === undefined || growth === undefined
            ? []
            : [{ name: `${name}, growth`, value: growth, unit: '×', ceiling: growthMax }]),
        ];
      });
    },
  };
}

function limitOf({ ceiling, floor, growthMax }: Measure): string {
  return [
    ...(ceiling === undefined ? [] : [`at most ${ceiling}`]),
    ...(floor === undefined ? [] : [`at least ${floor}`]),
    ...(growthMax === undefined ? [] : [`growth at most × ${growthMax}`]),
  ].join('; ');
}

export function markdown(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
