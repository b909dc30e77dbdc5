import { describe, expect, it } from "vitest";
import tokens from "./tokens.json";

const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["light", "dark"] as const)("%s theme", (name) => {
  const colour: Record<string, string> = tokens.colour[name];
  const of = (key: string) => colour[key] ?? "#000000";
  const surfaces = ["page", "surface", "sunken", "hover", "selected"];
  const words = ["text", "text-2", "text-3"];

  it.each(words.flatMap((word) => surfaces.map((surface) => [word, surface])))(
    "%s can be read on %s",
    (word, surface) => {
      expect(contrast(of(word), of(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(Object.keys(colour).filter((key) => key.endsWith("-soft")))("the word of %s can be read on it", (soft) => {
    const word = of(soft.replace(/-soft$/, ""));
    expect(contrast(word, of(soft))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(word, of("surface"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(word, of("page"))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["accent-solid", "accent-hover", "danger-solid"])("white words can be read on %s", (solid) => {
    expect(contrast(of("on-accent"), of(solid))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    "border-strong",
    "focus",
    "chart-1",
    "chart-2",
    "chart-3",
    "chart-4",
    "chart-5",
    "chart-6",
    "chart-7",
    "chart-8",
  ])("the shape drawn in %s can be seen on a surface", (key) => {
    expect(contrast(of(key), of("surface"))).toBeGreaterThanOrEqual(3);
  });

  it("names the same colours as the other theme", () => {
    expect(Object.keys(tokens.colour.dark)).toEqual(Object.keys(tokens.colour.light));
  });
});
