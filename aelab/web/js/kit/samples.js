// Samples and their reconstructions among the points of a picture, in the plane or in space.

import { ring, stroke } from "./canvas.js";
import { classColour } from "./palette.js";
import { item, number, point, write } from "./text.js";

/** @import { CloudLayout, SpaceLayout } from "./kinds.d.ts" */
/** @import { Card, Context, Pair, Place, Points, SamplePair, Theme,
 *   TipRow } from "./types.d.ts" */

/** @typedef {CloudLayout | SpaceLayout} PointsLayout */

/** The points of a picture, of two or three dimensions.
 * @typedef {object} SamplePoints
 * @property {Points | null} x
 * @property {Points | null} xHat
 * @property {Points | null} [xTilde]
 * @property {Uint8Array | null} labels
 * @property {number} dimensions */

/** Returns where a sample is on the canvas.
 * @typedef {(sample: ArrayLike<number>) => Place} PlaceOf */

/** The keys of samples, their pairs, their marks and their tip. */
export class Samples {
  /** @type {PointsLayout | null} */
  layout = null;
  /** @type {SamplePoints} */
  points = { x: null, xHat: null, labels: null, dimensions: 2 };

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const data = item("dot pair", "data ", "x");
    const mark = /** @type {HTMLElement} */ (data.firstChild);
    mark.style.setProperty("--mark", classColour(0));
    mark.style.setProperty("--other", classColour(1));
    this.noisy = item("dash solid pale", "from noisy ", "x̃");
    this.decoded = item("dash solid", "");
    this.output = item("dot ink", "reconstruction ", "x̂");
    this.made = item("dot ink", "sample");
    card.foot.append(data, this.noisy, this.output, this.made, this.decoded);
  }

  /** Take the points, and the name of what is decoded.
   * @type {(layout: PointsLayout, points: SamplePoints, decoded: string) => void} */
  update(layout, points, decoded) {
    this.layout = layout;
    this.points = points;
    write(this.decoded.lastChild, decoded);
    this.decoded.hidden = !decoded;
    this.noisy.hidden = !points.xTilde;
    this.output.hidden = layout.output === "sample";
    this.made.hidden = !this.output.hidden;
  }

  /** Return {x, xHat} of a sample that is among the points shown.
   * @type {(index: number) => SamplePair | null} */
  pair(index) {
    const { x, xHat, xTilde, dimensions } = this.points;
    if (this.layout?.output || !x || !xHat) return null;
    if (!(index >= 0 && index < x.count)) return null;
    /** @type {(points: Points) => number[]} */
    const row = ({ data }) =>
      Array.from({ length: dimensions }, (_, i) => data[dimensions * index + i]);
    const noisy = xTilde ? { xTilde: row(xTilde) } : {};
    return { x: row(x), xHat: row(xHat), ...noisy };
  }

  /** @type {(index: number) => string} */
  colourOf(index) {
    const { labels } = this.points;
    return labels && index >= 0 && index < labels.length ? classColour(labels[index]) : "";
  }

  /** Mark the sample under the pointer, the pinned one, and what is decoded in another picture.
   * @type {(context: Context, theme: Theme, at: PlaceOf) => void} */
  mark(context, theme, at) {
    if (this.layout?.output) return; // none of its points belongs to a sample
    const { hovered, picked, pinned, decoded } = this.lab;
    const pair = this.pair(picked) ?? (pinned?.index === picked ? pinned : null);
    if (picked >= 0) drawPair(context, theme, pair, at, this.colourOf(picked), 6);
    const seen = hovered >= 0 ? (this.pair(hovered) ?? decoded) : decoded;
    if (seen) drawPair(context, theme, seen, at, this.colourOf(hovered), 5);
  }

  /** Show the tip of the sample under the pointer; −1 is none.
   * @type {(index: number, x: number, y: number, cursor?: string) => void} */
  hover(index, x, y, cursor = "") {
    const { canvas } = this.card.surface;
    canvas.style.cursor = index < 0 ? cursor : "pointer";
    this.lab.point(index);
    if (index < 0 || !this.layout) return this.lab.tip.hide();
    const rows = sampleRows(this.layout, this.points.labels, index, this.pair(index));
    this.lab.tip.show(canvas, x, y, rows);
  }

  leave() {
    this.card.surface.canvas.style.cursor = "";
    this.lab.point(-1);
    this.lab.tip.hide();
  }

  /** @type {(index: number) => void} */
  pick(index) {
    if (index >= 0) this.lab.pick(index);
  }

  /** Return how many points there are; nothing where they form pairs.
   * @type {() => string} */
  describe() {
    const { title = "Reconstructions", output } = this.layout ?? {};
    const { x, xHat } = this.points;
    if (!x) return `${title}, no picture yet`;
    if (!output) return "";
    return `${title}: ${xHat?.count ?? 0} points beside ${x.count} of the data`;
  }
}

/** Return the rows of a tip on a sample and its reconstruction.
 * @type {(layout: PointsLayout, labels: Uint8Array | null, index: number,
 *   pair: SamplePair | null) => TipRow[]} */
export function sampleRows(layout, labels, index, pair) {
  const label = labels?.[index] ?? 0;
  const head = { cells: [layout.classes?.[label] ?? "sample"], colour: classColour(label) };
  if (!pair) return [head];
  const error = Array.from(pair.x).reduce((sum, value, i) => sum + (value - pair.xHat[i]) ** 2, 0);
  return [
    head,
    { cells: ["x", point(pair.x)] },
    ...(pair.xTilde ? [{ cells: ["x̃", point(pair.xTilde)] }] : []),
    { cells: ["x̂", point(pair.xHat)] },
    { cells: ["squared error", number(error, 3)] },
  ];
}

/** Draw rings around a sample and its reconstruction, and the line between them.
 * @type {(context: Context, theme: Theme, pair: Pair | null, at: PlaceOf, colour: string,
 *   radius: number) => void} */
function drawPair(context, theme, pair, at, colour, radius) {
  if (!pair?.xHat || !Array.from(pair.xHat).every(Number.isFinite)) return;
  const [x1, y1] = at(pair.xHat);
  if (pair.x) {
    const [x0, y0] = at(pair.x);
    context.lineWidth = 1.5;
    stroke(context, theme.ink, x0, y0, x1, y1);
    ring(context, theme, x0, y0, radius, 1.75);
    if (colour) disc(context, x0, y0, 3, colour);
  }
  ring(context, theme, x1, y1, pair.x ? 3 : radius, 1.75);
  disc(context, x1, y1, 2, theme.ink);
}

/** @type {(context: Context, x: number, y: number, radius: number, colour: string) => void} */
function disc(context, x, y, radius, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
