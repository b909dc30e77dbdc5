import { expect, it } from "vitest";
import { plainText, sanitise } from "./sanitise";

it.each([
  ["<p>好 <strong>的</strong></p>", "<p>好 <strong>的</strong></p>"],
  ['<p onclick="x()" style="color:red">a</p>', "<p>a</p>"],
  ["<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"],
  ['<img src=x onerror="alert(1)">text', "text"],
  ['<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
  ["<div><p>deep</p></div>", "<p>deep</p>"],
])("%s becomes %s", (html, safe) => {
  expect(sanitise(html)).toBe(safe);
});

it("lets links lead out without handing over the page", () => {
  expect(sanitise('<a href="https://example.com/">x</a>')).toContain('rel="noopener noreferrer"');
});

it("reads as words in a list", () => {
  expect(plainText("<p>第一行</p><ul><li>a</li><li>b</li></ul>")).toBe("第一行 a b");
});
