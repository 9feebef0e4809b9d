/** A deadline as a row of a list, and its sentences, for the dashboard. */
export { DeadlineItem, useDeadlineTexts } from './pages/deadline-item.tsx';
