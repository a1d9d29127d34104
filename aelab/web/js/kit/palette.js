// Colours with one meaning each, read from the custom properties of the root, and the fonts.

import { contextOf } from "./canvas.js";

/** @import { Rgb, Theme } from "./types.d.ts" */

/** Classes: Petroff, "Accessible color sequences for data visualization", 2021. */
export const CLASSES = [
  "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
  "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
];

/** @type {Map<string, Rgb>} */
const parsed = new Map();

/** Return [r, g, b] of any CSS colour.
 * @type {(colour: string) => Rgb} */
export function rgb(colour) {
  const value = parsed.get(colour) ?? read(colour);
  parsed.set(colour, value);
  return value;
}

/** Return [r, g, b] of a colour as the browser draws it.
 * @type {(colour: string) => Rgb} */
function read(colour) {
  const context = contextOf(new OffscreenCanvas(1, 1));
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** Return whether a background colour is dark.
 * @type {(colour: string) => boolean} */
function isDark(colour) {
  const [r, g, b] = rgb(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** Set the root to light or dark by Streamlit's background; return the colours and fonts.
 * @type {(root: HTMLElement) => Theme} */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const paper = style.getPropertyValue("--st-background-color").trim() || "#f7f8fa";
  root.dataset.theme = isDark(paper) ? "dark" : "light";
  const dark = root.dataset.theme === "dark";
  const scale = parseFloat(style.getPropertyValue("--scale")) || 1;
  return { dark, scale, ...colours(style, dark), ...fontsOf(style, scale) };
}

/** @param {CSSStyleDeclaration} style
 * @param {boolean} dark */
function colours(style, dark) {
  /** @type {(name: string) => string} */
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  const [card, ink, soft, blue, warm] = ["card", "ink", "soft", "blue", "warm"].map(value);
  const [line, axis, accent, good] = ["line", "axis", "accent", "good"].map(value);
  return {
    card, ink, soft, line, axis, accent, blue, warm, good,
    ramp: ramp(rgb(card), rgb(ink)),
    residual: diverging(rgb(blue), rgb(card), rgb(warm)),
    lit: LIT,
    map: SEQUENTIAL,
    empty: dark ? "rgb(0 0 0 / 0.22)" : `rgb(${rgb(soft).join(" ")} / 0.09)`,
  };
}

/** @param {CSSStyleDeclaration} style
 * @param {number} scale */
function fontsOf(style, scale) {
  const sans = style.fontFamily;
  return {
    tick: `${13 * scale}px ${sans}`,
    small: `${11 * scale}px ${sans}`, // indices only
    text: `${14 * scale}px ${sans}`,
    bold: `600 ${13 * scale}px ${sans}`,
    large: `600 ${17 * scale}px ${sans}`,
    maths: `italic ${16 * scale}px ${style.getPropertyValue("--serif").trim()}`,
  };
}

/** @type {(colour: Rgb) => number} */
function packed([r, g, b]) {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

/** @type {(a: Rgb, b: Rgb, t: number) => Rgb} */
function mix(a, b, t) {
  /** @type {(i: number) => number} */
  const at = (i) => Math.round(a[i] + (b[i] - a[i]) * t);
  return [at(0), at(1), at(2)];
}

/** Return 256 packed colours from paper to ink.
 * @type {(from: Rgb, to: Rgb) => Uint32Array} */
function ramp(from, to) {
  return Uint32Array.from({ length: 256 }, (_, i) => packed(mix(from, to, i / 255)));
}

/** From black to white in either theme, for pictures of which it means something to be bright. */
const LIT = ramp([0, 0, 0], [255, 255, 255]);

/** The sequential map: even steps of lightness from dark blue over green to yellow (OKLab). */
const SEQUENTIAL = Uint32Array.from({ length: 256 }, (_, i) => {
  const t = i / 255;
  const hue = ((288 - 183 * t) * Math.PI) / 180;
  const chroma = 0.1 + 0.05 * t ** 3 - 0.008 * Math.sin(Math.PI * t);
  return packed(oklab(0.27 + 0.63 * t, chroma * Math.cos(hue), chroma * Math.sin(hue)));
});

/** Return [r, g, b] of a colour in OKLab (Ottosson, "A perceptual color space", 2020).
 * @type {(light: number, a: number, b: number) => Rgb} */
function oklab(light, a, b) {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    srgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    srgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    srgb(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Return the byte of a linear intensity in sRGB.
 * @type {(intensity: number) => number} */
function srgb(intensity) {
  const c = Math.max(0, Math.min(1, intensity));
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

/** Wait until the fonts of a theme have loaded or failed: a canvas does not wait for them.
 * @type {(theme: Theme) => Promise<unknown>} */
export function fonts({ maths, tick, bold }) {
  return Promise.allSettled([maths, tick, bold].map((font) => document.fonts.load(font)));
}

/** Return 511 packed colours for −255 … 255: negative, paper, positive.
 * @type {(negative: Rgb, paper: Rgb, positive: Rgb) => Uint32Array} */
function diverging(negative, paper, positive) {
  return Uint32Array.from({ length: 511 }, (_, i) => {
    const t = (i - 255) / 255;
    return packed(mix(paper, t < 0 ? negative : positive, Math.abs(t)));
  });
}

/** Return the colour of a class.
 * @type {(index: number) => string} */
export function classColour(index) {
  return CLASSES[index % CLASSES.length];
}

/** Return the colour of a class for text: darker on a light background, lighter on a dark one.
 * @type {(index: number, theme: Theme) => string} */
export function classInk(index, theme) {
  const [r, g, b] = mix(rgb(classColour(index)), rgb(theme.ink), 0.3);
  return `rgb(${r} ${g} ${b})`;
}
