import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { RefObject } from 'react';
import css from './tooltip.module.css';

type TooltipProps = {
  /** The element that the tooltip explains. It carries the same text for assistive technology. */
  anchor: RefObject<Element | null>;
  text: string;
  isOpen: boolean;
  /** Called when the tooltip closes by itself, such as with Escape. */
  onOpenChange: (isOpen: boolean) => void;
};

/** A line beside an element while the pointer is on it or it has the focus. Loaded when it is first needed. */
export default function Tooltip({ anchor, text, isOpen, onOpenChange }: TooltipProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={6}>
          <Base.Popup className={css.tooltip}>{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
