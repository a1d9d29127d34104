// Sentences on the result of an anomaly score, made from the numbers on the page.

import { COLLAPSED } from "../kit/cuttable.js";
import { fixed, number } from "../kit/text.js";

/** @import { FrameStore, Layout } from "./types.d.ts" */

const CLEAR = 2; // standard errors by which a difference counts
const CLASSES = ["normal", "anomalous"];
const PLAIN = "Reconstruction error";

/** Return some sentences on the score of the run, empty where nothing is looked for.
 *
 * @param {Pick<FrameStore, "views" | "get">} store */
export function findings(store) {
  const layout = store.views.find(({ kind }) => kind === "cut");
  const numbers = layout && store.get(`${layout.name}.numbers`)?.data;
  if (!numbers || !Number.isFinite(numbers[0])) return "";
  const [auc, error, , unexplained] = numbers;
  const sentences = [measured(layout, auc, error, unexplained)];
  if (unexplained >= COLLAPSED) sentences.push(collapsed());
  if (auc < 0.5 - CLEAR * error) sentences.push(inverted(layout));
  sentences.push(compared(layout, auc, error), segmented(store));
  return sentences.filter(Boolean).join(" ");
}

/** @param {Layout} layout
 * @param {number} auc
 * @param {number} error
 * @param {number} unexplained */
function measured({ names: [normal, odd] = CLASSES, score, flat }, auc, error, unexplained) {
  const how = `${score}${flat ? ", decorrelated" : ""}`;
  const left = Number.isFinite(unexplained)
    ? ` The model leaves ${number(100 * unexplained, 3)} % of the variance unexplained.`
    : "";
  const off = Number.isFinite(error) ? ` ± ${fixed(error, 3)}` : "";
  return `${how}: AUC ${fixed(auc, 3)}${off} for ${odd} among ${normal}.${left}`;
}

function collapsed() {
  return (
    "That is nearly all: it gives nearly the same picture for every sample, and the error only " +
    "measures the size of the sample itself."
  );
}

/** @param {Layout} layout */
function inverted({ names: [normal, odd] = CLASSES, score }) {
  const taken = `Below 0.5: ${odd} passes for more normal than ${normal}, which was learnt from.`;
  if (score !== PLAIN) return taken;
  return `${taken} What is simpler is reconstructed better, whether it was learnt or not.`;
}

/** Compare the score with the best one that needs no model.
 *
 * @param {Layout} layout
 * @param {number} auc
 * @param {number} error */
function compared({ baselines = [], score }, auc, error) {
  const best = baselines.find(({ label, value }) => label !== score && Number.isFinite(value));
  if (!best || best.value === null) return "";
  const sentence = `${best.label}, which needs no training, reaches ${fixed(best.value, 3)}`;
  const apart = CLEAR * Math.hypot(error, best.error ?? NaN);
  if (Number.isNaN(apart)) return `${sentence}; so few samples cannot tell them apart.`;
  if (best.value > auc + apart) return `${sentence}: more than this.`;
  if (best.value < auc - apart) return `${sentence}: less than this.`;
  return `${sentence}: no clear difference.`;
}

/** Say how well the anomalous pixels themselves are found, where that is known.
 *
 * @param {Pick<FrameStore, "views" | "get">} store */
function segmented(store) {
  const view = store.views.find(({ kind }) => kind === "overlap");
  const [threshold, test, , plain] = (view && store.get(`${view.name}.chosen`)?.data) ?? [];
  if (!Number.isFinite(test)) return "";
  const verdict = test > plain ? "better" : "not better";
  return (
    `Pixels: Dice ${fixed(test, 2)} at the threshold ${number(threshold, 3)} that is best on ` +
    `validation slices, ${verdict} than the mean image's ${fixed(plain, 2)}.`
  );
}
