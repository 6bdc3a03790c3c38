"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { useGo } from "@/components/ui/use-go";

import { KeyList } from "./key-list";
import { pages } from "./pages";
import { useFound, type FoundPlace } from "./use-found";

/** What the keys of every page open. */
type Opened = "palette" | "keys" | null;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** Goes anywhere by a few letters. Ctrl or Cmd and K opens it from wherever one is; "?" tells the keys. */
export function CommandPalette() {
  const [opened, setOpened] = useState<Opened>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setOpened((now) => (now === "palette" ? null : "palette"));
      } else if (event.key === "?" && !isTyping(event.target) && !document.querySelector("[role=dialog]")) {
        event.preventDefault();
        setOpened("keys");
      }
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  const close = () => {
    setOpened(null);
  };
  return (
    <>
      <Button
        className="w-64 justify-start text-ink-faint max-md:w-auto"
        onClick={() => {
          setOpened("palette");
        }}
      >
        <Search aria-hidden />
        <span className="flex-1 text-left max-md:sr-only">Go to anything</span>
        <kbd className="rounded-xs border border-line px-1 font-sans text-2xs max-md:hidden">Ctrl K</kbd>
      </Button>
      {opened === "palette" && <Palette onClose={close} />}
      {opened === "keys" && (
        <Modal title="Keys" onClose={close}>
          <KeyList />
        </Modal>
      )}
    </>
  );
}

const item =
  "flex min-h-8 items-center gap-2 rounded-xs px-2 text-sm select-none data-[selected=true]:bg-selected data-[selected=true]:text-accent";

function Palette({ onClose }: { onClose: () => void }) {
  const goTo = useGo();
  const [text, setText] = useState("");
  const { found, isLooking } = useFound(text);
  const url = updateUrlIn(text);
  const go = (href: string) => {
    onClose();
    goTo(href);
  };
  const own = pages.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Modal title="Go to" onClose={onClose}>
      <Command shouldFilter={false} loop label="Go to anything" className="p-2">
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="A page, rule, release, change set, or an update URL"
          className="h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 text-sm"
        />
        <Command.List className="mt-2 max-h-[50vh] overflow-y-auto" aria-busy={isLooking}>
          {url !== null && (
            <Command.Item
              value="explain"
              className={item}
              onSelect={() => {
                go(`/explain?${new URLSearchParams({ url }).toString()}`);
              }}
            >
              Explain what a client gets that asks for this
            </Command.Item>
          )}
          {url === null &&
            own.map(({ href, label, Icon }) => (
              <Command.Item
                key={href}
                value={href}
                className={item}
                onSelect={() => {
                  go(href);
                }}
              >
                <Icon aria-hidden className="size-4 text-ink-faint" />
                {label}
              </Command.Item>
            ))}
          {found.map((place) => (
            <Found key={place.href} place={place} go={go} />
          ))}
          {url === null && own.length === 0 && found.length === 0 && (
            <p className="px-2 py-3 text-xs text-ink-soft" role="status">
              {isLooking ? "Looking …" : "Nothing of this name."}
            </p>
          )}
        </Command.List>
      </Command>
    </Modal>
  );
}

function Found({ place, go }: { place: FoundPlace; go: (href: string) => void }) {
  return (
    <Command.Item
      value={place.href}
      className={item}
      onSelect={() => {
        go(place.href);
      }}
    >
      <span className="w-20 shrink-0 text-2xs text-ink-faint">{place.kind}</span>
      <span className="shrink-0 font-medium">{place.name}</span>
      <span className="truncate text-xs text-ink-soft">{place.says}</span>
    </Command.Item>
  );
}

/** The path of an update URL that was pasted, whole or in part; null: it is none. */
function updateUrlIn(text: string): string | null {
  return /\/(?:update2?|json)\/\S+/.exec(text)?.[0] ?? null;
}
