import type { FamilyKey } from '../families/families.ts';
import css from './families.module.css';

/** Drawings of our own, 24 × 24: what the plans of a family are for. */
const DRAWINGS: Readonly<Record<FamilyKey, string>> = {
  microsoft365Business: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  microsoft365Enterprise: 'M5 21V4h9v17M14 9h5v12M8 8h3M8 12h3M8 16h3M3 21h18',
  office365: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  exchange: 'M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5',
  teams: 'M4 5h12v8H9l-3 3v-3H4zM18 9h2v8h-1v3l-3-3h-5',
  security: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4',
  copilot: 'M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8zM18.5 16v4M16.5 18h4',
  powerBi: 'M5 20v-6M10 20V9M15 20v-9M20 20V5',
  planner: 'M5 6l1.5 1.5L9 5M5 12l1.5 1.5L9 11M5 18l1.5 1.5L9 17M12 6.5h7M12 12.5h7M12 18.5h7',
  visio: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
};

/** The drawing of a family on its colour; its name stands beside it. */
export function FamilyMark({ family }: { family: FamilyKey }) {
  return (
    <span className={css.mark} data-family={family}>
      <svg
        aria-hidden="true"
        focusable="false"
        width="24"
        height="24"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={DRAWINGS[family]} />
      </svg>
    </span>
  );
}
