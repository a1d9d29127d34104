// Colours of images: ink on paper, white on black where brightness has a meaning, or a sequential
// map with a colour bar where values are logarithms.

import { element, write } from "./text.js";

/** @import { Theme } from "./types.d.ts" */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const STOPS = 12; // colours of the bar

/** What the layout of images says of their colours.
 * @typedef {object} Intensities
 * @property {"lit" | "log"} [scale]
 * @property {number} [low_log]
 * @property {number} [high_log]
 * @property {string} [unit] */

/** Return whether the bytes of a view are logarithms of its values.
 * @type {(layout: Intensities) => boolean} */
export function logarithmic(layout) {
  return layout.scale === "log";
}

/** Return the 256 colours in which the images of a view are drawn.
 * @type {(layout: Intensities, theme: Theme) => Uint32Array} */
export function intensities(layout, theme) {
  if (layout.scale === "lit") return theme.lit;
  return logarithmic(layout) ? theme.map : theme.ramp;
}

/** The colour bar of a logarithmic scale, with its decades; hidden where the scale is linear. */
export class ColourBar {
  /** @param {HTMLElement} foot */
  constructor(foot) {
    this.node = element("span", "item decades");
    this.low = element("span");
    this.bar = element("i", "sequential");
    this.high = element("span");
    this.node.append(this.low, this.bar, this.high);
    this.node.hidden = true;
    foot.append(this.node);
  }

  /** Show the range of a view: `low_log` and `high_log` are decimal logarithms of its ends.
   * @type {(layout: Intensities, theme: Theme) => void} */
  update(layout, theme) {
    const { low_log: low = NaN, high_log: high = NaN, unit = "" } = layout;
    this.node.hidden = !logarithmic(layout);
    if (this.node.hidden) return;
    write(this.low, power(low));
    write(this.high, `${power(high)} ${unit}`.trim());
    this.bar.style.setProperty("--stops", stops(theme.map));
    const marks = decades(low, high).map((share) => tick(share));
    if (this.bar.childElementCount !== marks.length) this.bar.replaceChildren(...marks);
  }
}

/** @type {(share: number) => HTMLElement} */
function tick(share) {
  const mark = element("b");
  mark.style.left = `${100 * share}%`;
  return mark;
}

/** Return the positions of the powers of ten between two logarithms, from 0 to 1.
 * @type {(low: number, high: number) => number[]} */
function decades(low, high) {
  const shares = [];
  for (let order = Math.floor(low) + 1; order < high; order++) {
    shares.push((order - low) / (high - low));
  }
  return shares;
}

/** Return ten to a power as text: 10⁻³, 3·10⁻⁵, 0.16.
 * @type {(exponent: number) => string} */
function power(exponent) {
  if (!Number.isFinite(exponent)) return "";
  const whole = Math.abs(exponent - Math.round(exponent)) < 0.01;
  if (!whole && exponent > -3) return String(Number((10 ** exponent).toPrecision(2)));
  const order = whole ? Math.round(exponent) : Math.floor(exponent);
  const digits = [...String(Math.abs(order))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  const factor = whole ? "" : `${Math.round(10 ** (exponent - order))}·`;
  return `${factor}10${order < 0 ? "⁻" : ""}${digits}`;
}

/** Return the colours of a map as the stops of a gradient.
 * @type {(map: Uint32Array) => string} */
function stops(map) {
  return Array.from({ length: STOPS }, (_, i) => {
    const colour = map[Math.round((255 * i) / (STOPS - 1))];
    return `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
  }).join(", ");
}
