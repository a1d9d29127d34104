// A sharp canvas, the scales of a plot, and lines, marks and words on it.

/** @import { Box, Context, Place, Theme } from "./types.d.ts" */

/** A canvas that fills its box at the density of the screen. */
export class Surface {
  width = 0; // CSS pixels
  height = 0;
  density = 1; // pixels of the screen per CSS pixel

  /**
   * @param {HTMLElement} box
   * @param {() => void} resized
   */
  constructor(box, resized) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    box.append(this.canvas);
    this.context = contextOf(this.canvas);
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
  /**
   * @param {number} x
   * @param {number} y
   * @param {number} w
   * @param {number} h
   */
  constructor(x, y, w, h) {
    this.x = x;
    this.y = y;
    this.w = Math.max(1, w);
    this.h = Math.max(1, h);
    this.box = /** @type {Box} */ ([0, 1, 0, 1]);
    this.sx = this.w; // pixels per unit
    this.sy = this.h;
  }

  /** Show the data box [x0, x1, y0, y1].
   * @type {(box: Box) => this} */
  show(box) {
    this.box = box;
    this.sx = this.w / (box[1] - box[0]);
    this.sy = this.h / (box[3] - box[2]);
    return this;
  }

  /** Return the pixel of a value along x.
   * @type {(value: number) => number} */
  px(value) {
    return this.x + (value - this.box[0]) * this.sx;
  }

  /** Return the pixel of a value along y, which points upwards.
   * @type {(value: number) => number} */
  py(value) {
    return this.y + this.h - (value - this.box[2]) * this.sy;
  }

  /** Return the value at a pixel along x.
   * @type {(pixel: number) => number} */
  ix(pixel) {
    return this.box[0] + (pixel - this.x) / this.sx;
  }

  /** Return the value at a pixel along y.
   * @type {(pixel: number) => number} */
  iy(pixel) {
    return this.box[2] + (this.y + this.h - pixel) / this.sy;
  }

  /** Return whether a pixel lies on the plot.
   * @type {(x: number, y: number) => boolean} */
  has(x, y) {
    return x >= this.x && x <= this.x + this.w && y >= this.y && y <= this.y + this.h;
  }

  /** Draw inside the rectangle only.
   * @type {(context: Context, draw: () => void) => void} */
  clip(context, draw) {
    context.save();
    context.beginPath();
    context.rect(this.x, this.y, this.w, this.h);
    context.clip();
    draw();
    context.restore();
  }
}

/** Return the 2D context of a canvas.
 * @overload
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 *
 * @overload
 * @param {OffscreenCanvas} canvas
 * @returns {OffscreenCanvasRenderingContext2D}
 *
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @returns {Context} */
export function contextOf(canvas) {
  const context = /** @type {Context | null} */ (canvas.getContext("2d"));
  if (!context) throw new Error("This browser cannot draw on a canvas.");
  return context;
}

/** Draw a straight line.
 * @type {(context: Context, colour: string, x0: number, y0: number, x1: number,
 *   y1: number) => void} */
export function stroke(context, colour, x0, y0, x1, y1) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Draw a ring around a point, with a halo, so that it is seen on any background.
 * @type {(context: Context, theme: Theme, x: number, y: number, radius?: number,
 *   width?: number) => void} */
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

/** Mark a working point, with dotted lines to places on the axes.
 * @type {(context: Context, theme: Theme, at: Place, ...ends: Place[]) => void} */
export function mark(context, theme, [x, y], ...ends) {
  context.setLineDash([2, 3]);
  context.lineWidth = 1;
  for (const [x1, y1] of ends) stroke(context, theme.accent, x, y, x1, y1);
  context.setLineDash([]);
  context.fillStyle = theme.accent;
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.fill();
  ring(context, theme, x, y, 6, 1.5);
}

/** Fill a pale band between two edges.
 * @type {(context: Context, colour: string, upper: Place[], lower: Place[]) => void} */
export function between(context, colour, upper, lower) {
  context.beginPath();
  for (const [x, y] of [...upper, ...lower.reverse()]) context.lineTo(x, y);
  context.fillStyle = colour;
  context.globalAlpha = 0.15;
  context.fill();
  context.globalAlpha = 1;
}

/** Draw a text with a halo of the card's colour, so that lines may pass behind it.
 * @type {(context: Context, theme: Theme, label: string, x: number, y: number,
 *   colour: string) => void} */
export function haloed(context, theme, label, x, y, colour) {
  context.lineJoin = "round";
  context.strokeStyle = theme.card;
  context.lineWidth = 4;
  context.strokeText(label, x, y);
  context.fillStyle = colour;
  context.fillText(label, x, y);
}

/** Write in the middle of a surface why there is no picture.
 * @type {(context: Context, theme: Theme, surface: Surface, words: string) => void} */
export function hint(context, theme, surface, words) {
  context.font = theme.text;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, surface.width / 2, surface.height / 2, surface.width);
}
