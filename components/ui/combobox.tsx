"use client";

import {
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
} from "react";

import { classes } from "./classes";
import { TextField } from "./field";

export type Suggestion = {
  /** What the field becomes. */
  readonly value: string;
  readonly label?: ReactNode;
  /** Says more, in a few words. */
  readonly note?: string;
};

type ComboboxProps = Omit<ComponentProps<"input">, "value" | "onChange" | "list" | "className"> & {
  value: string;
  onValue: (value: string) => void;
  /** What goes with a text; asked while people type. */
  suggest: (text: string) => readonly Suggestion[] | Promise<readonly Suggestion[]>;
  /** Names the list for people who can't see it. */
  listLabel: string;
  className?: string;
  /** Drawn inside, before the text. */
  icon?: ReactNode;
};

const pause = 80;

/** A text field that completes: arrows choose, Enter takes, Escape closes; whatever is typed counts as well. */
export function Combobox({ value, onValue, suggest, listLabel, className, icon, ...input }: ComboboxProps) {
  const list = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(suggest, value, isOpen);
  const take = (suggestion: Suggestion) => {
    onValue(suggestion.value);
    setActive(-1);
    // What ends in ":" goes on.
    setOpen(suggestion.value.endsWith(":"));
  };
  const isShown = isOpen && found.length > 0;
  const press = (event: KeyboardEvent) => {
    const chosen = isShown ? found[active] : undefined;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setOpen(true);
      setActive(nextOf(active, event.key === "ArrowDown" ? 1 : -1, found.length));
    } else if (event.key === "Enter" && chosen) take(chosen);
    else if (event.key === "Escape" && isShown) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative">
      {icon}
      <TextField
        {...input}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={isShown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? `${list}-${String(active)}` : undefined}
        className={classes("h-7 px-2 text-xs", className)}
        value={value}
        onChange={(event) => {
          onValue(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        onClick={() => {
          setOpen(true);
        }}
        onKeyDown={press}
        onBlur={() => {
          setOpen(false);
        }}
      />
      <Options id={list} label={listLabel} found={isShown ? found : []} active={active} onTake={take} />
    </div>
  );
}

/** The place after or before one in a list that goes round; -1: none yet. */
function nextOf(active: number, by: 1 | -1, length: number): number {
  if (length === 0) return -1;
  if (active === -1) return by === 1 ? 0 : length - 1;
  return (active + by + length) % length;
}

type OptionsProps = {
  id: string;
  label: string;
  found: readonly Suggestion[];
  active: number;
  onTake: (suggestion: Suggestion) => void;
};

function Options({ id, label, found, active, onTake }: OptionsProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={label}
      hidden={found.length === 0}
      className="absolute top-full left-0 z-40 mt-1 max-h-64 w-max max-w-[26rem] min-w-full overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
    >
      {found.map((suggestion, index) => (
        <Option
          key={suggestion.value}
          id={`${id}-${String(index)}`}
          suggestion={suggestion}
          isActive={index === active}
          onTake={() => {
            onTake(suggestion);
          }}
        />
      ))}
    </ul>
  );
}

type OptionProps = { id: string; suggestion: Suggestion; isActive: boolean; onTake: () => void };

function Option({ id, suggestion, isActive, onTake }: OptionProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes(
        "flex min-h-7 cursor-pointer items-center gap-3 rounded-xs px-2 text-xs hover:bg-hover",
        isActive && "bg-selected hover:bg-selected",
      )}
      // Before the field loses the focus.
      onMouseDown={(event) => {
        event.preventDefault();
        onTake();
      }}
    >
      <span className="min-w-0 flex-1 truncate">{suggestion.label ?? suggestion.value}</span>
      {suggestion.note !== undefined && (
        <span className="shrink-0 text-2xs text-ink-faint">{suggestion.note}</span>
      )}
    </li>
  );
}

function useSuggestions(
  suggest: ComboboxProps["suggest"],
  text: string,
  isWanted: boolean,
): readonly Suggestion[] {
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const ask = useRef(suggest);
  useEffect(() => {
    ask.current = suggest;
  });
  useEffect(() => {
    if (!isWanted) return;
    let isOld = false;
    const timer = setTimeout(() => {
      void Promise.resolve(ask.current(text)).then(
        (list) => {
          if (!isOld) setFound(list);
        },
        () => undefined,
      );
    }, pause);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [text, isWanted]);
  return found;
}
