// Frames: parse one into header and arrays; a store merges the arrays that come in shares.

import { completed } from "./oldframes.js";

/** @import { Header, Numbers, Part, Share, ViewLayout } from "./types.d.ts" */

const TYPES = { f4: Float32Array, i4: Int32Array, u1: Uint8Array };

/** Where an array is in the bytes of a frame.
 * @typedef {object} Placed
 * @property {string} name
 * @property {keyof TYPES} dtype
 * @property {number[]} shape
 * @property {number} offset
 * @property {number} start
 * @property {number} rows */

/** Return {header, parts} of one frame; the arrays are views of its bytes.
 * @type {(buffer: ArrayBuffer) => { header: Header, parts: Share[] }} */
export function parse(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  /** @type {{ arrays: Placed[] } & Header} */
  const { arrays, ...header } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, 4, length)),
  );
  const parts = arrays.map(({ name, dtype, shape, offset, start, rows }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const data = new TYPES[dtype](buffer, 4 + length + offset, count);
    return { name, data, shape, start, rows };
  });
  return { header, parts };
}

/** Return an array of the type of `data`; numbers that have not come yet are NaN, or 0.
 * @type {(data: Numbers, size: number) => Numbers} */
function blank(data, size) {
  if (data instanceof Float32Array) return new Float32Array(size).fill(NaN);
  return data instanceof Int32Array ? new Int32Array(size) : new Uint8Array(size);
}

/** The latest header, views and whole arrays of one run. */
export class Store {
  /** @type {Header | null} */
  header = null;
  /** @type {ViewLayout[]} */
  views = [];
  /** @type {Map<string, Part>} */
  arrays = new Map();

  /** Take a frame: a full one replaces all arrays, a moving one overwrites the shares it has.
   * @type {(frame: { header: Header, parts: Share[] }) => void} */
  take({ header, parts }) {
    if (header.full) this.arrays.clear();
    this.header = header;
    if (header.views) this.views = header.views.map(completed);
    for (const part of parts) this.merge(part);
  }

  /** @type {(share: Share) => void} */
  merge({ name, data, shape, start, rows }) {
    const rest = shape.slice(1);
    const width = rest.reduce((a, b) => a * b, 1);
    if (start === 0 && rows === shape[0]) {
      this.arrays.set(name, { data, shape });
      return;
    }
    let whole = this.arrays.get(name);
    if (whole?.data.length !== rows * width || whole.data.constructor !== data.constructor) {
      whole = { data: blank(data, rows * width), shape: [rows, ...rest] };
      this.arrays.set(name, whole);
    }
    whole.data.set(data.subarray(0, (rows - start) * width), start * width);
  }

  /** Return {data, shape} of an array, or null.
   * @type {(name: string) => Part | null} */
  get(name) {
    return this.arrays.get(name) ?? null;
  }
}
