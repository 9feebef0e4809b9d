import type { Metric } from '../metric.ts';

/** A measure: its ceiling or floor at each size, and how many times as much it may be at the largest size. */
export type Measure = Readonly<{
  name: string;
  unit: string;
  ceiling?: number;
  floor?: number;
  growthMax?: number;
  /** Times its anchor, which is measured in the same seconds; `growthMax` then is that of the multiple. */
  timesMax?: number;
  /** Decimals that are shown. */
  decimals?: number;
}>;

type Row = Readonly<{ measure: Measure; values: Map<number, number>; anchors: Map<number, number> }>;

export type Table = ReturnType<typeof createTable>;

/** Measured values by measure and size. */
export function createTable() {
  const rows = new Map<string, Row>();
  const growthOf = ({ values, anchors }: Row): number | undefined => {
    const sizes = [...values.keys()].sort((left, right) => left - right);
    const multiple = (size = 0) => (values.get(size) ?? Number.NaN) / (anchors.get(size) ?? 1);
    return sizes.length < 2 ? undefined : multiple(sizes.at(-1)) / multiple(sizes[0]);
  };
  return {
    add(size: number, measure: Measure, value: number, anchor?: number): void {
      const row = rows.get(measure.name) ?? { measure, values: new Map(), anchors: new Map() };
      row.values.set(size, value);
      if (anchor !== undefined) row.anchors.set(size, anchor);
      rows.set(measure.name, row);
    },
    /** As Markdown: measure, ceiling or floor, a column for each size, growth from the smallest to the largest. */
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
        const { name, unit, ceiling, floor, growthMax, timesMax } = row.measure;
        const limits = { ...(ceiling === undefined ? {} : { ceiling }), ...(floor === undefined ? {} : { floor }) };
        const growth = growthOf(row);
        return [
          ...(ceiling === undefined && floor === undefined
            ? []
            : [...row.values].map(([size, value]) => ({ name: `${name}, ${size}`, value, unit, ...limits }))),
          ...(timesMax === undefined
            ? []
            : [...row.values].map(([size, value]) => ({
                name: `${name}, ${size}, times its anchor`,
                value: value / (row.anchors.get(size) ?? Number.NaN),
                unit: '×',
                ceiling: timesMax,
              }))),
          ...(growthMax === undefined || growth === undefined
            ? []
            : [{ name: `${name}, growth`, value: growth, unit: '×', ceiling: growthMax }]),
        ];
      });
    },
  };
}

function limitOf({ ceiling, floor, growthMax, timesMax }: Measure): string {
  return [
    ...(ceiling === undefined ? [] : [`at most ${ceiling}`]),
    ...(floor === undefined ? [] : [`at least ${floor}`]),
    ...(timesMax === undefined ? [] : [`at most ${timesMax} × a bare route`]),
    ...(growthMax === undefined ? [] : [`growth at most × ${growthMax}`]),
  ].join('; ');
}

export function markdown(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
