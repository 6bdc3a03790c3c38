import { newest, partnerChannel, partnerRelease, partners, watersheds } from "./configuration";
import { itemAt, pickWeighted, repeatableRandom } from "./random";
import {
  buildTargets,
  fileName,
  host,
  locales,
  partialSources,
  patchOf,
  product,
  shipped,
  type BuildTarget,
  type Line,
  type Shipped,
} from "./releases";

/** A client state: what it asks, and every answer that is right for it (two where a throttle decides). */
export type Client = { url: string; address: string; expected: readonly string[] };

type State = {
  line: Line;
  installed: Shipped;
  target: BuildTarget;
  locale: string;
  osVersion: string;
  partner: number | null;
  force: boolean;
};

const emptyUpdate = '<?xml version="1.0"?>\n<updates>\n</updates>';
const linesByShare = [
  ["release", 82],
  ["beta", 7],
  ["nightly", 5],
  ["esr", 6],
] as const;
/** How far behind the newest of its line a client is, and how many of them. */
const ageByShare = [
  [0, 60],
  [1, 20],
  [2, 8],
  [3, 5],
  [30, 7],
] as const;
const localesByShare = locales.map((locale, index) => [locale, 1 / (index + 1)] as const);
const targetsByShare = buildTargets.map((target) => [target, target.share] as const);
const windows7 = "Windows_NT 6.1.1.0 (x64)";

/** Distinct client states in the shares that a browser's clients have; the same ones in every run. */
export function clients(count: number): Client[] {
  const random = repeatableRandom(20_261_123);
  const known = new Map<string, Client>();
  while (known.size < count) {
    const state = anyState(random);
    const url = urlOf(state, random);
    known.set(url, { url, address: addressOf(known.size), expected: expectedFor(state) });
  }
  return [...known.values()];
}

function anyState(random: () => number): State {
  const line = pickWeighted(random, linesByShare);
  const history = shipped[line];
  const behind = Math.min(
    history.length - 1,
    Math.floor(pickWeighted(random, ageByShare) * (0.2 + random())) + (random() < 0.3 ? 1 : 0),
  );
  const target = pickWeighted(random, targetsByShare);
  const windows = target.name.startsWith("WINNT");
  const partner = random() < 0.04 ? Math.floor(random() * partners) : null;
  return {
    line: partner === null ? line : partnerRelease(partner).line,
    installed: partner === null ? itemAt(history, -1 - behind) : oneOf(random, partner),
    target,
    locale: pickWeighted(random, localesByShare),
    osVersion: windows && random() < 0.03 ? windows7 : target.osVersion,
    partner,
    force: random() < 0.05,
  };
}

function oneOf(random: () => number, partner: number): Shipped {
  const history = shipped[partnerRelease(partner).line];
  return itemAt(history, Math.floor(random() * history.length));
}

function urlOf(
  { installed, target, locale, osVersion, partner, line, force }: State,
  random: () => number,
): string {
  const channel = partner === null ? line : partnerChannel(partner);
  const memory = 1024 * 2 ** Math.floor(random() * 7) + Math.floor(random() * 16);
  const capabilities = `ISET:${target.ftp.startsWith("mac-") ? "ARM64" : "SSE4_2"},MEM:${memory}`;
  const distribution = partner === null ? "default/default" : `acme${partner}/1.0`;
  const segments = [
    product,
    installed.version,
    installed.buildID,
    target.name,
    locale,
    channel,
    // As today's clients do: encoded twice.
    encodeURIComponent(encodeURIComponent(osVersion)),
    encodeURIComponent(capabilities),
    distribution,
  ];
  return `/update/6/${segments.join("/")}/update.xml${force ? "?force=1" : ""}`;
}

function addressOf(index: number): string {
  return `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;
}

function expectedFor(state: State): string[] {
  const { line, partner, osVersion, installed, force } = state;
  if (line === "release" && osVersion === windows7) return [unsupported(state)];
  if (partner !== null) return [update(state, partnerRelease(partner))];
  if (line === "release") {
    const watershed = watersheds.find((version) => parseInt(installed.version) < parseInt(version));
    const through = shipped.release.find(({ version }) => version === watershed);
    if (through) return [update(state, through)];
  }
  if (line !== "beta" || force) return [update(state, newest(line))];
  const fallback = itemAt(shipped.beta, -2);
  return [update(state, newest("beta")), update(state, fallback)];
}

function unsupported({ locale }: State): string {
  const details = `https://www.example.net/${locale}/falcon/unsupported/`;
  return document(
    `    <update type="minor" unsupported="true" detailsURL="${details}" displayVersion="${newest("release").version}">\n    </update>\n`,
  );
}

function update({ installed, target, locale }: State, release: Shipped): string {
  if (release.position <= installed.position) return emptyUpdate;
  const of = `${release.name} ${target.name} ${locale}`;
  const patch = (type: "complete" | "partial", from: string) => {
    const { hashValue, size } = patchOf(type, from, of);
    const url = `https://${host}/pub/falcon/${release.version}/${target.ftp}/${locale}/${fileName(type, from, release)}`;
    return `        <patch type="${type}" URL="${url}" hashFunction="sha512" hashValue="${hashValue}" size="${size}"/>\n`;
  };
  const partial = partialSources(release).some(({ name }) => name === installed.name);
  const version = `displayVersion="${release.version}" appVersion="${release.version}" platformVersion="${release.version}"`;
  const details = `https://www.example.net/${locale}/falcon/${release.version}/releasenotes/`;
  return document(
    `    <update type="minor" ${version} buildID="${release.buildID}" detailsURL="${details}">\n` +
      patch("complete", "*") +
      (partial ? patch("partial", installed.name) : "") +
      "    </update>\n",
  );
}

function document(content: string): string {
  return `<?xml version="1.0"?>\n<updates>\n${content}</updates>`;
}
