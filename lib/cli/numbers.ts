import { misuse } from "./failure";

/** @throws Failure unless it is a whole number from 0 to 100 */
export function readPercentage(text: string, what: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text);
  throw misuse(`${what} "${text}" is no percentage: give a whole number from 0 to 100.`);
}

/** Digits, as they were typed. @throws Failure unless they are a whole number from 1 on */
export function readNumber(text: string, what: string): string {
  if (/^[1-9]\d{0,9}$/.test(text)) return text;
  throw misuse(`${what} "${text}" is no number: give digits only.`);
}
