import { LabelledField } from "./form";

type NewPasswordProps = {
  /** What the first of the two fields is called. */
  label: string;
  errors: Readonly<Record<string, string | undefined>>;
  autoFocus?: boolean;
};

/** A new password, twice: the fields `password` and `again`. */
export function NewPassword({ label, errors, autoFocus = false }: NewPasswordProps) {
  const both = { type: "password", autoComplete: "new-password", required: true } as const;
  return (
    <>
      <LabelledField
        {...both}
        name="password"
        label={label}
        autoFocus={autoFocus}
        hint="At least 12 characters"
        error={errors["password"]}
      />
      <LabelledField {...both} name="again" label={`${label} again`} error={errors["again"]} />
    </>
  );
}
