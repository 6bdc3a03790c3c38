import { unionOf, type Schema } from "./schema";

/** A union of so many shapes is told once, wherever it stands. */
const many = 8;

/** What several places share, by name. */
export class Shapes {
  readonly byName = new Map<string, Schema>();
  readonly #names = new Map<string, string>();

  /** The same schema, with its large unions replaced by references to them. @param name of the field that holds it */
  share(schema: Schema, name = "shapes"): Schema {
    const union = unionOf(schema);
    if (union.length >= many) return { $ref: this.#nameOf(schema, name) };
    return {
      ...schema,
      ...(schema.items && { items: this.share(schema.items, name) }),
      ...(schema.anyOf && { anyOf: schema.anyOf.map((one) => this.share(one, name)) }),
      ...(schema.oneOf && { oneOf: schema.oneOf.map((one) => this.share(one, name)) }),
      ...(schema.properties && {
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([inner, one]) => [inner, this.share(one, inner)]),
        ),
      }),
    };
  }

  /** A reference to a schema that has a name. */
  tellOnce(name: string, schema: Schema): Schema {
    if (!this.byName.has(name)) this.byName.set(name, this.share(schema));
    return { $ref: name };
  }

  #nameOf(schema: Schema, wanted: string): string {
    const text = JSON.stringify(schema);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = this.byName.has(wanted) ? `${wanted}-${this.byName.size}` : wanted;
    this.#names.set(text, name);
    this.byName.set(name, schema);
    return name;
  }
}
