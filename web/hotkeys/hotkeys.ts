/**
 * Keys that do something: one listener, a list of what is bound now, and the help page made from that list.
 *
 * A binding is `?`, `mod+k` (Ctrl, or ⌘ on a Mac) or two keys in a row, `g o`. Single letters are silent while someone
 * types. Later bindings win, so a dialog's keys stand before its page's.
 */
import { useEffect, useRef } from "react";

export interface Hotkey {
  keys: string;
  /** Shown in the help. */
  label: string;
  group: "everywhere" | "list" | "form" | "here";
  /** Absent when a part hears the key itself while it has the focus; then it is only listed. */
  run?: (event: KeyboardEvent) => void;
  /** Also while typing in a field. */
  whileTyping?: boolean;
}

const bound: Hotkey[] = [];
const patience = 1200;
let first = "";
let firstAt = 0;

/** What is bound now, first come first; for the help page. */
export const boundHotkeys = (): readonly Hotkey[] => bound;

export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.tagName) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA" || element.tagName === "SELECT") return true;
  const type = (element as HTMLInputElement).type;
  return (
    element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "reset", "file", "range"].includes(type)
  );
}

/** The event's key in the notation of bindings. */
export function keysOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("escape", "esc");
  const named = event.key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && named ? "shift" : "",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

function find(keys: string, typing: boolean): Hotkey | undefined {
  return bound.findLast((hotkey) => hotkey.run && hotkey.keys === keys && (!typing || hotkey.whileTyping));
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const keys = keysOf(event);
  const typing = isTyping(event.target);
  const pair = first && event.timeStamp - firstAt < patience ? find(`${first} ${keys}`, typing) : undefined;
  const hotkey = pair ?? find(keys, typing);
  first = !hotkey && !typing && bound.some((one) => one.keys.startsWith(`${keys} `)) ? keys : "";
  firstAt = event.timeStamp;
  if (!hotkey) return;
  event.preventDefault();
  hotkey.run?.(event);
}

/** Binds keys until the returned function is called. */
export function bind(hotkeys: readonly Hotkey[]): () => void {
  if (bound.length === 0) document.addEventListener("keydown", hear);
  bound.push(...hotkeys);
  return () => {
    for (const hotkey of hotkeys) bound.splice(bound.indexOf(hotkey), 1);
    if (bound.length === 0) document.removeEventListener("keydown", hear);
  };
}

/** Binds keys while a part is shown. What they do may change from render to render; which they are, by `keys` only. */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  const signature = hotkeys.map((hotkey) => `${hotkey.keys} ${hotkey.label}`).join("|");
  useEffect(
    () =>
      bind(latest.current.map((hotkey, index) => ({ ...hotkey, run: (event) => latest.current[index]?.run?.(event) }))),
    [signature],
  );
}

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
const names: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  esc: "Esc",
  enter: "Enter",
  shift: "Shift",
  alt: "Alt",
};

/** A binding as caps to draw: `mod+k` gives [["Ctrl", "K"]], `g o` gives [["G"], ["O"]]. */
export function keyCaps(keys: string): string[][] {
  return keys
    .split(" ")
    .map((part) => part.split("+").map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}
