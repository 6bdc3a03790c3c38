import next from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";

const tests = ["**/*.test.ts", "**/*.spec.ts", "e2e/**/*.ts", "lib/testing/**"];

// Files that must compute the same from the same arguments: see "core-is-pure" in lib/dependency-rules.cjs.
const core = [
  "lib/{versions,rules,releases,configuration,protocol,decision,snippets,balrog,analysis,audit,changes,policies,change-sets,sessions,set-up,hooks,shadow}/**/*.ts",
  "lib/serving/{answer,snapshot}.ts",
  "lib/access/{role,can,group-roles}.ts",
];
const notCore = ["**/store*.ts", "**/service*.ts", "**/*.test.ts"];

const env = { object: "process", property: "env", message: "Read settings from lib/env.ts." };
const impure = "Core has no clock, no chance and no input or output: take the value as an argument.";

export default tseslint.config(
  { ignores: [".next/", "dist/", ".data/", "lib/db/generated/", "next-env.d.ts", "test-results/"] },
  ...next,
  // It looks for a pages directory, which this program has not.
  { rules: { "@next/next/no-html-link-for-pages": "off" } },
  {
    files: ["**/*.{js,mjs,cjs}", "bin/aus"],
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      complexity: ["error", 10],
      "no-undef": "off",
      "no-unused-vars": "error",
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // tsconfig's noPropertyAccessFromIndexSignature is off, but record["key"] marks a key that need not exist.
      "@typescript-eslint/dot-notation": "off",
      "no-restricted-properties": ["error", env],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
      ],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      "max-params": ["error", 4],
      complexity: ["error", 10],
      "max-depth": ["error", 3],
      "no-console": "error",
      curly: ["error", "multi-line"],
    },
  },
  {
    files: core,
    ignores: notCore,
    rules: {
      "no-restricted-properties": [
        "error",
        env,
        { object: "Date", property: "now", message: impure },
        { object: "Math", property: "random", message: impure },
        { object: "crypto", property: "randomUUID", message: impure },
        { object: "crypto", property: "getRandomValues", message: impure },
      ],
      "no-restricted-globals": [
        "error",
        ...["process", "fetch", "performance", "setTimeout", "setInterval", "setImmediate"].map((name) => ({
          name,
          message: impure,
        })),
      ],
      "no-restricted-imports": [
        "error",
        {
          paths: ["node:crypto", "crypto"].map((name) => ({
            name,
            importNames: ["randomBytes", "randomInt", "randomUUID", "randomFill", "randomFillSync"],
            message: impure,
          })),
        },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: impure },
      ],
    },
  },
  {
    files: ["**/*.{ts,tsx}"],
    ignores: [
      "app/**/{page,layout,error,loading,not-found,template,global-error,default,icon,opengraph-image}.tsx",
      "**/*.config.ts",
    ],
    rules: {
      "no-restricted-exports": [
        "error",
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx"],
    ignores: ["components/ui/link.tsx"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          name: "next/link",
          message: "Take Link from components/ui/link: Next's fetches all that are in sight.",
        },
      ],
    },
  },
  { files: ["lib/log.ts", "lib/cli/**", "bench/**"], rules: { "no-console": "off" } },
  {
    files: ["lib/env.ts", "**/*.config.ts", "e2e/**", "bench/**", "**/*.test.ts", "lib/testing/**"],
    rules: { "no-restricted-properties": "off" },
  },
  {
    files: tests,
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": "off",
      "max-params": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
