// Generated from aelab/views/kinds.py by python -m tooling.kinds; do not edit.

/** Keys of the layout and arrays of a full frame that each kind has to have.
 *
 * @type {Record<string, { layout: string[], arrays: string[] }>} */
export const REQUIRED = {
  scatter: { layout: ["axes", "classes", "dims", "names", "prior", "title"], arrays: ["points", "labels"] },
  histogram: { layout: ["axes", "classes", "dims", "names", "prior", "title"], arrays: ["points", "labels"] },
  strip: { layout: ["high", "low", "shape", "title"], arrays: ["x", "x_hat"] },
  cloud: { layout: ["classes", "names", "title"], arrays: ["x", "labels", "x_hat"] },
  space: { layout: ["classes", "names", "title"], arrays: ["x", "labels", "x_hat"] },
  curves: { layout: ["levels", "per_epoch", "sum", "symbols", "terms", "title", "unit"], arrays: ["steps", "terms"] },
  bars: { layout: ["levels", "title", "unit"], arrays: ["values"] },
  tiles: { layout: ["names", "shape", "title"], arrays: ["tiles", "scales"] },
  plane: { layout: ["grid", "high", "low", "shape", "title"], arrays: ["images", "window"] },
  field: { layout: ["classes", "names", "theory", "title"], arrays: ["at", "arrows", "x", "labels"] },
  map: { layout: ["classes", "names", "title", "unit"], arrays: ["values", "window", "x", "labels"] },
  cut: { layout: ["baselines", "figures", "flat", "names", "score", "title", "unit"], arrays: ["cuts", "samples", "numbers", "counts", "range"] },
  roc: { layout: ["names", "title"], arrays: ["cuts", "samples", "numbers"] },
  improvement: { layout: ["names", "title"], arrays: ["cuts", "samples", "numbers"] },
  gallery: { layout: ["high", "low", "names", "shape", "title"], arrays: ["rows", "x", "x_hat", "score", "labels"] },
  sculpt: { layout: ["names", "quantity", "title", "unit"], arrays: ["edges", "spectrum", "levels", "correlation", "auc"] },
  profile: { layout: ["names", "title", "unit", "xname"], arrays: ["at", "mean", "low", "high", "share"] },
  lesions: { layout: ["high", "low", "rows", "shape", "title", "top"], arrays: ["sample", "x", "x_hat", "residual", "mask", "found", "dice"] },
  overlap: { layout: ["title"], arrays: ["thresholds", "dice", "precision", "recall", "chosen"] },
};
