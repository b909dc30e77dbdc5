import type { Field, FieldValue } from "~/shared/schema/fields";

/** What every editor is given. `id` joins it to its label; `describedBy` to its help and complaint. */
export interface EditorProps<V = FieldValue> {
  id: string;
  field: Field;
  value: V | null;
  onChange: (value: V | null) => void;
  invalid?: boolean;
  describedBy?: string;
  /** Where no visible label stands beside it, as in a subform's cell. */
  label?: string;
  /** Complaints of a subform's cells by `index.key`. */
  complaints?: Readonly<Record<string, string>>;
}

/** The attributes that join an editor to its words. */
export function aria({ id, invalid, describedBy, label }: EditorProps<never>) {
  return {
    id,
    ...(label ? { "aria-label": label } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...(invalid ? { "aria-invalid": true as const } : {}),
  };
}
