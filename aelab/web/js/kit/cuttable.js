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

/** The factor efficiency / √mistag by which a cut changes the significance of a small excess.
 * @typedef {object} Improvement
 * @property {number} efficiency
 * @property {number} value
 * @property {number} error standard error, of the number of normal samples above the cut */

export const COUNTED = 10; // normal samples above a cut, below which its improvement is not shown

/** Return the improvement of each cut with enough normal samples above, of so many in all.
 * @type {(rows: CutRow[], normal: number) => Improvement[]} */
export function improvements(rows, normal) {
  return rows
    .filter((row) => row[MISTAG] * normal >= COUNTED)
    .map((row) => {
      const value = row[EFFICIENCY] / Math.sqrt(row[MISTAG]);
      const error = (value / 2) * Math.sqrt((1 - row[MISTAG]) / (row[MISTAG] * normal));
      return { efficiency: row[EFFICIENCY], value, error };
    });
}

/** Return the standard error of the rejection 1/ε, with ε counted on so many samples.
 * @type {(mistag: number, samples: number) => number} */
export function rejectionError(mistag, samples) {
  return mistag > 0 && samples > 0 ? Math.sqrt((1 - mistag) / (mistag * samples)) / mistag : NaN;
}
