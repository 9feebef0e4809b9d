/** Labels of orders and the colour meaning of a status, for pages of other modules that show orders. */
export { statusMeaning, useOrderLabels } from './pages/labels.ts';
