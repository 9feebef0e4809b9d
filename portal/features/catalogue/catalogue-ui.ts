/** Labels of the catalogue's codes, for pages that show products. */
export { useCatalogueLabels } from './pages/use-catalogue-labels.ts';
