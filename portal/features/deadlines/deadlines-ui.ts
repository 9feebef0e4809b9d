/** A deadline as a row of a list, for the dashboard. */
export { DeadlineItem } from './pages/deadline-item.tsx';
