// Which view stands where: four places, and the views of a run in the order of their importance.

/** @import { Layout } from "./types.d.ts" */
/** @typedef {Pick<Layout, "name" | "kind">} Named */

const WIDE = ["strip", "gallery"]; // kinds that are a few rows of images
export const SLOTS = ["main", "top", "left", "right"];

/** Return the names of the first views, a strip of images in the place at the top.
 *
 * @param {Named[]} views */
function preferred(views) {
  const first = views.slice(0, SLOTS.length);
  const strip = first.findIndex(({ kind }) => WIDE.includes(kind));
  if (strip >= 0 && first.length > 1) first.splice(1, 0, ...first.splice(strip, 1));
  return first.map(({ name }) => name);
}

/** Return the names of the views by place: as wanted as far as they exist, the others in order.
 *
 * @param {Named[]} views
 * @param {string[]} [wanted]
 * @returns {string[]} */
export function arranged(views, wanted = []) {
  const first = preferred(views);
  const names = views.map(({ name }) => name);
  /** @param {string} name @param {number} i */
  const fits = (name, i) => names.includes(name) && wanted.indexOf(name) === i;
  /** @type {(string | null)[]} */
  const chosen = first.map((_, i) => (fits(wanted[i], i) ? wanted[i] : null));
  /** @param {string} name */
  const free = (name) => !chosen.includes(name);
  first.forEach((name, i) => {
    if (chosen[i] === null && free(name)) chosen[i] = name;
  });
  chosen.forEach((name, i) => {
    if (name === null) chosen[i] = [...first, ...names].find(free) ?? null;
  });
  return chosen.filter((name) => name !== null);
}

/** Return the places with a view put into one of them; where it stood comes what it replaces.
 *
 * @param {string[]} names
 * @param {number} slot
 * @param {string} name */
export function placed(names, slot, name) {
  const there = names.indexOf(name);
  const others = names.map((other, i) => (i === there ? names[slot] : other));
  others[slot] = name;
  return others;
}
