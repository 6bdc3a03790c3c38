"use client";

import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";

type FrameProps = {
  /** The ways to everywhere. */
  nav: ReactNode;
  /** Above every page. */
  top: ReactNode;
  children: ReactNode;
};

/** What is around every page. Where there is little room, the ways to everywhere come when they are asked for. */
export function Frame({ nav, top, children }: FrameProps) {
  const id = useId();
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  // Until one has gone somewhere.
  const isOpen = openAt === path;
  const close = () => {
    setOpenAt(null);
    button.current?.focus();
  };
  return (
    <div className="relative flex min-h-0 flex-1">
      <Side
        id={id}
        isOpen={isOpen}
        onLeave={() => {
          setOpenAt(null);
        }}
        onClose={close}
      >
        {nav}
      </Side>
      {isOpen && (
        <div
          aria-hidden
          className="absolute inset-0 z-20 bg-[rgb(10_12_16/0.45)] md:hidden"
          onClick={close}
        />
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-surface px-5 max-md:gap-2 max-md:px-3">
          <Button
            ref={button}
            look="quiet"
            aria-label="Menu"
            aria-expanded={isOpen}
            aria-controls={id}
            className="-ml-1.5 px-1.5 md:hidden"
            onClick={() => {
              setOpenAt(isOpen ? null : path);
            }}
          >
            <Menu />
          </Button>
          {top}
        </div>
        {children}
      </div>
    </div>
  );
}

type SideProps = {
  id: string;
  isOpen: boolean;
  onLeave: () => void;
  onClose: () => void;
  children: ReactNode;
};

function Side({ id, isOpen, onLeave, onClose, children }: SideProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) box.current?.querySelector("a")?.focus();
  }, [isOpen]);
  return (
    <div
      id={id}
      ref={box}
      className={classes(
        "flex w-48 shrink-0 flex-col border-r border-line bg-surface p-2",
        "max-md:absolute max-md:inset-y-0 max-md:left-0 max-md:z-30 max-md:w-60 max-md:overflow-y-auto max-md:shadow-raised",
        !isOpen && "max-md:hidden",
      )}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) onLeave();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      {children}
    </div>
  );
}
