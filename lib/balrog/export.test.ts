import { describe, expect, test } from "vitest";

import { refusalsOf } from "@/lib/testing/conformance/checked";
import { readDocument, readScenarios, vectorFiles, vectorsAreThere } from "@/lib/testing/conformance/vectors";

import { exportBalrog } from "./export";
import { importBalrog } from "./import";

const scenarios = vectorsAreThere
  ? vectorFiles.flatMap((file) =>
      readScenarios(file).map(({ id }, i) => [`${file} ${i + 1} ${id}`, file, i] as const),
    )
  : [];

describe.skipIf(!vectorsAreThere)(
  "what came from Balrog goes back and forth unchanged, and may be stored (skipped without ../shared/data/vectors)",
  () => {
    test.each(scenarios)("%s", (_, file, index) => {
      const scenario = String(index + 1);
      const { configuration } = importBalrog([{ file, document: readDocument(file) }], { scenario });
      const { document, findings } = exportBalrog(configuration);
      expect(findings).toEqual([]);
      const again = importBalrog([
        { file: "export", document: JSON.parse(JSON.stringify(document)) as unknown },
      ]);
      expect(again.configuration).toEqual(configuration);
      expect(refusalsOf(configuration)).toEqual([]);
    });
  },
);
