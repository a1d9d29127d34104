// A dense decoder in the browser: weights of one byte each, ReLU between the layers, and a
// logistic function at the end if the header says so.

/** @import { Part } from "../../kit/types.d.ts" */

const ZERO = 128; // the byte of a weight of zero

/** A layer: weights (rows, columns), biases (rows,), and its last output (rows,).
 * @typedef {object} Layer
 * @property {Float32Array} weights
 * @property {Float32Array} biases
 * @property {number} rows
 * @property {number} columns
 * @property {Float32Array} out */

/** @typedef {{ shape: number[], logistic: boolean, layers: number }} DecoderHeader */

/** Returns an array of a frame.
 * @typedef {(name: string) => Part} GetArray */

export class Decoder {
  /** Take the arrays of a frame: w0, s0, b0 and so on are weights, their steps, and biases.
   * @param {DecoderHeader} header
   * @param {GetArray} get */
  constructor(header, get) {
    this.shape = header.shape;
    this.logistic = header.logistic;
    this.layers = Array.from({ length: header.layers }, (_, i) => layer(get, i));
    this.bytes = new Uint8Array(this.layers[this.layers.length - 1].rows);
  }

  /** Return the decoded code as numbers; the next call overwrites the array.
   * @type {(code: ArrayLike<number>) => Float32Array} */
  decode(code) {
    let values = code;
    this.layers.forEach((each, i) => {
      apply(each, values);
      if (i < this.layers.length - 1) rectify(each.out);
      values = each.out;
    });
    const { out } = this.layers[this.layers.length - 1];
    if (this.logistic) for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp(-out[i]));
    return out;
  }

  /** Return the decoded code as grey levels from 0 to 255.
   * @type {(code: ArrayLike<number>) => Uint8Array} */
  grey(code) {
    const values = this.decode(code);
    for (let i = 0; i < values.length; i++) {
      this.bytes[i] = Math.round(255 * Math.min(1, Math.max(0, values[i])));
    }
    return this.bytes;
  }
}

/** Return one layer with its weights as numbers.
 * @type {(get: GetArray, i: number) => Layer} */
function layer(get, i) {
  const { data, shape: [rows, columns] } = get(`w${i}`);
  const steps = get(`s${i}`).data;
  const weights = new Float32Array(data.length);
  for (let k = 0; k < data.length; k++) {
    weights[k] = (data[k] - ZERO) * steps[Math.floor(k / columns)];
  }
  const biases = Float32Array.from(get(`b${i}`).data);
  return { weights, biases, rows, columns, out: new Float32Array(rows) };
}

/** Write W·x + b into the output of a layer.
 * @type {(layer: Layer, values: ArrayLike<number>) => void} */
function apply({ weights, biases, rows, columns, out }, values) {
  for (let r = 0, k = 0; r < rows; r++) {
    let sum = biases[r];
    for (let c = 0; c < columns; c++) sum += weights[k++] * values[c];
    out[r] = sum;
  }
}

/** @type {(values: Float32Array) => void} */
function rectify(values) {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
}
