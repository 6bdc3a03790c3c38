import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseSchema } from "@/lib/releases/release";
import type { ReleaseContent } from "@/lib/releases/release";

import { digest, size } from "./cast";

function release(
  name: string,
  product: string,
  content: ReleaseContent,
  comment?: string,
): ConfiguredRelease {
  return { ...releaseSchema.parse({ name, product, content, comment: comment ?? null }), builds: [] };
}

function file(url: string, megabytes: number, mirrorURLs: string[] = []) {
  return { url, hashValue: digest(url), size: size(url, megabytes), mirrorURLs };
}

/** The files of a plug-in by build target. */
function pluginFiles(plugin: string, version: string, megabytes: number) {
  const at = (os: string, host = "plugins") =>
    `https://${host}.heron.example/${plugin}/${version}/${plugin}-${version}-${os}.zip`;
  return {
    "Linux_x86_64-gcc3": file(at("linux64"), megabytes, [at("linux64", "mirror")]),
    "Linux_aarch64-gcc3": file(at("linux64-aarch64"), megabytes),
    "Darwin_x86_64-gcc3-u-i386-x86_64": file(at("macosx64"), megabytes * 1.1, [at("macosx64", "mirror")]),
    "Darwin_aarch64-gcc3": file(at("macosx64-aarch64"), megabytes * 1.05),
    "WINNT_x86-msvc": file(at("win32"), megabytes * 0.9, [at("win32", "mirror")]),
    "WINNT_x86-msvc-x64": { alias: "WINNT_x86-msvc" },
    "WINNT_x86_64-msvc": file(at("win64"), megabytes, [at("win64", "mirror")]),
    "WINNT_x86_64-msvc-x64": { alias: "WINNT_x86_64-msvc" },
    "WINNT_aarch64-msvc-aarch64": file(at("win64-aarch64"), megabytes),
  };
}

function plugin(name: string, version: string, megabytes: number): ConfiguredRelease {
  const slug = name.toLowerCase();
  return release(`${name}-${version}`, "HeronGMP", {
    kind: "plugins",
    hashFunction: "sha512",
    addons: { [`gmp-${slug}`]: { version, files: pluginFiles(slug, version, megabytes) } },
  });
}

export const plugins = [
  plugin("OpenVideo", "1.8.1", 0.5),
  plugin("OpenVideo", "2.4.1", 0.6),
  plugin("DecryptionModule", "4.10.2891", 7.1),
  release(
    "HeronGMP-98",
    "HeronGMP",
    { kind: "bundle", products: [], releases: ["OpenVideo-2.4.1", "DecryptionModule-4.10.2891"] },
    "Every plug-in for current clients, joined into one answer.",
  ),
];

const hotfix = "https://addons.heron.example/system/hotfix-proxy-settings-1.2.0.xpi";

export const systemAddons = [
  release(
    "HeronSystemAddons-98-hotfix",
    "HeronSystemAddons",
    {
      kind: "system-addons",
      hashFunction: "sha512",
      uninstall: false,
      addons: {
        "hotfix-proxy-settings@heron.example": { version: "1.2.0", files: { default: file(hotfix, 0.02) } },
      },
    },
    "Bug 1889: proxy settings were read before the profile was there.",
  ),
  release(
    "HeronSystemAddons-uninstall",
    "HeronSystemAddons",
    { kind: "system-addons", hashFunction: "sha512", uninstall: true, addons: {} },
    "Removes every hotfix: 97.0.1 and 98.0.1 contain them.",
  ),
];

function vpn(version: string): ConfiguredRelease {
  const at = (name: string) => `https://vpn.heron.example/releases/${version}/${name}`;
  const located = (url: string) => ({ url, hashValue: digest(url, 64) });
  const content: ReleaseContent = {
    kind: "json",
    version,
    required: false,
    hashFunction: "sha256",
    files: {
      WINNT_x86_64: located(at("HeronVPN.msi")),
      Darwin_universal: located(at("HeronVPN.pkg")),
    },
  };
  return release(`HeronVPN-${version}`, "HeronVPN", content);
}

export const vpnReleases = [vpn("2.21.0"), vpn("2.22.0"), vpn("2.23.0")];

export const desupport = [
  release(
    "Heron-desupport-windows-8",
    "Heron",
    {
      kind: "desupport",
      displayVersion: "96.0",
      detailsURL:
        "https://support.heron.example/%LOCALE%/kb/windows-8-end-of-support?os=%OS%&version=%VERSION%",
    },
    "For Windows 7, 8 and 8.1: the last release that runs there is 95.0.1.",
  ),
];
