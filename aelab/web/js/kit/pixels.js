// Samples that are images: bytes to pixels, many tiles on one sheet, sharp when enlarged.

import { contextOf } from "./canvas.js";

/** A hidden sheet of tiles, each rows × columns pixels. */
export class Sheet {
  /**
   * @param {number} across
   * @param {number} down
   * @param {number[]} shape
   */
  constructor(across, down, [rows, columns]) {
    this.across = across;
    this.down = down;
    this.rows = rows;
    this.columns = columns;
    /** @type {OffscreenCanvas | null} */
    this.large = null;
    this.canvas = new OffscreenCanvas(across * columns, down * rows);
    this.context = contextOf(this.canvas);
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Return whether the sheet has this form, so that it can be used again.
   * @type {(across: number, down: number, shape: number[]) => boolean} */
  fits(across, down, [rows, columns]) {
    return (
      this.across === across && this.down === down &&
      this.rows === rows && this.columns === columns
    );
  }

  /** Write one tile: each byte of `data` from `from` on, in the colours of `ramp`.
   * @type {(column: number, row: number, data: ArrayLike<number>, from: number,
   *   ramp: Uint32Array) => void} */
  tile(column, row, data, from, ramp) {
    const width = this.across * this.columns;
    let i = from;
    for (let r = 0; r < this.rows; r++) {
      let at = (row * this.rows + r) * width + column * this.columns;
      for (let c = 0; c < this.columns; c++) this.pixels[at++] = ramp[data[i++]];
    }
  }

  /** Write one tile of differences of two arrays, in 511 colours.
   * @type {(column: number, row: number, a: ArrayLike<number>, b: ArrayLike<number>,
   *   from: number, colours: Uint32Array) => void} */
  difference(column, row, a, b, from, colours) {
    const width = this.across * this.columns;
    let i = from;
    for (let r = 0; r < this.rows; r++) {
      let at = (row * this.rows + r) * width + column * this.columns;
      for (let c = 0; c < this.columns; c++, i++) this.pixels[at++] = colours[255 + a[i] - b[i]];
    }
  }

  /** Return the sheet with all tiles, enlarged by a whole factor.
   * @type {(factor?: number) => OffscreenCanvas} */
  finish(factor = 1) {
    this.context.putImageData(this.image, 0, 0);
    if (factor <= 1) return this.canvas;
    const [w, h] = [this.canvas.width * factor, this.canvas.height * factor];
    if (this.large?.width !== w || this.large.height !== h) this.large = new OffscreenCanvas(w, h);
    const context = contextOf(this.large);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, 0, w, h);
    return this.large;
  }
}

/** Return a sample as a canvas of one pixel per value, which the style sheet enlarges sharply.
 * @type {(bytes: ArrayLike<number>, shape: number[], ramp: Uint32Array, from?: number)
 *   => HTMLCanvasElement} */
export function thumbnail(bytes, [rows, columns], ramp, from = 0) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = contextOf(canvas);
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = ramp[bytes[from + i]];
  context.putImageData(image, 0, 0);
  return canvas;
}
