"use client";

import { useEffect } from "react";

import { refresh } from "@/components/ui/refresh";

const every = 1_500;

/** Fetches the page's data anew while something on it goes on, as long as somebody looks. */
export function Follow() {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return null;
}
