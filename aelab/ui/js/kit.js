// The drawing kit: a sharp canvas, scales, nice ticks, axes.

import { signed } from "./words.js";

/** A canvas that fills its box at the density of the screen. */
export class Surface {
  constructor(box, resized) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    box.append(this.canvas);
    this.context = this.canvas.getContext("2d");
    this.width = this.height = 0;
    this.observer = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width;
      this.height = contentRect.height;
      resized();
    });
    this.observer.observe(box);
  }

  /** Clear and return the context, scaled so that one unit is one CSS pixel. */
  begin() {
    this.density = window.devicePixelRatio || 1;
    const width = Math.round(this.width * this.density);
    const height = Math.round(this.height * this.density);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return this.context;
  }

  close() {
    this.observer.disconnect();
  }
}

/** A rectangle of the canvas that shows a box of the data. */
export class Plot {
  constructor(x, y, w, h) {
    Object.assign(this, { x, y, w: Math.max(1, w), h: Math.max(1, h) });
    this.show([0, 1, 0, 1]);
  }

  /** Show the data box [x0, x1, y0, y1]. */
  show(box) {
    this.box = box;
    this.sx = this.w / (box[1] - box[0]);
    this.sy = this.h / (box[3] - box[2]);
    return this;
  }

  px(value) {
    return this.x + (value - this.box[0]) * this.sx;
  }

  py(value) {
    return this.y + this.h - (value - this.box[2]) * this.sy;
  }

  ix(pixel) {
    return this.box[0] + (pixel - this.x) / this.sx;
  }

  iy(pixel) {
    return this.box[2] + (this.y + this.h - pixel) / this.sy;
  }

  has(x, y) {
    return x >= this.x && x <= this.x + this.w && y >= this.y && y <= this.y + this.h;
  }

  /** Draw inside the rectangle only. */
  clip(context, draw) {
    context.save();
    context.beginPath();
    context.rect(this.x, this.y, this.w, this.h);
    context.clip();
    draw();
    context.restore();
  }
}

/** Return about `count` round values between lo and hi as [{value, label}]. */
export function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const found = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + 1e-9 * step; i++) {
    found.push({ value: i * step, label: text(i * step, digits) });
  }
  return found;
}

function text(value, digits) {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return signed(value.toExponential(0));
  return signed(value.toFixed(Math.min(digits, 5)).replace(/^-(0\.?0*)$/, "$1"));
}

/** Return the powers of ten (and 2, 5 where few) between the decimal logarithms lo and hi. */
export function logTicks(lo, hi, count) {
  const factors = hi - lo > count ? [1] : hi - lo > 1.4 ? [1, 3] : [1, 2, 5];
  const found = [];
  const every = Math.max(1, Math.ceil((hi - lo) / count));
  for (let power = Math.floor(lo); power <= hi; power++) {
    if (power % every) continue;
    for (const factor of factors) {
      const value = Math.log10(factor) + power;
      if (value >= lo && value <= hi) {
        found.push({ value, label: text(factor * 10 ** power, Math.max(0, -power)) });
      }
    }
  }
  return found;
}

/** Draw grid lines, ticks and the names of the axes around a plot. */
export function axes(context, theme, plot, { x, y, xName, yName, zero = true }) {
  context.lineWidth = 1;
  context.font = theme.tick;
  gridLines(context, theme, plot, x, y, zero);
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  const floor = plot.y + plot.h + 16 * theme.scale;
  const right = plot.x + plot.w - (xName ? name(context, theme, xName) + 8 : 0);
  const roof = yName ? plot.y + 20 * theme.scale : 0;
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  for (const { value, label } of x) {
    const half = context.measureText(label).width / 2;
    const at = Math.min(plot.px(value), plot.x + plot.w + 4 - half);
    if (at + half <= right || !xName) context.fillText(label, at, floor);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, label } of y) {
    const at = Math.min(plot.py(value), plot.y + plot.h - 4);
    if (at >= roof) context.fillText(label, plot.x - 6, at);
  }
  if (xName) name(context, theme, xName, plot.x + plot.w, floor);
  if (yName) name(context, theme, yName, plot.x - 6, plot.y + 10 * theme.scale);
}

function gridLines(context, theme, plot, x, y, zero) {
  for (const { value } of x) {
    const at = Math.round(plot.px(value)) + 0.5;
    stroke(context, zero && value === 0 ? theme.axis : theme.line, at, plot.y, at, plot.y + plot.h);
  }
  for (const { value } of y) {
    const at = Math.round(plot.py(value)) + 0.5;
    stroke(context, zero && value === 0 ? theme.axis : theme.line, plot.x, at, plot.x + plot.w, at);
  }
}

/** Write the name of an axis, ending at x, z₁ as mathematics; returns its width. */
export function name(context, theme, words, x = null, y = 0) {
  const [, letter, digits] = /^([a-zA-Z])([₀-₉]*)$/.exec(words) ?? [];
  const index = [...(digits ?? "")].map((digit) => digit.charCodeAt(0) - 0x2080).join("");
  context.font = theme.small;
  const tail = index ? context.measureText(index).width + 1 : 0;
  context.font = letter ? theme.maths : theme.tick;
  const width = context.measureText(letter ?? words).width + tail;
  if (x === null) return width;
  context.fillStyle = letter ? theme.ink : theme.soft;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(letter ?? words, x - width, y);
  context.font = theme.small;
  if (index) context.fillText(index, x - tail + 1, y + 3);
  return width;
}

/** Draw one straight line. */
export function stroke(context, colour, x0, y0, x1, y1) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Draw a ring around a point, readable on any ground. */
export function ring(context, theme, x, y, radius = 6.5, width = 2) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = theme.card;
  context.lineWidth = width + 2.5;
  context.stroke();
  context.strokeStyle = theme.ink;
  context.lineWidth = width;
  context.stroke();
}

/** Draw a text with a halo of the card's colour, so that lines may pass behind it. */
export function haloed(context, theme, label, x, y, colour) {
  context.lineJoin = "round";
  context.strokeStyle = theme.card;
  context.lineWidth = 4;
  context.strokeText(label, x, y);
  context.fillStyle = colour;
  context.fillText(label, x, y);
}

/** Say in the middle of a surface why there is no picture. */
export function hint(context, theme, surface, words) {
  context.font = theme.text;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, surface.width / 2, surface.height / 2);
}
