// Frames that were stored before their views declared all properties. This is the only module that
// knows views by their names.

/** @import { ViewLayout } from "./types.d.ts" */

/** Properties of layouts that older frames lack, by the name of the view.
 * @type {Record<string, object>} */
const MISSING = {
  kl: { colour: "penalty" },
  loss: { objective: true },
};

/** Return a layout with the properties that an older frame lacks.
 * @type {(layout: ViewLayout) => ViewLayout} */
export function completed(layout) {
  return { ...MISSING[layout.name], ...layout };
}
