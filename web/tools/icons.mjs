// Draws the field app's PNG icons from its SVG with the browser of the tests. Run by hand when the SVG changes.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const folder = new URL("../field/public/icons/", import.meta.url);
const svg = readFileSync(new URL("icon.svg", folder), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.PAIDAN_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** A maskable icon keeps its sign within the middle four fifths and has no corners of its own. */
async function draw(name, size, maskable) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawn = maskable
    ? svg
        .replace('rx="14"', 'rx="0"')
        .replace(/(<path[\s\S]*)<\/svg>/, '<g transform="translate(6.4 6.4) scale(0.8)">$1</g></svg>')
    : svg;
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawn}`);
  writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}

await draw("icon-192.png", 192, false);
await draw("icon-512.png", 512, false);
await draw("icon-maskable-512.png", 512, true);
await browser.close();
