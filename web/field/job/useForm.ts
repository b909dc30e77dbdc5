/** A form's values on the phone: kept as they are typed, there again when the screen or the app was closed. */
import { useCallback, useEffect, useRef, useState } from "react";
import { forget, keep, kept } from "../store";
import { startingValues, type FormField, type Values } from "./form";
import type { TaskForm } from "./types";

const pause = 300;
export const draftKey = (task: number) => `task/${task}`;

export interface FormState {
  values: Values | null;
  set: (key: string, value: unknown) => void;
  /** Writes what is typed to the phone's store now. */
  save: () => Promise<void>;
  drop: () => Promise<void>;
}

export function useForm(form: TaskForm, fields: readonly FormField[]): FormState {
  const [values, setValues] = useState<Values | null>(null);
  // What the person typed himself, and nothing else: fresh values of the record may come in beside it.
  const typed = useRef<Values>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { id } = form.task;
  const { rev } = form.record;
  const latest = useRef({ form, fields });
  latest.current = { form, fields };

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (Object.keys(typed.current).length > 0) await keep("drafts", draftKey(id), typed.current);
  }, [id]);

  useEffect(() => {
    void kept<Values>("drafts", draftKey(id))
      .catch(() => undefined)
      .then((begun) => {
        typed.current = { ...begun, ...typed.current };
        setValues(startingValues(latest.current.form, latest.current.fields, typed.current));
      });
  }, [id, rev]);

  useEffect(() => {
    const leave = () => void (timer.current && save());
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", leave);
    return () => {
      leave();
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", leave);
    };
  }, [save]);

  const set = (key: string, value: unknown) => {
    typed.current = { ...typed.current, [key]: value };
    setValues((before) => ({ ...before, [key]: value }));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), pause);
  };

  const drop = async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    typed.current = {};
    await forget("drafts", draftKey(id));
  };
  return { values, set, save, drop };
}
