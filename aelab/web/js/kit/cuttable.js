// The table of cuts on a score: thresholds, and the shares of either class above each.

/** @import { Part } from "./types.d.ts" */

export const [THRESHOLD, MISTAG, EFFICIENCY] = [0, 1, 2]; // columns of the table

export const COLLAPSED = 0.9; // unexplained share of the variance beyond which nothing is learnt

/** A row of the table: threshold, share of the normal samples above it, of the anomalous ones.
 * @typedef {Float32Array} CutRow */

/** A threshold and what it gives; the rejection is 1 / mistag.
 * @typedef {object} WorkingPoint
 * @property {number} threshold
 * @property {number} mistag share of the normal samples above
 * @property {number} efficiency share of the anomalous samples above
 * @property {number} rejection */

/** Return the finite rows of a table of cuts (t, 3), or null where there are fewer than two.
 * @type {(cuts: Part<Float32Array> | null) => CutRow[] | null} */
export function table(cuts) {
  if (!cuts) return null;
  const rows = [];
  for (let i = 0; i < cuts.shape[0]; i++) {
    const row = cuts.data.subarray(3 * i, 3 * i + 3);
    if (row.every(Number.isFinite)) rows.push(row);
  }
  return rows.length > 1 ? rows : null;
}

/** Return the working point where a column has this value.
 *
 * The threshold ascends from row to row and the shares descend. Between two rows all are linear,
 * beyond the ends they are constant.
 * @type {(rows: CutRow[], column: number, value: number) => WorkingPoint} */
export function read(rows, column, value) {
  const sign = column === THRESHOLD ? 1 : -1;
  let next = rows.findIndex((row) => sign * row[column] >= sign * value);
  if (next < 0) next = rows.length - 1;
  const [a, b] = [rows[Math.max(0, next - 1)], rows[next]];
  const way = b[column] - a[column];
  const t = way === 0 ? 1 : Math.max(0, Math.min(1, (value - a[column]) / way));
  const [threshold, mistag, efficiency] = [0, 1, 2].map((c) => a[c] + t * (b[c] - a[c]));
  return { threshold, mistag, efficiency, rejection: mistag > 0 ? 1 / mistag : NaN };
}

/** Return the smallest share of normal samples above a cut: that of a single one.
 * @type {(rows: CutRow[], normal: number) => number} */
export function least(rows, normal) {
  const smallest = Math.min(...rows.map((row) => row[MISTAG] || 1));
  return normal > 0 ? Math.max(smallest, 1 / normal) : smallest;
}

/** Return the standard error of the mistag of each row, at its efficiency.
 *
 * Both kinds of samples contribute a binomial error: the normal ones directly, the anomalous ones by
 * the position of the threshold. See `aelab.metrics.rejection`.
 * @type {(rows: CutRow[], samples: ArrayLike<number>) => number[]} */
export function mistagErrors(rows, { 0: normal, 1: anomalous }) {
  return rows.map((row) => {
    const [, mistag, efficiency] = row;
    const step = Math.sqrt((efficiency * (1 - efficiency)) / anomalous);
    const [above, below] = [1, -1].map((sign) => read(rows, EFFICIENCY, efficiency + sign * step));
    const counted = Math.sqrt((mistag * (1 - mistag)) / normal);
    return Math.hypot(counted, (above.mistag - below.mistag) / 2);
  });
}

/** The factor efficiency / √mistag by which a cut changes the significance of a small excess.
 * @typedef {object} Improvement
 * @property {number} efficiency
 * @property {number} mistag
 * @property {number} value
 * @property {number} error standard error */

export const COUNTED = 10; // normal samples above a cut, below which its improvement is not shown

/** Return the improvement of each cut with enough normal samples above, of so many of each kind.
 * @type {(rows: CutRow[], samples: ArrayLike<number>) => Improvement[]} */
export function improvements(rows, samples) {
  const errors = mistagErrors(rows, samples);
  return rows.flatMap(([, mistag, efficiency], i) => {
    if (mistag * samples[0] < COUNTED) return [];
    const value = efficiency / Math.sqrt(mistag);
    return [{ efficiency, mistag, value, error: (value * errors[i]) / (2 * mistag) }];
  });
}

/** Return the standard error of the rejection 1/ε, with ε counted on so many samples.
 * @type {(mistag: number, samples: number) => number} */
export function rejectionError(mistag, samples) {
  return mistag > 0 && samples > 0 ? Math.sqrt((1 - mistag) / (mistag * samples)) / mistag : NaN;
}
