/** The companies: for joins and reads; only this room writes them. */
export { account } from './tables.ts';
