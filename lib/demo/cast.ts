/** The build targets of the demo's applications, with what URL templates call them. `size` scales the files. */
export const buildTargets: Readonly<Record<string, { osFtp: string; osBouncer: string; size: number }>> = {
  "Linux_x86-gcc3": { osFtp: "linux-i686", osBouncer: "linux", size: 0.97 },
  "Linux_x86_64-gcc3": { osFtp: "linux-x86_64", osBouncer: "linux64", size: 1 },
  "Linux_aarch64-gcc3": { osFtp: "linux-aarch64", osBouncer: "linux64-aarch64", size: 0.99 },
  "Darwin_x86_64-gcc3-u-i386-x86_64": { osFtp: "mac", osBouncer: "osx", size: 1.36 },
  "Darwin_aarch64-gcc3": { osFtp: "mac-aarch64", osBouncer: "osx-arm64", size: 1.31 },
  "WINNT_x86-msvc": { osFtp: "win32", osBouncer: "win", size: 0.92 },
  "WINNT_x86_64-msvc": { osFtp: "win64", osBouncer: "win64", size: 0.98 },
  "WINNT_aarch64-msvc-aarch64": { osFtp: "win64-aarch64", osBouncer: "win64-aarch64", size: 1.09 },
};

/** Names under which clients of one system ask for the builds of another. */
export const buildTargetAliases: Readonly<Record<string, string>> = {
  "Darwin_x86_64-gcc3": "Darwin_x86_64-gcc3-u-i386-x86_64",
  "WINNT_x86-msvc-x86": "WINNT_x86-msvc",
  "WINNT_x86-msvc-x64": "WINNT_x86-msvc",
  "WINNT_x86_64-msvc-x64": "WINNT_x86_64-msvc",
};

export const heronLocales = [
  ...["ar", "bg", "ca", "cs", "cy", "da", "de", "el", "en-GB", "en-US", "es-ES", "fi", "fr", "he"],
  ...["hu", "it", "ja", "ko", "nl", "pl", "pt-BR", "sv-SE", "uk", "zh-CN"],
];

export const ospreyLocales = [
  ...["ar", "ca", "cs", "da", "de", "el", "en-GB", "en-US", "es-ES", "fi"],
  ...["fr", "hu", "it", "ja", "nl", "pl", "pt-BR", "sv-SE", "uk", "zh-CN"],
];

/** Japanese has a translation of its own on macOS. */
export function localesFor(buildTarget: string, locales: readonly string[]): string[] {
  return locales.map((locale) =>
    locale === "ja" && buildTarget.startsWith("Darwin") ? "ja-JP-mac" : locale,
  );
}

/** Looks like a digest, is always the same for the same text, and costs nothing. */
export function digest(text: string, length = 128): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  let digits = "";
  while (digits.length < length) {
    hash ^= hash << 13;
    hash ^= hash >>> 17;
    hash ^= hash << 5;
    digits += (hash >>> 0).toString(16).padStart(8, "0");
  }
  return digits.slice(0, length);
}

/** A size in bytes within ±4 % of `megabytes`, always the same for the same text. */
export function size(text: string, megabytes: number): number {
  const share = parseInt(digest(text, 8), 16) / 0xffffffff;
  return Math.round(megabytes * 1_000_000 * (0.96 + 0.08 * share));
}
