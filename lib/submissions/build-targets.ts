/** What clients call the platforms that Gecko's build system names; others are taken as they stand. */
const known: Readonly<Record<string, readonly string[]>> = {
  "linux-i686": ["Linux_x86-gcc3"],
  "linux-x86_64": ["Linux_x86_64-gcc3"],
  "linux-aarch64": ["Linux_aarch64-gcc3"],
  linux32: ["Linux_x86-gcc3"],
  linux64: ["Linux_x86_64-gcc3"],
  mac: ["Darwin_x86_64-gcc3-u-i386-x86_64", "Darwin_x86_64-gcc3", "Darwin_aarch64-gcc3"],
  macosx64: ["Darwin_x86_64-gcc3-u-i386-x86_64", "Darwin_x86_64-gcc3", "Darwin_aarch64-gcc3"],
  win32: ["WINNT_x86-msvc", "WINNT_x86-msvc-x86", "WINNT_x86-msvc-x64"],
  win64: ["WINNT_x86_64-msvc", "WINNT_x86_64-msvc-x64"],
  "win64-aarch64": ["WINNT_aarch64-msvc-aarch64"],
};

export type BuildTargets = Readonly<Record<string, readonly string[]>>;

/** The build targets whose clients get a platform's files. @param own what is said of platforms beside what is known */
export function buildTargetsOf(platform: string, own: BuildTargets): readonly string[] {
  for (const names of [own, known]) {
    const found = Object.hasOwn(names, platform) ? names[platform] : undefined;
    if (found) return found;
  }
  return [platform];
}
