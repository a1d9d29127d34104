// @ts-nocheck
// The plane of the weights: samples, the way of w, and a click that says where it starts.

import { mounting } from "../../kit/mounting.js";
import { element } from "../../kit/text.js";

const HEIGHT = 380; // px

class Startpoint {
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

  /** Take the data of a rerun: cloud, ends, ways, start, span, colours, words. */
  receive({ data, setTriggerValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.root.setAttribute("aria-label", data.says);
    this.paint();
  }

  /** Pixels per unit: the same along both axes. */
  get scale() {
    return Math.min(this.root.clientWidth, HEIGHT) / (2 * this.data.span);
  }

  place({ clientX, clientY }) {
    const box = this.root.getBoundingClientRect();
    const x = (clientX - box.left - box.width / 2) / this.scale;
    const y = (box.top + box.height / 2 - clientY) / this.scale;
    this.data = { ...this.data, start: [x, y], flow: [], runs: [] };
    this.paint(); // at once; the way from there comes with the rerun
    this.trigger("placed", [Number(x.toFixed(3)), Number(y.toFixed(3))]);
  }

  paint() {
    const { root: canvas, data } = this;
    const width = canvas.clientWidth;
    if (!width || !data) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = HEIGHT * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const { scale } = this;
    const at = ([x, y]) => [width / 2 + x * scale, HEIGHT / 2 - y * scale];
    const { soft, line, ink, accent, warm } = data.colours;
    this.axes(pen, width, line);
    for (const point of data.cloud) dot(pen, at(point), 1.5, soft, 0.4);
    for (const way of data.runs) path(pen, way.map(at), warm, 1, 0.45);
    path(pen, data.flow.map(at), accent, 2.5, 1);
    for (const { at: place, text } of data.ends) {
      ring(pen, at(place), 6, ink);
      label(pen, at(place), text, ink, data.font);
    }
    dot(pen, at(data.start), 6, accent, 1);
    label(pen, at(data.start), "start", accent, data.font);
  }

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

function dot(pen, [x, y], radius, colour, share) {
  pen.globalAlpha = share;
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
}

function ring(pen, [x, y], radius, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}

function path(pen, points, colour, width, share) {
  if (points.length < 2) return;
  pen.globalAlpha = share;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
  pen.globalAlpha = 1;
}

function label(pen, [x, y], text, colour, font) {
  pen.font = `600 14px ${font}`;
  pen.fillStyle = colour;
  pen.fillText(text, x + 10, y - 8);
}
