"use client";

import { useEffect } from "react";

/** How far around what is pointed at a text may have been cut off. */
const levels = 4;

/** Whatever is cut off for lack of room is told whole to whoever points at it. */
export function FullTexts() {
  useEffect(() => {
    const own = new WeakSet<Element>();
    const tell = ({ target }: PointerEvent) => {
      const cut = cutOff(target);
      if (!cut || (cut.title !== "" && !own.has(cut))) return;
      own.add(cut);
      cut.title = cut.innerText;
    };
    document.addEventListener("pointerover", tell);
    return () => {
      document.removeEventListener("pointerover", tell);
    };
  }, []);
  return null;
}

function isCutOff(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === "ellipsis";
}

function cutOff(target: EventTarget | null): HTMLElement | null {
  let around: Element | null = target instanceof Element ? target : null;
  for (let level = 0; around && level < levels; level++) {
    if (around instanceof HTMLElement && isCutOff(around)) return around;
    around = around.parentElement;
  }
  return null;
}
