"use client";

import { createContext, useContext, useState, type ReactNode } from "react";

const Tried = createContext(true);

type CheckedProps = {
  /** Whether saving was tried, so that all fields say what is wrong. */
  isTried: boolean;
  children: ReactNode;
};

/** Around fields that are checked while people type: nothing is wrong with what nobody has filled in yet. */
export function Checked({ isTried, children }: CheckedProps) {
  return <Tried value={isTried}>{children}</Tried>;
}

/** Whether it is to be said by now what is wrong with a control: once somebody has left it, or tried to save. */
export function useIsTold() {
  const isTried = useContext(Tried);
  const [wasLeft, setLeft] = useState(false);
  const onBlur = () => {
    setLeft(true);
  };
  return { isTold: isTried || wasLeft, onBlur };
}

/** What is to be said of a control by now. */
export function useTold(error: string | undefined) {
  const { isTold, onBlur } = useIsTold();
  return { told: isTold ? error : undefined, onBlur };
}

/** Goes to the first field around an element that is marked as wrong, once it is drawn. */
export function goToFirstWrong(element: Element): void {
  const form = element.closest("form, [role=dialog]");
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  });
}
