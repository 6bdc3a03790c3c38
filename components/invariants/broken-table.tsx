import { Link } from "@/components/ui/link";
import type { Broken } from "@/lib/analysis/invariants";

const most = 200;
const mostLocales = 6;

/** For whom a statement does not hold, and what they get. */
export function BrokenTable({ broken, caption }: { broken: readonly Broken[]; caption: string }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[44rem] text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-2xs text-ink-soft [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">Channel</th>
            <th scope="col">They have</th>
            <th scope="col">Build target and system</th>
            <th scope="col">Locales</th>
            <th scope="col">But</th>
            <th scope="col">
              <span className="sr-only">Look closer</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {broken.slice(0, most).map((one, index) => (
            <tr
              key={index}
              className="border-b border-line align-top last:border-b-0 [&>td]:px-3 [&>td]:py-1.5"
            >
              <td>{one.channel}</td>
              <td>{one.release === "" ? "" : `${one.release} (${one.version})`}</td>
              <td>
                {one.buildTarget}
                <div className="text-2xs text-ink-faint">{one.osVersion}</div>
              </td>
              <td title={one.locales.join(", ")}>
                {one.locales.slice(0, mostLocales).join(", ")}
                {one.locales.length > mostLocales && ` and ${String(one.locales.length - mostLocales)} more`}
              </td>
              <td>{one.detail}</td>
              <td>
                {one.example !== null && (
                  <Link
                    href={`/explain?${new URLSearchParams({ url: one.example }).toString()}`}
                    className="link"
                  >
                    Explain
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {broken.length > most && (
        <p className="px-3 py-2 text-xs text-ink-soft">
          and {(broken.length - most).toLocaleString("en-US")} more
        </p>
      )}
    </div>
  );
}
