import { misuse } from "./failure";

/** @throws Failure unless it is a whole number from 0 to 100 */
export function readPercentage(text: string, what: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text);
  throw misuse(`${what} "${text}" is no percentage: give a whole number from 0 to 100.`);
}
