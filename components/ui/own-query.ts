/** Where the router takes the page to be. */
type Place = { readonly path: string; readonly routed: string };

/** A query that stands in the address in place of the one that the router has. */
type OwnQuery = Place & { readonly query: string };

/** An event of the browser's Navigation API. */
type EntryChange = Event & { readonly navigationType: "push" | "replace" | "traverse" | "reload" | null };

let own: OwnQuery | null = null;
let isWriting = false;
/** What the router keeps with the address, as far as it was seen. */
let routerState: unknown = null;
/** Where somebody goes, be it to the same page. */
let goal: URL | null = null;
let isWatching = false;
const listeners = new Set<() => void>();

/**
 * What a page has written into the address by itself. The router is not told of it: it would take the page for another
 * one, and when its data is fetched anew just then, would load the whole document (vercel/next.js#98323), with all that
 * somebody was doing.
 */
export const ownQuery = {
  read: (): OwnQuery | null => own,

  subscribe: (listener: () => void): (() => void) => {
    watch();
    noteRouterState();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },

  /** Somebody follows a link. */
  leave: (href: string): void => {
    watch();
    goal = new URL(href, window.location.href);
  },

  /** Null takes a name out. */
  change: (place: Place, changes: Readonly<Record<string, string | null>>): void => {
    const next = new URLSearchParams(isAt(place) ? own?.query : place.routed);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    }
    keep({ ...place, query: next.toString() });
    write();
  },
};

function isAt({ path, routed }: Place): boolean {
  return own?.path === path && own.routed === routed;
}

function keep(next: OwnQuery | null): void {
  own = next;
  for (const listener of listeners) listener();
}

/** Changes the address. The router only follows changes that do not carry its own state. */
function write(): void {
  if (!own) return;
  noteRouterState();
  isWriting = true;
  const { path, query } = own;
  window.history.replaceState(routerState, "", query === "" ? path : `${path}?${query}`);
  isWriting = false;
}

/**
 * After it has fetched a page anew, the router puts the address back to what it takes it to be; after a server action,
 * or the next time after one, as an entry of its own.
 */
function onEntry(event: Event): void {
  if (isWriting) return;
  noteRouterState();
  const { pathname, search } = window.location;
  const isLeft = hasArrived() || (event as EntryChange).navigationType === "traverse";
  if (!own) return;
  const at = normal(search);
  if (!isLeft && isAt({ path: pathname, routed: at })) write();
  // The router may be drawing, when nothing may be told to components.
  else if (pathname !== own.path || at !== own.query) queueMicrotask(forget);
}

/** Whether somebody is where they were going. */
function hasArrived(): boolean {
  const { pathname, search } = window.location;
  const isThere = goal?.pathname === pathname && goal.search === search;
  if (isThere) goal = null;
  return isThere;
}

/** A link to a part of the page makes an entry without it. */
function noteRouterState(): void {
  routerState = (window.history.state as unknown) ?? routerState;
}

function forget(): void {
  keep(null);
}

function normal(search: string): string {
  return new URLSearchParams(search).toString();
}

/** Not every browser tells of changes of the address. Where none does, a link to the very same page changes nothing. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", onEntry);
}
