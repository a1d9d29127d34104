// @ts-nocheck
// Samples and their reconstructions among the points of a picture, in the plane or in space.

import { ring } from "./canvas.js";
import { classColour } from "./palette.js";
import { item, number, point } from "./text.js";

/** What of a picture belongs to samples: its key, their pairs, their marks, their tip. */
export class Samples {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const data = item("dot pair", "data ", "x");
    data.firstChild.style.setProperty("--mark", classColour(0));
    data.firstChild.style.setProperty("--other", classColour(1));
    this.noisy = item("dash solid pale", "from noisy ", "x̃");
    this.decoded = item("dash solid", "");
    this.output = item("dot ink", "reconstruction ", "x̂");
    this.made = item("dot ink", "sample");
    card.foot.append(data, this.noisy, this.output, this.made, this.decoded);
  }

  /** Take the points {data, count} of so many dimensions, and the words for what is decoded. */
  update(layout, { x, xHat, xTilde = null, labels, dimensions }, decoded) {
    Object.assign(this, { layout, x, xHat, xTilde, labels, dimensions });
    this.decoded.lastChild.textContent = decoded;
    this.decoded.hidden = !decoded;
    this.noisy.hidden = !xTilde;
    this.output.hidden = layout.output === "sample";
    this.made.hidden = !this.output.hidden;
  }

  /** Return {x, xHat} of a sample that is among the points shown. */
  pair(index) {
    if (this.layout?.output || !this.x || !this.xHat) return null;
    if (!(index >= 0 && index < this.x.count)) return null;
    const d = this.dimensions;
    const row = ({ data }) => [...data.slice(d * index, d * index + d)];
    const noisy = this.xTilde ? { xTilde: row(this.xTilde) } : {};
    return { x: row(this.x), xHat: row(this.xHat), ...noisy };
  }

  colourOf(index) {
    return index >= 0 && index < (this.labels?.length ?? 0) ? classColour(this.labels[index]) : "";
  }

  /** Mark the hovered and the picked sample, and the point that is decoded elsewhere. */
  mark(context, theme, at) {
    if (this.layout?.output) return; // no point of it belongs to a sample of the data
    const { hovered, picked, pinned, decoded } = this.lab;
    const known = (index) => this.pair(index) ?? (pinned?.index === index ? pinned : null);
    if (picked >= 0) marked(context, theme, known(picked), at, this.colourOf(picked), 6);
    const seen = hovered >= 0 ? (this.pair(hovered) ?? decoded) : decoded;
    if (seen) marked(context, theme, seen, at, this.colourOf(hovered), 5);
  }

  /** Tell of the sample found under the pointer, if there is one. */
  hover(found, x, y, cursor = "") {
    const { canvas } = this.card.surface;
    canvas.style.cursor = found < 0 ? cursor : "pointer";
    this.lab.point(found);
    if (found < 0) return this.lab.tip.hide();
    this.lab.tip.show(canvas, x, y, sampleRows(this.layout, this.labels, found, this.pair(found)));
  }

  leave() {
    this.card.surface.canvas.style.cursor = "";
    this.lab.point(-1);
    this.lab.tip.hide();
  }

  pick(found) {
    if (found >= 0) this.lab.pick(found);
  }

  /** Say of how many points the picture is, or nothing if it is of pairs. */
  describe() {
    const { title = "Reconstructions", output } = this.layout ?? {};
    if (!this.x) return `${title}, no picture yet`;
    if (!output) return "";
    return `${title}: ${this.xHat?.count ?? 0} points beside ${this.x.count} of the data`;
  }
}

/** Return the rows of a tip on a sample and its reconstruction. */
export function sampleRows(layout, labels, index, pair) {
  const label = labels?.[index] ?? 0;
  const head = { cells: [layout.classes?.[label] ?? "sample"], colour: classColour(label) };
  if (!pair) return [head];
  const error = pair.x.reduce((sum, value, i) => sum + (value - pair.xHat[i]) ** 2, 0);
  return [
    head,
    { cells: ["x", point(pair.x)] },
    ...(pair.xTilde ? [{ cells: ["x̃", point(pair.xTilde)] }] : []),
    { cells: ["x̂", point(pair.xHat)] },
    { cells: ["squared error", number(error, 3)] },
  ];
}

/** Mark a sample and its reconstruction, with the line between them; `at` places a point. */
export function marked(context, theme, pair, at, colour, radius) {
  if (!pair?.xHat || !pair.xHat.every(Number.isFinite)) return;
  const to = at(pair.xHat);
  if (pair.x) {
    const from = at(pair.x);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    ring(context, theme, ...from, radius, 1.75);
    if (colour) disc(context, ...from, 3, colour);
  }
  ring(context, theme, ...to, pair.x ? 3 : radius, 1.75);
  disc(context, ...to, 2, theme.ink);
}

function disc(context, x, y, radius, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
