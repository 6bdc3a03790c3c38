"use client";

import type { ReactNode } from "react";

import { useUrlState } from "@/components/ui/url-state";
import { Count, SearchField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";

type Listed = {
  /** e.g. "GET /rules" */
  name: string;
  /** What else it is found by. */
  words: string;
  view: ReactNode;
};

type RouteFilterProps = { collections: readonly { name: string; routes: readonly Listed[] }[] };

/** The routes that hold every word which is looked for. */
export function RouteFilter({ collections }: RouteFilterProps) {
  const { get, set } = useUrlState();
  const wanted = get("q").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, words }: Listed) => {
    const text = `${name} ${words}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const shown = collections
    .map(({ name, routes }) => ({ name, routes: routes.filter(fits) }))
    .filter(({ routes }) => routes.length > 0);
  const count = (list: RouteFilterProps["collections"]) =>
    list.reduce((sum, { routes }) => sum + routes.length, 0);
  return (
    <>
      <div role="search" aria-label="Routes" className="flex items-center gap-2">
        <SearchField
          aria-label="Search routes"
          placeholder="Search"
          className="w-56"
          value={get("q")}
          onChange={(event) => {
            set({ q: event.target.value });
          }}
        />
        <Count shown={count(shown)} all={count(collections)} of="routes" />
      </div>
      {shown.length === 0 && <Notice title="No route fits">Look for fewer words.</Notice>}
      {shown.map(({ name, routes }) => (
        <Panel key={name} title={`/${name}`}>
          <ul className="p-1">
            {routes.map((route) => (
              <li key={route.name}>{route.view}</li>
            ))}
          </ul>
        </Panel>
      ))}
    </>
  );
}
