import { type RefObject, useEffect, useRef } from 'react';

/**
 * Shows a dialog as long as it is there. The browser's own modal dialog keeps the focus inside and closes on Escape; the
 * focus is given back to where it was.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return dialog;
}
