/** What became of a form that was sent. */
export type FormOutcome =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly detail: string;
      /** What is wrong with a field, by its name. */
      readonly fields: Readonly<Record<string, string>>;
    };
