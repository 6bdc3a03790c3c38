"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { windowSize, type ReleaseRow, type ReleaseWindow } from "@/lib/overview/release-list";

import type { ComingRow } from "./drafted-releases";

type Loaded = Omit<ReleaseWindow, "from" | "rows"> & { readonly rows: ReadonlyMap<number, ReleaseRow> };

const typingPause = 120;

function startOf(first: ReleaseWindow): Loaded {
  return { ...first, rows: rowsOf(first) };
}

function rowsOf({ from, rows }: ReleaseWindow): ReadonlyMap<number, ReleaseRow> {
  return new Map(rows.map((row, index) => [from + index, row]));
}

/**
 * The rows of a list of which the page has the beginning; the rest comes as it is scrolled to.
 * @param query what is asked for now, as `queryOf` writes it
 */
export function useReleaseRows(first: ReleaseWindow, query: string) {
  const [loaded, setLoaded] = useState(() => startOf(first));
  const [seen, setSeen] = useState(first);
  const [isStale, setStale] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const asking = useRef(new Set<string>());
  if (seen !== first) {
    // The page was rendered anew: something has changed. It may not know what is asked for by now.
    setSeen(first);
    if (first.query === query) setLoaded(startOf(first));
    else setStale(true);
  }

  useEffect(() => {
    if (query === loaded.query && !isStale) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask(query, 0, stop.signal).then(
        (found) => {
          setFailed(false);
          setStale(false);
          setLoaded({ ...startOf(found), query });
        },
        () => {
          if (!stop.signal.aborted) setFailed(true);
        },
      );
    }, typingPause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, loaded.query, isStale]);

  /** Rows from one place to another are looked at. */
  const show = useCallback(
    (from: number, to: number) => {
      for (const start of missing(loaded, from, to)) {
        const key = `${loaded.query} ${String(start)}`;
        if (asking.current.has(key)) continue;
        asking.current.add(key);
        ask(loaded.query, start)
          .then(
            (found) => {
              setFailed(false);
              setLoaded((now) => joined(now, found));
            },
            () => {
              setFailed(true);
            },
          )
          .finally(() => asking.current.delete(key));
      }
    },
    [loaded],
  );
  const rows = useMemo(() => listed(loaded), [loaded]);
  return { rows, shown: loaded.shown, all: loaded.all, show, hasFailed };
}

function joined(now: Loaded, found: ReleaseWindow): Loaded {
  if (found.query !== now.query) return now;
  return { ...now, ...found, rows: new Map([...now.rows, ...rowsOf(found)]) };
}

/** The beginnings of the windows that are not there yet. */
function missing({ rows, shown }: Loaded, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let start = from - (from % windowSize); start <= Math.min(to, shown - 1); start += windowSize) {
    if (!rows.has(start)) starts.push(start);
  }
  return starts;
}

/** Every row in its place, as a stand-in where it is not there yet. */
function listed({ rows, shown, groups }: Loaded): (ReleaseRow | ComingRow)[] {
  const products = groups.flatMap((group) => Array<string>(group.rows).fill(group.name));
  return Array.from(
    { length: shown },
    (_, place): ReleaseRow | ComingRow =>
      rows.get(place) ?? { isComing: true, name: `… ${String(place)}`, product: products[place] ?? "" },
  );
}

async function ask(query: string, from: number, signal?: AbortSignal): Promise<ReleaseWindow> {
  const asked = new URLSearchParams(query);
  asked.set("from", String(from));
  const response = await fetch(`/find/releases?${asked.toString()}`, signal ? { signal } : {});
  if (!response.ok) throw new Error(`The service answered ${String(response.status)}`);
  return (await response.json()) as ReleaseWindow;
}
