import { afterEach, describe, expect, it, vi } from "vitest";
import { bind, boundHotkeys, keyCaps, keysOf, type Hotkey } from "./hotkeys";

let unbind: (() => void)[] = [];
afterEach(() => {
  for (const one of unbind) one();
  unbind = [];
});

const hotkey = (keys: string, run: () => void, more: Partial<Hotkey> = {}): Hotkey => ({
  keys,
  label: keys,
  group: "here",
  run,
  ...more,
});
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

describe("a key", () => {
  it("does what it is bound to, and nothing once unbound", () => {
    const run = vi.fn();
    bind([hotkey("c", run)])();
    press("c");
    unbind.push(bind([hotkey("c", run)]));
    press("c");
    expect(run).toHaveBeenCalledOnce();
  });

  it("is a letter while someone types, unless it is meant for typing", () => {
    const [letter, send] = [vi.fn(), vi.fn()];
    unbind.push(bind([hotkey("c", letter), hotkey("mod+enter", send, { whileTyping: true })]));
    const input = document.body.appendChild(document.createElement("textarea"));
    press("c", input);
    press("Enter", input, { ctrlKey: true });
    input.remove();
    expect(letter).not.toHaveBeenCalled();
    expect(send).toHaveBeenCalledOnce();
  });

  it("belongs to whoever bound it last", () => {
    const [page, dialog] = [vi.fn(), vi.fn()];
    unbind.push(bind([hotkey("esc", page)]), bind([hotkey("esc", dialog)]));
    press("Escape");
    expect(page).not.toHaveBeenCalled();
    expect(dialog).toHaveBeenCalledOnce();
  });

  it("may be the second of two", () => {
    const [go, alone] = [vi.fn(), vi.fn()];
    unbind.push(bind([hotkey("g o", go), hotkey("o", alone)]));
    press("g");
    press("o");
    press("o");
    expect(go).toHaveBeenCalledOnce();
    expect(alone).toHaveBeenCalledOnce();
  });

  it("is not heard while a Chinese word is being composed", () => {
    const run = vi.fn();
    unbind.push(bind([hotkey("c", run)]));
    press("c", document.body, { isComposing: true });
    expect(run).not.toHaveBeenCalled();
  });
});

it("lists what is bound, for the help", () => {
  unbind.push(bind([hotkey("?", () => undefined)]));
  expect(boundHotkeys().map((one) => one.keys)).toEqual(["?"]);
});

it.each([
  [{ key: "K", ctrlKey: true }, "mod+k"],
  [{ key: "?", shiftKey: true }, "?"],
  [{ key: "Escape" }, "esc"],
  [{ key: "Enter", shiftKey: true, metaKey: true }, "mod+shift+enter"],
])("%j is %s", (event, keys) => {
  expect(keysOf({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event })).toBe(keys);
});

it("draws caps", () => {
  expect(keyCaps("g o")).toEqual([["G"], ["O"]]);
  expect(keyCaps("mod+k")).toEqual([["Ctrl", "K"]]);
});
