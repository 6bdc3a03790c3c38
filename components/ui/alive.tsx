"use client";

import { useEffect } from "react";

/** Marks the document once its script runs: until then clicks do nothing, and the pointer says so. */
export function Alive() {
  useEffect(() => {
    document.documentElement.dataset["alive"] = "";
  }, []);
  return null;
}
