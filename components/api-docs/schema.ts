/** The part of JSON Schema that describes what the API takes and answers. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

/** One field, at whatever depth. */
export type Field = {
  /** e.g. "steps[].at" */
  readonly path: string;
  readonly type: string;
  /** The name of the shapes that it may have, where they are told elsewhere. */
  readonly shapes: string | null;
  readonly isRequired: boolean;
  /** What else it has to be, in words. */
  readonly limits: readonly string[];
};

/** One of several shapes that something may have. */
export type Alternative = { readonly path: string; readonly title: string; readonly schema: Schema };

export type Fields = { readonly fields: readonly Field[]; readonly alternatives: readonly Alternative[] };

const isNull = ({ type }: Schema) => type === "null";
const isShaped = ({ properties }: Schema) => properties !== undefined;

/** What it may be, without null. */
function choicesOf(schema: Schema): readonly Schema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  return choices ? choices.flatMap(choicesOf).filter((choice) => !isNull(choice)) : [schema];
}

/** The shapes that it may have, where there are several. */
export function unionOf(schema: Schema): readonly Schema[] {
  const shapes = choicesOf(schema).filter(isShaped);
  return shapes.length > 1 ? shapes : [];
}

/** Every field of a schema, the inner ones after the one that holds them. */
export function fieldsOf(schema: Schema, path = ""): Fields {
  const choices = choicesOf(schema);
  const [only = {}] = choices;
  if (choices.length > 1) {
    const shaped = choices.filter(isShaped);
    if (shaped.length === 1) return fieldsOf(shaped[0] ?? {}, path);
    return { fields: [], alternatives: shaped.map((one) => ({ path, title: titleOf(one), schema: one })) };
  }
  if (only.items) return fieldsOf(only.items, `${path}[]`);
  if (only.properties) return fieldsOfObject(only, path);
  const { additionalProperties: values } = only;
  return typeof values === "object"
    ? fieldsOf(values, path === "" ? "{name}" : `${path}.{name}`)
    : { fields: [], alternatives: [] };
}

function fieldsOfObject({ properties = {}, required = [] }: Schema, path: string): Fields {
  const parts = Object.entries(properties).map(([name, schema]): Fields => {
    const at = path === "" ? name : `${path}.${name}`;
    const inner = fieldsOf(schema, at);
    const own = {
      path: at,
      type: typeInWords(schema),
      shapes: shapesNamedBy(schema),
      isRequired: required.includes(name),
      limits: limitsOf(schema),
    };
    return { fields: [own, ...inner.fields], alternatives: inner.alternatives };
  });
  return {
    fields: parts.flatMap(({ fields }) => fields),
    alternatives: parts.flatMap(({ alternatives }) => alternatives),
  };
}

/** The name of the shapes that it may have, where they are told elsewhere. */
export function shapesNamedBy(schema: Schema): string | null {
  return schema.$ref ?? (schema.items ? shapesNamedBy(schema.items) : null);
}

/** What tells a shape apart: the fields with one value, else those that must be there. */
function titleOf({ properties = {}, required = [] }: Schema): string {
  const fixed = Object.entries(properties).flatMap(([name, { const: value }]) =>
    value === undefined ? [] : [`${name} ${JSON.stringify(value)}`],
  );
  return (fixed.length > 0 ? fixed : required).join(", ");
}

export function typeInWords(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (!choices) return simpleType(schema);
  const shapes = choicesOf(schema).filter(isShaped).length;
  const plain = choices.filter((choice) => choicesOf(choice).filter(isShaped).length === 0).map(typeInWords);
  const words = shapes === 0 ? [] : [shapes === 1 ? "object" : `one of ${String(shapes)} shapes`];
  return [...new Set([...words, ...plain])].join(" or ");
}

function simpleType(schema: Schema): string {
  const { type = "anything", format, items, enum: values, $ref } = schema;
  if ($ref !== undefined) return $ref;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (values) return values.map((value) => JSON.stringify(value)).join(" or ");
  if (type === "array") return `list of ${items ? listed(items) : "anything"}`;
  if (typeof type !== "string") return type.join(" or ");
  return format ?? type;
}

function listed(items: Schema): string {
  const words = typeInWords(items);
  return words.includes(" or ") ? `(${words})` : words;
}

function limitsOf(schema: Schema): string[] {
  const [only = {}, ...others] = choicesOf(schema);
  const own = others.length > 0 ? schema : { ...only, default: schema.default };
  return [
    ...rangeOf(leastOf(own), own.maximum, ""),
    ...rangeOf(own.minLength, own.maxLength, " characters"),
    ...rangeOf(own.minItems, own.maxItems, " of them"),
    ...(own.pattern !== undefined && own.format === undefined ? [`matches ${own.pattern}`] : []),
    ...(own.default === undefined ? [] : [`${JSON.stringify(own.default)} if left out`]),
  ];
}

function leastOf({ type, minimum, exclusiveMinimum }: Schema): number | undefined {
  return exclusiveMinimum !== undefined && type === "integer" ? exclusiveMinimum + 1 : minimum;
}

function rangeOf(least: number | undefined, most: number | undefined, what: string): string[] {
  // A number's own limits say nothing.
  const bounds = [least, most].map((one) =>
    one === undefined || Math.abs(one) >= Number.MAX_SAFE_INTEGER ? undefined : one.toLocaleString("en"),
  );
  const [from, to] = bounds;
  if (least === 1 && to === undefined && what !== "") return ["not empty"];
  if (from !== undefined && to !== undefined) return [`${from} to ${to}${what}`];
  if (from !== undefined) return [`at least ${from}${what}`];
  return to === undefined ? [] : [`at most ${to}${what}`];
}
