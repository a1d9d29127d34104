// @ts-nocheck
// Colours: one meaning each, read from the root's custom properties, light or dark.

/** Classes: Petroff, "Accessible color sequences for data visualization", 2021. */
export const CLASSES = [
  "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
  "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
];

const NAMES = ["card", "ink", "soft", "line", "axis", "accent", "blue", "warm", "good"];

const known = new Map();

/** Return [r, g, b] of any CSS colour. */
export function rgb(colour) {
  if (!known.has(colour)) known.set(colour, read(colour));
  return known.get(colour);
}

/** Let the browser read a colour. */
function read(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/** Tell whether a background colour is dark. */
function isDark(colour) {
  const [r, g, b] = rgb(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** Choose light or dark by Streamlit's background and return the colours and fonts in force. */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const paper = style.getPropertyValue("--st-background-color").trim() || "#f7f8fa";
  root.dataset.theme = isDark(paper) ? "dark" : "light";
  const theme = { dark: root.dataset.theme === "dark" };
  for (const name of NAMES) theme[name] = style.getPropertyValue(`--${name}`).trim();
  const scale = parseFloat(style.getPropertyValue("--scale")) || 1;
  const sans = style.fontFamily;
  const serif = style.getPropertyValue("--serif").trim();
  theme.tick = `${13 * scale}px ${sans}`;
  theme.small = `${11 * scale}px ${sans}`; // indices only
  theme.text = `${14 * scale}px ${sans}`;
  theme.bold = `600 ${13 * scale}px ${sans}`;
  theme.large = `600 ${17 * scale}px ${sans}`;
  theme.maths = `italic ${16 * scale}px ${serif}`;
  theme.scale = scale;
  theme.ramp = ramp(rgb(theme.card), rgb(theme.ink));
  theme.residual = diverging(rgb(theme.blue), rgb(theme.card), rgb(theme.warm));
  theme.lit = LIT;
  theme.map = SEQUENTIAL;
  theme.empty = theme.dark ? "rgb(0 0 0 / 0.22)" : `rgb(${rgb(theme.soft).join(" ")} / 0.09)`;
  return theme;
}

function packed([r, g, b]) {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

function mix(a, b, t) {
  return a.map((value, i) => Math.round(value + (b[i] - value) * t));
}

/** Return 256 packed colours from paper to ink. */
function ramp(from, to) {
  return Uint32Array.from({ length: 256 }, (_, i) => packed(mix(from, to, i / 255)));
}

/** From black to white in either theme, for pictures of which it means something to be bright. */
const LIT = ramp([0, 0, 0], [255, 255, 255]);

/** The sequential map: even steps of lightness from dark blue over green to yellow (OKLab). */
const SEQUENTIAL = Uint32Array.from({ length: 256 }, (_, i) => {
  const t = i / 255;
  const hue = ((288 - 183 * t) * Math.PI) / 180;
  const chroma = 0.1 + 0.05 * t ** 3 - 0.008 * Math.sin(Math.PI * t);
  return packed(oklab(0.27 + 0.63 * t, chroma * Math.cos(hue), chroma * Math.sin(hue)));
});

/** Return [r, g, b] of a colour in OKLab (Ottosson, "A perceptual color space", 2020). */
function oklab(light, a, b) {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((v) => {
    const c = Math.max(0, Math.min(1, v));
    return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
  });
}

/** Wait for the fonts of a theme, or for as long as they can come: no canvas waits for them. */
export function fonts({ maths, tick, bold }) {
  return Promise.allSettled([maths, tick, bold].map((font) => document.fonts.load(font)));
}

/** Return 511 packed colours for −255 … 255: negative, paper, positive. */
function diverging(negative, paper, positive) {
  return Uint32Array.from({ length: 511 }, (_, i) => {
    const t = (i - 255) / 255;
    return packed(mix(paper, t < 0 ? negative : positive, Math.abs(t)));
  });
}

/** Return the colour of a class. */
export function classColour(index) {
  return CLASSES[index % CLASSES.length];
}

/** Return the colour of a class as text: darker on light ground, lighter on dark. */
export function classInk(index, theme) {
  const [r, g, b] = mix(rgb(classColour(index)), rgb(theme.ink), 0.3);
  return `rgb(${r} ${g} ${b})`;
}
