"use client";

import { Combobox, type Suggestion } from "@/components/ui/combobox";
import { Labelled, TextRow } from "@/components/ui/labelled";
import { parameterTexts, type ParameterName } from "@/lib/push/parameters";
import type { NamedReleases } from "@/lib/rules/sentence";

import type { RuleSurroundings } from "./rule-context";

/** As people type them. */
export type TypedParameters = Partial<Record<ParameterName, string>>;

type TemplateFieldProps = {
  name: ParameterName;
  typed: TypedParameters;
  error: string | undefined;
  around: RuleSurroundings;
  onFound: (releases: NamedReleases) => void;
  onValue: (value: string) => void;
};

/** One thing that a template has to be told, with what there is of it. */
export function TemplateField({ name, typed, error, onValue, ...rest }: TemplateFieldProps) {
  const { label, help } = parameterTexts[name];
  const id = `template-${name}`;
  const suggest = suggestions(name, typed, rest);
  const value = typed[name] ?? "";
  const common = { id, label, help, error };
  if (!suggest) {
    return <TextRow {...common} value={value} onValue={onValue} />;
  }
  return (
    <Labelled {...common}>
      {(ties) => <Combobox {...ties} listLabel={label} value={value} suggest={suggest} onValue={onValue} />}
    </Labelled>
  );
}

type Suggest = (typed: string) => Suggestion[] | Promise<Suggestion[]>;

function suggestions(
  name: ParameterName,
  { product }: TypedParameters,
  { around, onFound }: Pick<TemplateFieldProps, "around" | "onFound">,
): Suggest | null {
  switch (name) {
    case "product":
      return among(around.products);
    case "channel":
    case "from":
    case "to":
      return among(around.channels);
    case "release":
    case "fallback":
    case "notice":
    case "last":
      return async (typed) => {
        const found = await around.complete(product === undefined || product === "" ? null : product, typed);
        onFound(Object.fromEntries(found.map((release) => [release.name, release])));
        return found
          .filter((release) => release.name !== typed)
          .map((release) => ({ value: release.name, note: release.version ?? release.kind }));
      };
    default:
      return null;
  }
}

function among(names: readonly string[]): Suggest {
  return (typed) =>
    names
      .filter((one) => one !== typed && one.toLowerCase().includes(typed.toLowerCase()))
      .map((value) => ({ value }));
}
