import { expect, it } from "vitest";
import { encodeWithin, fitted } from "./photo";

it.each([
  [4000, 3000, 1600, { width: 1600, height: 1200 }],
  [3000, 4000, 1600, { width: 1200, height: 1600 }],
  [800, 600, 1600, { width: 800, height: 600 }],
  [9000, 2, 1600, { width: 1600, height: 1 }],
])("%i × %i within %i", (width, height, longest, size) => {
  expect(fitted(width, height, longest)).toEqual(size);
});

it("encodes no coarser than it must", async () => {
  const tried: number[] = [];
  const encode = async (quality: number) => {
    tried.push(quality);
    return new Blob([new Uint8Array(Math.round(quality * 1000))]);
  };
  expect((await encodeWithin(encode, 750)).size).toBe(720);
  expect(tried).toEqual([0.82, 0.72]);
});

it("sends a large photo rather than none", async () => {
  const blob = await encodeWithin(async (quality) => new Blob([new Uint8Array(quality * 1000)]), 1);
  expect(blob.size).toBe(500);
});
