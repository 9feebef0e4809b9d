import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import css from './data-table.module.css';
import { EmptyState } from './empty-state.tsx';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import { Pagination } from './pagination.tsx';
import { SearchBox } from './search-box.tsx';
import { type TableQuery, withParameters } from './table-query.ts';
import { useTotalText } from './total-text.ts';

/** One column. The first one names the row. */
export type Column<Row> = Readonly<{
  /** The sort key, when the column can be sorted. */
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers are aligned at the end. */
  align?: 'start' | 'end';
  sortable?: boolean;
  /** Its place on a phone, where a row has two lines: the first column is the title, the others are the second line. */
  phone?: 'title' | 'end' | 'line' | 'hidden';
}>;

/** One filter: a search parameter with its choices, as chips. */
export type Filter = Readonly<{
  name: string;
  label: string;
  options: readonly Readonly<{ value: string; label: string; count?: number }>[];
}>;

type DataTableProps<Row> = {
  /** The name of the table; read aloud, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  /** The rows of this page only, filtered and sorted by the server. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The query in the address (`readTableQuery`). Without it there is no sorting and no paging. */
  query?: TableQuery;
  /** Rows on all pages together. */
  total?: number;
  /** The name of the search field; no search without it. */
  searchLabel?: string;
  filters?: readonly Filter[];
  /** The path of the CSV with all pages. */
  exportTo?: string;
  /** Shown when the list is empty without any filter: an `EmptyState` that leads to the first entry. */
  empty: ReactNode;
  /** Rows can be ticked; `actions` shows what can be done with them. Boxes are posted as `selected`. */
  selection?: {
    labelOf: (row: Row) => string;
    actions: (selectedKeys: readonly string[]) => ReactNode;
    /** The id of the form that the boxes belong to, if any. */
    form?: string;
  };
};

/**
 * A list of many things: plain elements, so that fifty rows cost little. On a narrow place it becomes a list of
 * two-line rows. Search, filters, sorting and page live in the address.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, query, total = rows.length, selection } = props;
  const t = useT();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [parameters] = useSearchParams();
  const narrowed = query !== undefined && (query.search !== '' || Object.keys(query.filters).length > 0);
  const here = rows.map(rowKey).filter((key) => selected.has(key));

  function select(keys: readonly string[], on: boolean) {
    const next = new Set(selected);
    for (const key of keys) on ? next.add(key) : next.delete(key);
    setSelected(next);
  }

  if (total === 0 && !narrowed) return <div className={css.frame}>{props.empty}</div>;
  return (
    <div className={css.frame}>
      <Toolbar {...props} total={total} />
      {selection !== undefined && here.length > 0 ? (
        <div className={css.selection}>
          <span role="status">{t('ui.table.selected', { count: here.length })}</span>
          {selection.actions(here)}
        </div>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState
          icon="search"
          title={t('ui.table.nothingFound')}
          action={<Link to={withoutNarrowing(parameters, props.filters ?? [])}>{t('ui.table.showAll')}</Link>}
        />
      ) : (
        <table className={css.table}>
          <caption className="spoken-only">{caption}</caption>
          <thead>
            <tr>
              {selection === undefined ? null : (
                <td className={css.box}>
                  <input
                    type="checkbox"
                    aria-label={t('ui.table.selectAll')}
                    checked={here.length === rows.length}
                    onChange={(event) => select(rows.map(rowKey), event.currentTarget.checked)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <Header key={column.key} column={column} query={query} parameters={parameters} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = rowKey(row);
              return (
                <tr key={key} data-selected={selected.has(key)}>
                  {selection === undefined ? null : (
                    <td className={css.box}>
                      <input
                        type="checkbox"
                        name="selected"
                        value={key}
                        form={selection.form}
                        aria-label={selection.labelOf(row)}
                        checked={selected.has(key)}
                        onChange={(event) => select([key], event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  {columns.map((column, position) =>
                    position === 0 ? (
                      <th key={column.key} scope="row" data-phone={column.phone ?? 'title'}>
                        {column.cell(row)}
                      </th>
                    ) : (
                      <td
                        key={column.key}
                        data-align={column.align}
                        data-phone={column.phone ?? 'line'}
                        data-header={column.header}
                      >
                        {column.cell(row)}
                      </td>
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {query === undefined ? null : <Pagination page={query.page} pageSize={query.pageSize} total={total} />}
    </div>
  );
}

function Toolbar<Row>({ query, total, searchLabel, filters = [], exportTo }: DataTableProps<Row> & { total: number }) {
  const t = useT();
  const totalText = useTotalText();
  const [parameters] = useSearchParams();
  if (searchLabel === undefined && filters.length === 0 && exportTo === undefined) return null;
  const kept = [...parameters].filter(([name]) => name !== 'q' && name !== 'page');
  return (
    <div className={css.toolbar}>
      {searchLabel === undefined ? null : (
        <SearchBox label={searchLabel} defaultValue={query?.search ?? ''} kept={kept} />
      )}
      {filters.map((filter) => (
        <Chips key={filter.name} filter={filter} chosen={query?.filters[filter.name] ?? []} parameters={parameters} />
      ))}
      <div className={css.aside}>
        <span>{t('ui.table.total', { count: total, total: totalText(total) })}</span>
        {exportTo === undefined ? null : (
          <a className={css.export} href={exportTo} download>
            <Icon name="download" size={16} />
            {t('ui.table.export')}
          </a>
        )}
      </div>
    </div>
  );
}

function Chips({
  filter,
  chosen,
  parameters,
}: {
  filter: Filter;
  chosen: readonly string[];
  parameters: URLSearchParams;
}) {
  const t = useT();
  const totalText = useTotalText();
  return (
    <ul className={css.chips} aria-label={filter.label}>
      {filter.options.map(({ value, label, count }) => {
        const on = chosen.includes(value);
        const next = on ? chosen.filter((one) => one !== value) : [...chosen, value];
        return (
          <li key={value}>
            <Link
              className={css.chip}
              to={withParameters(parameters, { [filter.name]: next })}
              aria-current={on ? 'true' : undefined}
              preventScrollReset
            >
              {label}
              {count === undefined ? null : <span className={css.count}>{totalText(count)}</span>}
              {on ? (
                <>
                  <Icon name="close" size={12} />
                  <span className="spoken-only">{t('ui.table.removeFilter')}</span>
                </>
              ) : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Header<Row>({
  column,
  query,
  parameters,
}: {
  column: Column<Row>;
  query: TableQuery | undefined;
  parameters: URLSearchParams;
}) {
  if (!column.sortable || query === undefined) {
    return (
      <th scope="col" data-align={column.align}>
        {column.header}
      </th>
    );
  }
  const sorted = query.sortKey === column.key;
  const direction = query.descending ? 'descending' : 'ascending';
  const next = sorted && !query.descending ? `-${column.key}` : column.key;
  return (
    <th scope="col" data-align={column.align} aria-sort={sorted ? direction : undefined}>
      <Link className={css.sort} to={withParameters(parameters, { sort: next })} preventScrollReset>
        {column.header}
        {sorted ? <Icon name={query.descending ? 'sortDown' : 'sortUp'} size={14} /> : null}
      </Link>
    </th>
  );
}

function withoutNarrowing(parameters: URLSearchParams, filters: readonly Filter[]): string {
  return withParameters(parameters, Object.fromEntries([['q', null], ...filters.map(({ name }) => [name, null])]));
}
