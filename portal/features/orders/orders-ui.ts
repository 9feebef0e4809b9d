/** Labels of orders: terms, billing, steps, failures; the colour meaning of a status. */
export { statusMeaning, useOrderLabels } from './pages/labels.ts';
/** Lists of orders: of one customer, of all customers, of one subscription. */
export { OrdersTable, ShortOrdersTable } from './pages/orders-table.tsx';
