/** What a person enters something with on a phone: native controls, large, with their label and complaint. */
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { iconAlert, iconCheck, iconStar } from "~/shared/icons/paths";
import { Icon } from "./basics";
import { useTexts } from "./texts";

interface Common {
  label: string;
  help?: string;
  complaint?: string | undefined;
  required?: boolean;
}

function Need({ required }: { required: boolean | undefined }) {
  const { t } = useTexts();
  return required ? <span className="need">{t("required")}</span> : null;
}

function Below({ id, help, complaint }: { id: string; help: string | undefined; complaint: string | undefined }) {
  return (
    <>
      {help && (
        <span id={`${id}-help`} className="muted small">
          {help}
        </span>
      )}
      {complaint && (
        <span id={`${id}-bad`} className="complaint" role="alert">
          <Icon path={iconAlert} size={18} />
          {complaint}
        </span>
      )}
    </>
  );
}

function Labelled({ id, label, help, complaint, required, children }: Common & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        <Need required={required} />
      </label>
      {children}
      <Below id={id} help={help} complaint={complaint} />
    </div>
  );
}

const described = (id: string, { help, complaint }: Common) => ({
  "aria-describedby": [help && `${id}-help`, complaint && `${id}-bad`].filter(Boolean).join(" ") || undefined,
  "aria-invalid": complaint ? (true as const) : undefined,
});

interface TextProps extends Common, Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "required"> {
  value: string;
  onChange: (value: string) => void;
}

export function TextInput({ label, help, complaint, required, onChange, ...rest }: TextProps) {
  const id = useId();
  const common = { label, ...(help ? { help } : {}), complaint, ...(required ? { required } : {}) };
  return (
    <Labelled id={id} {...common}>
      <input
        {...rest}
        {...described(id, common)}
        id={id}
        className="input"
        aria-required={required}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Labelled>
  );
}

interface AreaProps extends Common, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "required"> {
  value: string;
  onChange: (value: string) => void;
}

export function TextArea({ label, help, complaint, required, onChange, rows = 4, ...rest }: AreaProps) {
  const id = useId();
  const common = { label, ...(help ? { help } : {}), complaint, ...(required ? { required } : {}) };
  return (
    <Labelled id={id} {...common}>
      <textarea
        {...rest}
        {...described(id, common)}
        id={id}
        rows={rows}
        className="input"
        aria-required={required}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Labelled>
  );
}

export interface Option<V extends string | number> {
  value: V;
  label: string;
}

interface SelectProps<V extends string | number>
  extends Common, Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange" | "required" | "value"> {
  value: V | null;
  options: readonly Option<V>[];
  /** The words of "nothing chosen". */
  empty?: string;
  onChange: (value: V | null) => void;
}

export function Select<V extends string | number>({
  label,
  help,
  complaint,
  required,
  value,
  options,
  empty = "",
  onChange,
}: SelectProps<V>) {
  const id = useId();
  const common = { label, ...(help ? { help } : {}), complaint, ...(required ? { required } : {}) };
  return (
    <Labelled id={id} {...common}>
      <select
        {...described(id, common)}
        id={id}
        className="input"
        aria-required={required}
        value={value ?? ""}
        onChange={(event) =>
          onChange(options.find((one) => String(one.value) === event.currentTarget.value)?.value ?? null)
        }
      >
        <option value="">{empty}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface PillsProps<V extends string | number> extends Common {
  options: readonly Option<V>[];
  value: readonly V[];
  /** More than one may be chosen. */
  many?: boolean;
  onChange: (value: V[]) => void;
}

/** A few choices shown at once. */
export function Pills<V extends string | number>({
  label,
  help,
  complaint,
  required,
  options,
  value,
  many,
  onChange,
}: PillsProps<V>) {
  const id = useId();
  const toggle = (one: V, on: boolean) => {
    if (!many) onChange([one]);
    else onChange(on ? [...value, one] : value.filter((other) => other !== one));
  };
  return (
    <fieldset className="field" aria-describedby={complaint ? `${id}-bad` : undefined}>
      <legend>
        {label}
        <Need required={required} />
      </legend>
      <div className="pills">
        {options.map((one) => (
          <label key={one.value} className="pill">
            <input
              type={many ? "checkbox" : "radio"}
              name={id}
              checked={value.includes(one.value)}
              onChange={(event) => toggle(one.value, event.currentTarget.checked)}
            />
            {value.includes(one.value) && <Icon path={iconCheck} size={16} />}
            {one.label}
          </label>
        ))}
      </div>
      <Below id={id} help={help} complaint={complaint} />
    </fieldset>
  );
}

interface StarsProps extends Common {
  value: number | null;
  of?: number;
  onChange: (value: number) => void;
}

export function Stars({ label, help, complaint, required, value, of = 5, onChange }: StarsProps) {
  const id = useId();
  const { t } = useTexts();
  return (
    <fieldset className="field" aria-describedby={complaint ? `${id}-bad` : undefined}>
      <legend>
        {label}
        <Need required={required} />
      </legend>
      <div className="stars">
        {Array.from({ length: of }, (_, index) => index + 1).map((count) => (
          <label key={count} data-on={count <= (value ?? 0)}>
            <input
              type="radio"
              name={id}
              aria-label={t("rating.stars", { count })}
              checked={value === count}
              onChange={() => onChange(count)}
            />
            <Icon path={iconStar} size={30} />
          </label>
        ))}
      </div>
      <Below id={id} help={help} complaint={complaint} />
    </fieldset>
  );
}
