/** Of the report's page, light and dark as the reader has it. */
export const style = `
:root { color-scheme: light dark; --ground: #fff; --text: #1c1f24; --quiet: #5a6270; --line: #d9dde3; --panel: #f6f7f9; --good: #14692f; --bad: #b3201b; --note: #7a4d00; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --text: #e6e9ee; --quiet: #9aa4b2; --line: #2f3641; --panel: #1c2129; --good: #6fd08c; --bad: #ff8f88; --note: #f0bd64; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 24px; }
h1 { font-size: 24px; margin: 0 0 12px; }
h2 { font-size: 17px; margin: 28px 0 10px; }
dl { margin: 0; }
dl div { display: flex; gap: 12px; }
dt { flex: 0 0 130px; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 12px; margin-top: 20px; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.tile h2 { margin: 0; font-size: 14px; font-weight: 500; color: var(--quiet); }
.tile p { margin: 0; color: var(--quiet); font-size: 13px; }
.tile .figure { font-size: 26px; font-weight: 600; }
.good, .tile.good .figure { color: var(--good); }
.bad, .tile.bad .figure { color: var(--bad); }
.note, .tile.note .figure { color: var(--note); }
table { width: 100%; border-collapse: collapse; }
td, th { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; font-size: 13px; }
.mark { width: 100px; white-space: nowrap; font-weight: 600; }
.numbers td, .numbers th { font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; padding: 8px 14px; background: var(--panel); }
summary { cursor: pointer; }
.rate { color: var(--quiet); font-size: 13px; margin-left: 8px; }
.key { color: var(--quiet); font-size: 13px; margin: 8px 0; }
.examples { table-layout: fixed; }
.examples .target { border-bottom: 0; padding-bottom: 0; color: var(--quiet); }
.side { color: var(--quiet); font-size: 12px; }
code { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
`;
