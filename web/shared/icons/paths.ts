/**
 * The product's icons: lines of 24 × 24, drawn with a round pen of width 1.75 and no fill.
 *
 * Data only, so that the console, the phone and print draw the same shapes. Fonts never stand in for icons: on some
 * machines their signs are empty boxes.
 */
export * from "./core";
export * from "./more";
