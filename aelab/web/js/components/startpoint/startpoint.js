// The plane of the weights: samples, the path of w, and a click that chooses where it starts.

import { contextOf } from "../../kit/canvas.js";
import { mounting } from "../../kit/mounting.js";
import { element } from "../../kit/text.js";

/** @import { Component, Context, Place } from "../../kit/types.d.ts" */

const HEIGHT = 380; // px

/** What the server sends, in the units of the plane.
 * @typedef {object} StartData
 * @property {Place[]} cloud
 * @property {{ at: Place, text: string }[]} ends
 * @property {Place[][]} runs
 * @property {Place[]} flow
 * @property {Place} start
 * @property {number} span
 * @property {Record<"soft" | "line" | "ink" | "accent" | "warm", string>} colours
 * @property {string} font
 * @property {string} says */

class Startpoint {
  /** @type {StartData | null} */
  data = null;
  /** @type {Component<StartData>["setTriggerValue"] | null} */
  trigger = null;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("canvas", "startpoint", "", { role: "img" });
    Object.assign(this.root.style, {
      display: "block", width: "100%", height: `${HEIGHT}px`, cursor: "crosshair",
    });
    this.root.addEventListener("click", (event) => this.place(event));
    parent.append(this.root);
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.root);
  }

  /** Take the data of a rerun.
   * @type {(component: Component<StartData>) => void} */
  receive({ data, setTriggerValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.root.setAttribute("aria-label", data.says);
    this.paint();
  }

  /** Return the pixels per unit, the same along both axes.
   * @type {(data: StartData) => number} */
  scale({ span }) {
    return Math.min(this.root.clientWidth, HEIGHT) / (2 * span);
  }

  /** @type {(event: MouseEvent) => void} */
  place({ clientX, clientY }) {
    if (!this.data) return;
    const box = this.root.getBoundingClientRect();
    const scale = this.scale(this.data);
    const x = (clientX - box.left - box.width / 2) / scale;
    const y = (box.top + box.height / 2 - clientY) / scale;
    this.data = { ...this.data, start: [x, y], flow: [], runs: [] };
    this.paint(); // at once; the path from there comes with the rerun
    this.trigger?.("placed", [Number(x.toFixed(3)), Number(y.toFixed(3))]);
  }

  paint() {
    const { root: canvas, data } = this;
    const width = canvas.clientWidth;
    if (!width || !data) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = HEIGHT * ratio;
    const pen = contextOf(canvas);
    pen.scale(ratio, ratio);
    const scale = this.scale(data);
    /** @type {(place: Place) => Place} */
    const at = ([x, y]) => [width / 2 + x * scale, HEIGHT / 2 - y * scale];
    const { soft, line, ink, accent, warm } = data.colours;
    this.axes(pen, width, line);
    for (const point of data.cloud) dot(pen, at(point), 1.5, soft, 0.4);
    for (const run of data.runs) path(pen, run.map(at), warm, 1, 0.45);
    path(pen, data.flow.map(at), accent, 2.5, 1);
    for (const { at: place, text } of data.ends) {
      ring(pen, at(place), 6, ink);
      label(pen, at(place), text, ink, data.font);
    }
    dot(pen, at(data.start), 6, accent, 1);
    label(pen, at(data.start), "start", accent, data.font);
  }

  /** @type {(pen: Context, width: number, colour: string) => void} */
  axes(pen, width, colour) {
    path(pen, [[0, HEIGHT / 2], [width, HEIGHT / 2]], colour, 1, 1);
    path(pen, [[width / 2, 0], [width / 2, HEIGHT]], colour, 1, 1);
  }

  close() {
    this.observer.disconnect();
    this.root.remove();
  }
}

export const mount = mounting(Startpoint);

/** @type {(pen: Context, place: Place, radius: number, colour: string, opacity: number)
 *   => void} */
function dot(pen, [x, y], radius, colour, opacity) {
  pen.globalAlpha = opacity;
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
}

/** @type {(pen: Context, place: Place, radius: number, colour: string) => void} */
function ring(pen, [x, y], radius, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}

/** @type {(pen: Context, points: Place[], colour: string, width: number, opacity: number)
 *   => void} */
function path(pen, points, colour, width, opacity) {
  if (points.length < 2) return;
  pen.globalAlpha = opacity;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
  pen.globalAlpha = 1;
}

/** @type {(pen: Context, place: Place, text: string, colour: string, font: string) => void} */
function label(pen, [x, y], text, colour, font) {
  pen.font = `600 14px ${font}`;
  pen.fillStyle = colour;
  pen.fillText(text, x + 10, y - 8);
}
