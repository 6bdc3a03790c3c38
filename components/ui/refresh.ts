import { askService, noteStanding } from "./service";
import { fetchWhole } from "./whole-page";

let refreshPage: (() => void) | null = null;
let isDue = false;
let underWay: Promise<boolean> | null = null;

/** @param refresh the router's */
export function refreshBy(refresh: () => void): void {
  refreshPage = refresh;
}

/**
 * Asks for the page's data anew, if the service answers and the session goes on; what is typed stays.
 * @returns whether what is shown is what the service says now
 */
export function refresh(): Promise<boolean> {
  isDue = true;
  underWay ??= whileDue();
  return underWay;
}

async function whileDue(): Promise<boolean> {
  let isFresh = false;
  while (isDue) {
    isDue = false;
    isFresh = await fetchAnew();
  }
  underWay = null;
  return isFresh;
}

async function fetchAnew(): Promise<boolean> {
  if (!refreshPage || (await askService()) !== "good") return false;
  if (await fetchWhole(refreshPage)) return true;
  noteStanding("away");
  // It may say why.
  void askService();
  return false;
}
