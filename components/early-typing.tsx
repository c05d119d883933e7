'use client';

import { useEffect, useLayoutEffect } from 'react';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * The page is there before its script is. What was typed or chosen in between stands in the document and in no form's
 * state, and the first rendering would put the state back over it. So it is looked up in the commit that hydrates, and
 * told to the forms as if it were typed now: through the events that they listen to anyway.
 */
export function EarlyTyping() {
  // The server has no layout, and says so.
  const useFirstCommit = typeof window === 'undefined' ? useEffect : useLayoutEffect;
  useFirstCommit(() => {
    const early = [...document.querySelectorAll<Control>('input, textarea, select')].flatMap((control) => {
      const tell = teller(control);
      return tell ? [{ control, tell }] : [];
    });
    if (early.length === 0) return;
    let timer: ReturnType<typeof setTimeout>;
    // Each in a task of its own: a form that keeps several values in one object has to see the others before.
    const next = () => {
      const one = early.shift();
      if (!one) return;
      if (one.control.isConnected) one.tell();
      timer = setTimeout(next);
    };
    timer = setTimeout(next);
    return () => clearTimeout(timer);
  }, []);
  return null;
}

/** How to tell what was entered; null when nothing was. React sets the defaults to its own state when it hydrates. */
function teller(control: Control): (() => void) | null {
  if (control instanceof HTMLSelectElement) {
    const { value } = control;
    const changed = [...control.options].some((option) => option.selected !== option.defaultSelected);
    return changed ? () => tellValue(control, value) : null;
  }
  if (control instanceof HTMLInputElement) {
    if (control.type === 'file')
      return control.files?.length ? () => control.dispatchEvent(new Event('change', { bubbles: true })) : null;
    if (control.type === 'checkbox' || control.type === 'radio') {
      const { checked } = control;
      // Of a group of radios only the one that is chosen now has something to tell.
      if (checked === control.defaultChecked || (control.type === 'radio' && !checked)) return null;
      return () => {
        if (control.checked === checked) control.checked = !checked;
        control.click();
      };
    }
  }
  const { value } = control;
  return value === control.defaultValue ? null : () => tellValue(control, value);
}

/**
 * React compares a control with the value it saw last, and hears nothing when both are equal. The property of the
 * instance is React's and notes what it is set to; that of the prototype does not.
 */
function tellValue(control: Control, value: string): void {
  const caret = control instanceof HTMLSelectElement ? null : control.selectionStart;
  const prototype = Object.getPrototypeOf(control) as object;
  control.value = `${value} `;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, value);
  if (caret !== null && !(control instanceof HTMLSelectElement) && document.activeElement === control)
    control.setSelectionRange(caret, caret);
  control.dispatchEvent(new Event(control instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
