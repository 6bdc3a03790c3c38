import { describe, expect, test } from "vitest";

import { deriveTemplate, fillTemplate, localeForms, type OsNames } from "./template";

const linux = "Linux_x86-gcc3";
const windows = "WINNT_x86-msvc";

function names(): OsNames {
  return { ftp: new Map(), bouncer: new Map() };
}

const builds = [linux, windows].flatMap((buildTarget) =>
  ["de", "ja-JP-mac"].map((locale) => ({ buildTarget, locale })),
);

describe("a template for all builds", () => {
  test("puts %OS_FTP% and %LOCALE% into a path, and remembers what they stand for", () => {
    const found = names();
    const urls = builds.map(({ buildTarget, locale }) => {
      const os = buildTarget === linux ? "linux-i686" : "win32";
      return {
        buildTarget,
        locale,
        url: `http://ftp.example.com/build3/${os}/${locale}/app-4.0.complete.mar`,
      };
    });
    expect(deriveTemplate(urls, found)).toBe(
      "http://ftp.example.com/build3/%OS_FTP%/%LOCALE%/app-4.0.complete.mar",
    );
    expect([...found.ftp]).toEqual([
      [linux, "linux-i686"],
      [windows, "win32"],
    ]);
    expect(found.bouncer.size).toBe(0);
  });

  test("puts %OS_BOUNCER% into a query", () => {
    const urls = builds.map(({ buildTarget, locale }) => {
      const os = buildTarget === linux ? "linux" : "win";
      return { buildTarget, locale, url: `http://d.example.com/?product=app-4.0&os=${os}&lang=${locale}` };
    });
    expect(deriveTemplate(urls, names())).toBe(
      "http://d.example.com/?product=app-4.0&os=%OS_BOUNCER%&lang=%LOCALE%",
    );
  });

  test("replaces only the word that differs: of linux64 and linux it is not the number", () => {
    const urls = [
      { buildTarget: linux, locale: "de", url: "http://a.example.com/app-4.0.linux.complete.mar" },
      { buildTarget: windows, locale: "de", url: "http://a.example.com/app-4.0.linux64.complete.mar" },
    ];
    expect(deriveTemplate(urls, names())).toBe("http://a.example.com/app-4.0.%OS_FTP%.complete.mar");
  });

  test("never changes what a placeholder stands for already", () => {
    const found = names();
    found.ftp.set(linux, "linux-i686");
    const urls = [
      { buildTarget: linux, locale: "de", url: "http://a.example.com/tux/x.mar" },
      { buildTarget: windows, locale: "de", url: "http://a.example.com/win/x.mar" },
    ];
    expect(deriveTemplate(urls, found)).toBe("http://a.example.com/tux/x.mar");
    expect([...found.ftp]).toEqual([[linux, "linux-i686"]]);
  });

  test("suits most builds where one is at odds", () => {
    const urls = ["de", "fr", "ja"].map((locale) => ({
      buildTarget: linux,
      locale,
      url: locale === "ja" ? "http://b.example.com/special.mar" : `http://a.example.com/${locale}/x.mar`,
    }));
    expect(deriveTemplate(urls, names())).toBe("http://a.example.com/%LOCALE%/x.mar");
  });

  test("is not made of a URL that the service would fill in", () => {
    const url = "http://a.example.com/%locale%/x.mar";
    expect(deriveTemplate([{ buildTarget: linux, locale: "de", url }], names())).toBeNull();
  });
});

test("a locale is a whole word: ja is not found in ja-JP-mac", () => {
  expect(localeForms("http://a.example.com/ja-JP-mac/app-ja.mar?lang=ja", "ja")[0]).toBe(
    "http://a.example.com/ja-JP-mac/app-ja.mar?lang=%LOCALE%",
  );
});

test("a template is filled with what each build target's names say", () => {
  const found = { ftp: new Map([[linux, "l"]]), bouncer: new Map([[linux, "b"]]) };
  const build = { buildTarget: linux, locale: "$&" };
  expect(fillTemplate("%OS_FTP%/%OS_BOUNCER%/%LOCALE%", build, found)).toBe("l/b/$&");
});
