"use client";

import NextLink from "next/link";
import { useState, type ComponentProps } from "react";

import { ownQuery } from "./own-query";

import { hasUnsaved } from "./unsaved";
import { useGo } from "./use-go";

type LinkProps = Omit<ComponentProps<typeof NextLink>, "href" | "onNavigate"> & { href: string };

/**
 * A link within the dashboard. Where it leads to is fetched beforehand only once somebody points at it: a page has dozens
 * of links, and fetching them all whenever it is shown or refreshed costs the service more than the page does.
 */
export function Link({ prefetch = null, onPointerEnter, ...props }: LinkProps) {
  const [isPointedAt, setPointedAt] = useState(false);
  const go = useGo();
  return (
    <NextLink
      {...props}
      prefetch={isPointedAt ? prefetch : false}
      onPointerEnter={(event) => {
        setPointedAt(true);
        onPointerEnter?.(event);
      }}
      onNavigate={(event) => {
        if (hasUnsaved()) {
          event.preventDefault();
          go(props.href, props);
        } else ownQuery.leave(props.href);
      }}
    />
  );
}
