"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const every = 1_500;

/** Fetches the page's data anew while something on it goes on, as long as somebody looks. */
export function Follow() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, [router]);
  return null;
}
