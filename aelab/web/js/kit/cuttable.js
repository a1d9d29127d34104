// @ts-nocheck
// The cut: what a threshold of the score keeps of normal and of anomalous samples.
// The table behind it has rows (threshold, share of normal above, share of anomalous above).

export const [THRESHOLD, MISTAG, EFFICIENCY] = [0, 1, 2]; // columns of the table

export const COLLAPSED = 0.9; // of the variance unexplained, from which on nothing has been learnt

/** Return the rows of a table of cuts that are known, or null where there are none. */
export function table(cuts) {
  const rows = [];
  for (let i = 0; i < (cuts?.shape[0] ?? 0); i++) {
    const row = cuts.data.subarray(3 * i, 3 * i + 3);
    if (row.every(Number.isFinite)) rows.push(row);
  }
  return rows.length > 1 ? rows : null;
}

/** Return {threshold, mistag, efficiency, rejection} where a column has this value.
 *
 * The threshold ascends from row to row and the shares descend; between two rows all are linear,
 * beyond the ends they stay. */
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

/** Return the smallest share of normal samples that a cut can keep: that of a single one. */
export function least(rows, normal) {
  const smallest = Math.min(...rows.map((row) => row[MISTAG] || 1));
  return normal > 0 ? Math.max(smallest, 1 / normal) : smallest;
}

/** Return the statistical error of a rejection 1/ε that is counted on so many samples. */
export function rejectionError(mistag, samples) {
  return mistag > 0 && samples > 0 ? Math.sqrt((1 - mistag) / (mistag * samples)) / mistag : NaN;
}
