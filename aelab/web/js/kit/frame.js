// @ts-nocheck
// Frames: the bytes of one become header and arrays; a store keeps what comes in turns.

const TYPES = { f4: Float32Array, i4: Int32Array, u1: Uint8Array };

/** Return {header, parts} of one frame; the arrays are views of its bytes. */
export function parse(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
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

/** Return an array of `size` numbers of the kind of `data`; what has not come yet is NaN. */
function blank(data, size) {
  const whole = new data.constructor(size);
  return whole instanceof Float32Array ? whole.fill(NaN) : whole;
}

/** The latest header, views and whole arrays of one run. */
export class Store {
  header = null;
  views = [];
  arrays = new Map();

  /** Take a frame in: a full one replaces everything, a moving one overwrites its shares. */
  take({ header, parts }) {
    if (header.full) this.arrays.clear();
    this.header = header;
    if (header.views) this.views = header.views;
    for (const part of parts) this.merge(part);
  }

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

  /** Return {data, shape} of an array, or null. */
  get(name) {
    return this.arrays.get(name) ?? null;
  }
}
