// The live component in one file, made by `make bundle`: see aelab/web/js.
var Ds=["#3f90da","#ffa90e","#bd1f01","#94a4a2","#832db6","#a96b59","#e76300","#b9ac70","#717581","#92dadd"],Je=["card","ink","soft","line","axis","accent","blue","warm","good"],$s=new Map;function E(r){return $s.has(r)||$s.set(r,Ge(r)),$s.get(r)}function Ge(r){let t=new OffscreenCanvas(1,1).getContext("2d");return t.fillStyle=r,t.fillRect(0,0,1,1),[...t.getImageData(0,0,1,1).data.slice(0,3)]}function Ve(r){let[t,s,e]=E(r);return .2126*t+.7152*s+.0722*e<110}function Ss(r){let t=getComputedStyle(r),s=t.getPropertyValue("--st-background-color").trim()||"#f7f8fa";r.dataset.theme=Ve(s)?"dark":"light";let e={dark:r.dataset.theme==="dark"};for(let a of Je)e[a]=t.getPropertyValue(`--${a}`).trim();let i=parseFloat(t.getPropertyValue("--scale"))||1,n=t.fontFamily,o=t.getPropertyValue("--serif").trim();return e.tick=`${13*i}px ${n}`,e.small=`${11*i}px ${n}`,e.text=`${14*i}px ${n}`,e.bold=`600 ${13*i}px ${n}`,e.large=`600 ${17*i}px ${n}`,e.maths=`italic ${16*i}px ${o}`,e.scale=i,e.ramp=js(E(e.card),E(e.ink)),e.residual=ti(E(e.blue),E(e.card),E(e.warm)),e.lit=Xe,e.map=Qe,e.empty=e.dark?"rgb(0 0 0 / 0.22)":`rgb(${E(e.soft).join(" ")} / 0.09)`,e}function Ts([r,t,s]){return 255<<24|s<<16|t<<8|r}function As(r,t,s){return r.map((e,i)=>Math.round(e+(t[i]-e)*s))}function js(r,t){return Uint32Array.from({length:256},(s,e)=>Ts(As(r,t,e/255)))}var Xe=js([0,0,0],[255,255,255]),Qe=Uint32Array.from({length:256},(r,t)=>{let s=t/255,e=(288-183*s)*Math.PI/180,i=.1+.05*s**3-.008*Math.sin(Math.PI*s);return Ts(Ze(.27+.63*s,i*Math.cos(e),i*Math.sin(e)))});function Ze(r,t,s){let e=(r+.3963377774*t+.2158037573*s)**3,i=(r-.1055613458*t-.0638541728*s)**3,n=(r-.0894841775*t-1.291485548*s)**3;return[4.0767416621*e-3.3077115913*i+.2309699292*n,-1.2684380046*e+2.6097574011*i-.3413193965*n,-.0041960863*e-.7034186147*i+1.707614701*n].map(o=>{let a=Math.max(0,Math.min(1,o));return Math.round(255*(a<=.0031308?12.92*a:1.055*a**(1/2.4)-.055))})}function Ws({maths:r,tick:t,bold:s}){return Promise.allSettled([r,t,s].map(e=>document.fonts.load(e)))}function ti(r,t,s){return Uint32Array.from({length:511},(e,i)=>{let n=(i-255)/255;return Ts(As(t,n<0?r:s,Math.abs(n)))})}function v(r){return Ds[r%Ds.length]}function X(r,t){let[s,e,i]=As(E(v(r)),E(t.ink),.3);return`rgb(${s} ${e} ${i})`}function Bs(r){let t=new WeakMap;return function(e){let{parentElement:i}=e,n=t.get(i);n||t.set(i,n={picture:new r(i,e.data),calls:0}),clearTimeout(n.ending),n.picture.receive(e);let o=++n.calls,a=()=>{t.delete(i),n.picture.close()};return()=>{o===n.calls&&(n.picture.root.isConnected?n.ending=setTimeout(a,50):a())}}}var si="₀₁₂₃₄₅₆₇₈₉";function b(r,t=4){if(r==null||!Number.isFinite(r))return"–";let s=Math.abs(r);if(s!==0&&(s<.001||s>=1e6))return at(r.toExponential(t-2));let e=Math.floor(Math.log10(s||1)),i=e<0?e+2:e+1;return at(r.toFixed(Math.max(0,Math.min(4,t-i))))}function S(r,t){return Number.isFinite(r)&&r!==null?at(r.toFixed(t)):"–"}function Us(r){let t=Math.abs(r);return Math.max(0,Math.min(4,3-Math.floor(Math.log10(t||1))))}function Pt(r){return!Number.isFinite(r)||r===null?"–":r>=1e-4?String(Number(r.toPrecision(3))):at(r.toExponential())}function at(r){return String(r).replaceAll("-","−")}function O(r,t=1){return!Number.isFinite(r)||r===null?"–":String(Math.round(r)).padStart(t,"0").replace(/\B(?=(\d{3})+$)/g," ")}function dt(r){return`z${[...String(r+1)].map(t=>si[t]).join("")}`}function u(r,t="",s="",e={}){let i=document.createElement(r);t&&(i.className=t),s&&(i.textContent=s);for(let[n,o]of Object.entries(e))i.setAttribute(n,o);return i}function M(r,t,s=""){let e=u("span","item"),i=u("span","",t);return s&&i.append(u("span","maths",s)),e.append(u("i",r),i),e}function U(r,t=3){return`(${[...r].slice(0,4).map(e=>b(e,t)).join(", ")}${r.length>4?", …":""})`}function x(r,t){r.textContent!==t&&(r.textContent=t)}var _s={"kit/tokens":`/* What all our pictures have in common: colours by their meaning, letters, and how large they are.
 * A canvas reads the colours from here, so they are plain values, for light and for dark. */

@scope (.lab, .turning, .decoding) {

:scope {
  --ink: var(--st-text-color, #1b2330);
  --accent: var(--st-primary-color, #2f6fed);
  --card: #ffffff;
  --soft: #5d6b7e;
  --line: #e3e7ed;
  --axis: #c3cad5;
  --blue: #2f6fed;
  --warm: #d9722e;
  --good: #1c7c54;
  --on-accent: #ffffff;
  --serif: "Source Serif", "STIX Two Math", "Source Serif 4", Georgia, serif;
  --scale: 1;
  color: var(--ink);
  font: 14px/20px var(--st-font, "Source Sans", "Source Sans 3", system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  text-align: left;
}

:scope[data-theme="dark"] {
  --card: #1a2029;
  --soft: #9aa7b8;
  --line: #2b3442;
  --axis: #465265;
  --blue: #6ea0ff;
  --warm: #f0a36b;
  --good: #5cc79a;
  --on-accent: #0d1420;
  color-scheme: dark;
}

/* For the back row of a lecture hall. */
:root[data-presenting] :scope {
  --scale: 1.2;
  font-size: 17px;
  line-height: 24px;
}

}
`,"app/live":`/* The live component. Three sizes of type (17, 14, 13), and one for figures that a room reads
 * (22); two weights, one kind of box. Its other style sheets are loaded after this one. */

:host {
  display: block;
}

/* Nothing here reaches beyond the component. */
@scope (.lab) {

:scope {
  --gap: 12px;
  container: lab / inline-size;
  position: relative;
}

:scope *,
:scope *::before {
  box-sizing: border-box;
}

:scope [hidden] {
  display: none !important; /* whatever else is said of it */
}

:scope button,
:scope select {
  color: inherit;
  font: inherit;
}

:scope :is(button, select):focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 1px;
}

}
`,"app/playbar":`/* The bar above the pictures: buttons, counters, state. */

@scope (.lab) {

.bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px;
  margin-bottom: var(--gap);
}

.button {
  display: inline-flex;
  flex: none;
  align-items: center;
  justify-content: center;
  gap: 6px;
  height: 38px;
  padding: 0 9px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--card);
  cursor: pointer;
  white-space: nowrap;
}

:root[data-presenting] :scope .button {
  height: 44px;
}

.button:hover:not(:disabled) {
  border-color: var(--axis);
}

.button:active:not(:disabled) {
  background: color-mix(in srgb, var(--card), var(--ink) 7%);
}

.button:disabled {
  color: color-mix(in srgb, var(--soft), var(--card) 35%);
  cursor: default;
}

.button svg {
  width: 14px;
  height: 14px;
  fill: currentColor;
}

.button svg.outlined {
  fill: none;
  stroke: currentColor;
  stroke-width: 1.7;
  stroke-linecap: round;
  stroke-linejoin: round;
}

:scope .button.play {
  min-width: 94px;
  border-color: var(--accent);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
}

:scope .button.play:disabled {
  color: color-mix(in srgb, var(--on-accent), transparent 35%);
}

:scope .button.play:hover {
  border-color: var(--accent);
  background: color-mix(in srgb, var(--accent), var(--ink) 12%);
}


.button.share {
  min-width: 80px;
}

.button.help {
  width: 38px;
  padding: 0;
}

.figure,
.state {
  display: flex;
  flex: none;
  flex-direction: column;
  white-space: nowrap;
}

.figure {
  margin-left: 8px;
}

.figure small,
.state small {
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: calc(16px * var(--scale));
}

/* The pace of the run, where its speed has its name. */
:scope .pace {
  field-sizing: content;
  max-width: calc(104px * var(--scale));
  margin: 0;
  padding: 0;
  border: 0;
  border-radius: 4px;
  background: none;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: calc(16px * var(--scale));
  cursor: pointer;
}

:scope .pace:hover {
  color: var(--accent);
}

.pace option {
  background: var(--card);
  color: var(--ink);
}

.figure .value {
  font-size: calc(17px * var(--scale));
  line-height: calc(20px * var(--scale));
}

.figure.epoch {
  min-width: calc(64px * var(--scale));
}

.figure.step,
.figure.speed {
  min-width: calc(54px * var(--scale));
}

.state {
  flex: 1 1 104px;
  min-width: 100px;
  margin-left: 8px;
  justify-content: center;
}

.state .word::before {
  content: "";
  display: inline-block;
  width: 8px;
  height: 8px;
  margin-right: 6px;
  border-radius: 50%;
  background: currentColor;
}

.state .detail {
  min-height: calc(16px * var(--scale));
  padding-left: 14px;
}

.state .word {
  color: var(--soft);
  line-height: calc(18px * var(--scale));
}

.state[data-state="running"] .word {
  color: var(--good);
}

.state[data-state="queued"] .word,
.state[data-state="paused"] .word {
  color: var(--accent);
}

.state[data-state="diverged"] .word {
  color: var(--warm);
}

.state[data-state="finished"] .word {
  color: var(--ink);
}

}
`,"app/cards":`/* The cards: their places on the page, title, tools, plot and foot. */

@scope (.lab) {

.card {
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
}

.cards {
  display: grid;
  grid-template-columns: minmax(0, 0.98fr) minmax(0, 1fr);
  gap: var(--gap);
  height: clamp(466px, 100dvh - 160px, 560px); /* the bar and the verdict stay in sight */
}

.cards:not(:has(.top.strip)) {
  height: clamp(492px, 100dvh - 160px, 590px);
}

/* Four places: main on the left, top, left and right beside it; fewer views fill the page. */
.side {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1.08fr);
  grid-template-rows: minmax(0, 1.1fr) minmax(0, 1fr);
  gap: var(--gap);
  min-width: 0;
  min-height: 0;
}

.side:has(> .right.plane) {
  grid-template-columns: minmax(0, 0.9fr) minmax(0, 1.22fr);
}

.side:has(> .top.strip) {
  grid-template-rows: auto minmax(0, 1fr);
}

.side > .top,
.cards[data-count="3"] .left {
  grid-column: 1 / -1;
}

.cards[data-count="3"] .side:not(:has(> .top.strip)) {
  grid-template-rows: minmax(0, 1.3fr) minmax(0, 1fr);
}

.cards[data-count="2"] .side {
  grid-template-rows: minmax(0, 1fr);
}

.cards[data-count="1"] {
  grid-template-columns: minmax(0, 1fr);
}

.cards[data-count="1"] .side {
  display: none;
}

.cards .card {
  display: flex;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  padding: 9px 12px 8px;
}

.card header {
  display: flex;
  flex: none;
  align-items: center;
  gap: 10px;
  height: calc(24px * var(--scale));
  margin-bottom: 4px;
}

/* The note stands beside the title where it fits whole, and otherwise not at all. */
.card .words {
  display: flex;
  flex: 1;
  flex-wrap: wrap;
  gap: 0 10px;
  min-width: 0;
  height: calc(24px * var(--scale));
  margin: -2px -4px;
  padding: 2px 4px;
  overflow: hidden;
  box-sizing: content-box;
}

.card h3 {
  position: relative;
  flex: 1 0 auto;
  max-width: 100%;
  margin: 0;
  padding: 0;
  color: inherit;
  font: inherit;
  font-weight: 600;
  line-height: calc(24px * var(--scale));
  letter-spacing: 0;
  white-space: nowrap;
}

.card .title {
  display: block;
  overflow: hidden;
  text-overflow: ellipsis;
}

/* Where there are more views than places, a native select lies over the title. */
.card .menu {
  display: flex;
  flex: 0 1 auto;
  gap: 7px;
  min-width: 0;
}

.card .menu::after {
  content: "";
  flex: none;
  width: 5px;
  height: 5px;
  margin: calc(8px * var(--scale)) 2px 0 0;
  border: solid var(--soft);
  border-width: 0 1.5px 1.5px 0;
  rotate: 45deg;
}

.card .menu:hover::after {
  border-color: var(--accent);
}

.card .menu:has(select:focus-visible) {
  border-radius: 4px;
  outline: 2px solid var(--accent);
  outline-offset: 1px;
}

.card .menu select {
  position: absolute;
  inset: 0;
  width: 100%;
  opacity: 0;
  cursor: pointer;
}

.card .menu option {
  background: var(--card);
  font-weight: 400;
}

.card .menu + .note {
  flex: 1 0 auto;
  text-align: right;
}

.card .tools {
  display: flex;
  flex: none;
  align-items: center;
  gap: 6px;
}

.card .tools:not(:has(> :not(.fit))) {
  display: none;
}

.card.zoomed .tools {
  display: flex;
}

.card .note {
  flex: none;
  color: var(--soft);
  line-height: calc(24px * var(--scale));
  white-space: nowrap;
}

.fit {
  display: none;
}

.zoomed .fit {
  display: inline-block;
}

:scope .small {
  height: calc(22px * var(--scale));
  padding: 0 7px;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: transparent;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: 1;
  cursor: pointer;
}

:scope select.small {
  padding: 0 2px;
  color: var(--ink);
}

:scope .small option {
  background: var(--card);
}

:scope .small[aria-pressed="true"] {
  border-color: var(--accent);
  color: var(--accent);
}

.axes {
  display: flex;
  gap: 5px;
  align-items: center;
  color: var(--soft);
}

.plot {
  position: relative;
  flex: 1;
  min-height: 0;
}

.plot canvas {
  position: absolute;
  inset: 0;
  display: block;
  width: 100%;
  height: 100%;
  touch-action: pan-y;
  user-select: none;
}

.cards:not([data-count="2"]) .top.strip .plot {
  flex: none;
  height: calc(var(--rows, 3) * 38.4px * var(--scale));
}

/* What is shown is not of this run. */
:scope.stale :is(.cards .card > :not(header), .verdict .word, .verdict .sum, .verdict .found) {
  opacity: 0.45;
  transition: opacity 0.2s 0.15s;
}

@media (prefers-reduced-motion: reduce) {
  :scope.stale * {
    transition: none;
  }
}

.card footer {
  display: flex;
  flex: none;
  flex-wrap: wrap;
  gap: 0 12px;
  color: var(--soft);
}

.card footer:not(:has(> :not([hidden]))) {
  display: none;
}

}
`,"app/marks":`/* Legends and keys: the classes, and the marks that a picture explains. */

@scope (.lab) {

.legend {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 4px;
  min-height: 24px;
  margin: 0 0 0 -5px;
}

:scope .class {
  display: inline-flex;
  align-items: center;
  gap: 5px;
  padding: 2px 5px;
  border: 0;
  border-radius: 6px;
  background: none;
  cursor: pointer;
}

.legend .item {
  margin: 0 5px;
}

.card:is(.left, .right) .legend .item:has(.ellipse) {
  display: none;
}

:scope .class:hover {
  background: color-mix(in srgb, var(--card), var(--ink) 6%);
}

.class[aria-pressed="false"] {
  opacity: 0.45;
  text-decoration: line-through;
}

.class[aria-pressed="false"] .dot {
  background: none;
  box-shadow: inset 0 0 0 1.5px var(--mark);
}

.dot {
  display: inline-block;
  flex: none;
  width: 9px;
  height: 9px;
  border-radius: 50%;
  background: var(--mark);
}

.dot.pair {
  background: linear-gradient(90deg, var(--mark) 50%, var(--other) 50%);
}

.dot.ink {
  --mark: var(--ink);
}

.ellipse {
  flex: none;
  width: 14px;
  height: 9px;
  border: 1.25px solid var(--soft);
  border-radius: 50%;
}

.patch {
  flex: none;
  width: 12px;
  height: 12px;
  border: 1px solid var(--line);
  border-radius: 3px;
  background: color-mix(in srgb, var(--soft) 11%, var(--card));
}

:scope[data-theme="dark"] .patch {
  background: color-mix(in srgb, #000 22%, var(--card));
}

.arrow {
  position: relative;
  flex: none;
  width: 20px;
  border-top: 2px solid var(--mark);
}

.arrow::after {
  content: "";
  position: absolute;
  top: -5px;
  right: -1px;
  border: solid transparent;
  border-width: 4px 0 4px 7px;
  border-left-color: var(--mark);
}

.arrow.ink {
  --mark: var(--ink);
}

.arrow.warm {
  --mark: var(--warm);
}

.diverging {
  flex: 0 1 auto;
  width: 56px;
  min-width: 20px;
  height: 9px;
  border: 1px solid var(--line);
  border-radius: 3px;
  background: linear-gradient(90deg, var(--blue), var(--card), var(--warm));
}

.turning {
  flex: none;
  width: 11px;
  height: 11px;
  border: 1.5px solid var(--soft);
  border-left-color: transparent;
  border-radius: 50%;
}

.dash {
  display: inline-block;
  flex: none;
  width: 20px;
  border-top: 2px dashed var(--mark, var(--soft));
}

.dash.solid {
  border-top-style: solid;
}

.dash.ink {
  --mark: var(--ink);
}

.dash.pale {
  opacity: 0.5;
}

.item {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  max-width: 100%;
  white-space: nowrap;
}

.item:has(.diverging) > span {
  flex: none;
}

.item > span {
  overflow: hidden;
  text-overflow: ellipsis;
}

.card footer {
  margin-top: 2px;
}

.card footer:has(.legend) {
  align-items: center;
  margin: 3px 0 -2px;
}

}
`,"app/notes":`/* Words below and beside the pictures: the verdict, the tip, the list of keys. */

@scope (.lab) {

.verdict {
  display: flex;
  align-items: center;
  gap: 14px;
  min-height: 64px;
  margin-top: var(--gap);
  padding: 10px 12px;
}

.verdict .text {
  flex: 1;
  min-width: 0;
}

:scope .verdict p {
  margin: 0;
  font: inherit;
}

.verdict strong {
  flex: none;
  min-width: 74px;
  color: var(--soft);
  font-weight: 600;
}

.verdict .reached {
  color: var(--good);
}

.verdict .diverged {
  color: var(--warm);
}

.verdict .look,
.verdict .soft {
  color: var(--soft);
}

.verdict .caution {
  color: var(--warm);
}

.verdict .blue {
  color: var(--blue);
}

.verdict .warm {
  color: var(--warm);
}

:scope .maths {
  font-family: var(--serif);
  font-style: italic;
}

:scope .button.fix {
  border-color: var(--accent);
  color: var(--accent);
  font-weight: 600;
}

/* Beside the pointer */

.tip {
  position: absolute;
  z-index: 5;
  top: 0;
  left: 0;
  width: max-content;
  padding: 6px 9px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: color-mix(in srgb, var(--card) 94%, transparent);
  opacity: 0;
  pointer-events: none;
  white-space: pre;
}

.tip.on {
  opacity: 1;
}

.tip .line {
  display: flex;
  align-items: center;
  gap: 7px;
}

.tip .name {
  flex: 1;
}

.tip .value {
  flex: none;
  min-width: 58px;
  text-align: right;
}

.tip .hint {
  color: var(--soft);
  font-size: calc(13px * var(--scale));
}

.tip .pictures {
  display: flex;
  gap: 10px;
  margin: 2px 0;
}

.tip .picture {
  display: grid;
  gap: 1px;
  justify-items: center;
  color: var(--soft);
}

.tip .picture :is(canvas, .blank) {
  width: 56px;
  height: 56px;
  border-radius: 3px;
  box-shadow: 0 0 0 1px var(--line);
  image-rendering: pixelated;
  object-fit: contain;
}

.tip .waiting canvas {
  animation: wait 0s 0.2s forwards;
}

@keyframes wait {
  to {
    opacity: 0.3;
  }
}

/* Keys */

.help-panel {
  max-width: 420px;
  padding: 0;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
  color: var(--ink);
}

.help-panel::backdrop {
  background: rgb(10 14 20 / 45%);
}

.help-panel .inner {
  padding: 16px 20px 18px;
}

:scope .help-panel h2 {
  margin: 0 0 6px;
  padding: 0;
  color: inherit;
  font: inherit;
  font-weight: 600;
}

.help-panel dl {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 4px 18px;
  margin: 0 0 16px;
}

.help-panel dt {
  font-weight: 600;
}

.help-panel dd {
  margin: 0;
  color: var(--soft);
}

}
`,"app/scores":`/* Pictures of a score: figures above the plot, the threshold's grip, warnings, colour bars. */

@scope (.lab) {

:scope .figures {
  display: flex;
  flex: none;
  flex-wrap: wrap;
  gap: 2px 20px;
  margin: 0 0 6px;
}

:scope .figures :is(dt, dd) {
  margin: 0;
  padding: 0;
  white-space: nowrap;
}

.figures dt {
  overflow: hidden;
  text-overflow: ellipsis;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  font-weight: 400;
  line-height: calc(16px * var(--scale));
}

.figures dd {
  min-width: calc(72px * var(--scale));
  font-size: calc(22px * var(--scale));
  line-height: calc(26px * var(--scale));
}

.figures small {
  color: var(--soft);
  font-size: calc(14px * var(--scale));
}

.card:is(.left, .right) .figures {
  gap: 0 12px;
}

.card:is(.left, .right) .figures dd {
  min-width: calc(60px * var(--scale));
  font-size: calc(17px * var(--scale));
  line-height: calc(20px * var(--scale));
}

.sliding {
  cursor: ew-resize;
  touch-action: pan-y;
}

.grip {
  position: absolute;
  z-index: 1;
  top: 0;
  left: -8px;
  width: 16px;
  touch-action: pan-y;
}

.grip::before {
  content: "";
  position: absolute;
  inset: 12px 7px 0;
  background: var(--ink);
}

.grip::after {
  content: "";
  position: absolute;
  top: 4px;
  left: 1px;
  width: 14px;
  height: 14px;
  border: 2px solid var(--card);
  border-radius: 50%;
  background: var(--ink);
}

.grip:focus-visible {
  outline: none;
}

.grip:focus-visible::after {
  outline: 2px solid var(--accent);
}

.grip:is(:hover, :focus-visible)::before,
.grip:is(:hover, :focus-visible)::after {
  background-color: var(--accent);
}

:scope .warning {
  position: absolute;
  top: 24px;
  right: 12px;
  max-width: min(86%, 400px);
  margin: 0;
  padding: 2px 8px;
  border-radius: 6px;
  background: color-mix(in srgb, var(--card) 85%, transparent);
  color: var(--warm);
  font: inherit;
  pointer-events: none;
}

.card:is(.left, .right) .item.more:not(.warm) {
  display: none;
}

.item.said {
  white-space: normal;
}

.patch.normal {
  border-color: var(--mark);
  background: color-mix(in srgb, var(--mark) 25%, var(--card));
}

.item.warm {
  color: var(--warm);
}

.sequential {
  position: relative;
  flex: none;
  width: 120px;
  height: 10px;
  border-radius: 3px;
  background: linear-gradient(90deg in oklab, var(--stops));
}

.sequential b {
  position: absolute;
  top: 7px;
  width: 1px;
  height: 6px;
  background: var(--soft);
}

/* Four figures in a row, or two rows of two. */
.card.cut {
  container: score / inline-size;
}

@container score (width < 28.5em) {
  .card:not(.top) .figures {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
  }
}

@container lab (width < 860px) {
  :scope .card.top .figures {
    gap: 2px 12px;
  }

  .card.top .figures dd {
    min-width: 0;
    font-size: calc(17px * var(--scale));
    line-height: calc(22px * var(--scale));
  }
}

}
`,"app/widths":`/* What changes with the width of the component; loaded last. */

@scope (.lab) {

@container lab (width >= 1080px) {
  .cards,
  .cards:not(:has(.top.strip)) {
    height: clamp(466px, 100dvh - 160px, 680px);
  }
}

@container lab (width >= 1400px) {
  .cards,
  .cards:not(:has(.top.strip)) {
    height: clamp(520px, 100dvh - 160px, 860px);
  }
}

/* Widths: first the speed goes, not the choice of it, then words beside icons */

@container lab (width < 910px) {
  .figure.speed .value {
    display: none;
  }
}

@container lab (width < 1100px) {
  :root[data-presenting] :scope .figure.speed {
    display: none;
  }
}

@container lab (width < 860px) {
  .cards {
    grid-template-columns: minmax(0, 0.87fr) minmax(0, 1fr);
    height: clamp(424px, 100dvh - 178px, 480px);
  }

  .cards:not(:has(.top.strip)) {
    height: clamp(480px, 100dvh - 178px, 560px);
  }

  .legend {
    gap: 0 1px;
    margin-left: -3px;
  }

  :scope .class {
    gap: 4px;
    padding: 2px 3px;
  }

  .side:has(> .right.plane) {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.08fr);
  }

  .side .card:not(.top) footer {
    gap: 0 8px;
    font-size: calc(13px * var(--scale));
  }

  .side .card:not(.top) .item {
    gap: 5px;
  }

  .side .card:not(.top) :is(.dash, .arrow) {
    width: 14px;
  }

  .cards:not([data-count="2"]) .top.strip .plot {
    height: calc(var(--rows, 3) * 33px * var(--scale));
  }

  .verdict:has(.look:not(:empty)) {
    min-height: 82px;
  }
}

@container lab (width < 850px) {
  .bar {
    gap: 6px;
  }

  .bar .button {
    padding: 0 9px;
  }

  .bar .button:not(.play, .seed, .share) svg {
    display: none;
  }

  :scope .button.play {
    min-width: 86px;
  }

  .button:is(.seed, .share) {
    min-width: 0;
    width: 38px;
  }

  .button:is(.seed, .share) span {
    display: none;
  }

  .bar .button.help {
    width: 34px;
    padding: 0;
  }

  .state {
    flex-basis: 92px;
    min-width: 92px;
  }
}

@container lab (width < 680px) {
  .bar::after {
    flex-basis: 100%;
    order: 1;
    content: "";
  }

  .bar .figure,
  .bar .state {
    order: 2;
  }

  .bar .figure.epoch {
    margin-left: 0;
  }

  .bar .seed {
    order: 3;
  }

  .bar .share {
    margin-left: auto;
  }

  .cards,
  .cards:not(:has(.top.strip)),
  .side {
    display: flex;
    flex-direction: column;
    height: auto;
  }

  .cards .main {
    height: 400px;
  }

  .side .card:not(.top.strip) {
    height: 320px;
  }

  .side .card:is(.curves, .bars) {
    height: 280px;
  }

  .side .card.plane {
    height: 380px;
  }

  .cards .top.strip .plot {
    flex: none;
    height: calc(var(--rows, 3) * 38.4px * var(--scale));
  }

  .verdict {
    flex-wrap: wrap;
  }

  .verdict .text {
    flex-basis: 240px;
  }
}

/* One section of a chapter at a time: beside its words, the pictures fit on the screen. */
:root[data-sections] :scope .cards:is(*, :has(.card)) {
  height: clamp(420px, 100dvh - 330px, 640px);
}

}
`};function Ks(...r){return{links:r.map(s=>u("style","",_s[s])),come:Promise.resolve()}}async function Ys(r){try{return await navigator.clipboard.writeText(r),!0}catch{return ii(r)}}function ii(r){let t=document.createElement("textarea");t.value=r,t.style.cssText="position:fixed;opacity:0",document.body.append(t),t.select();let s=document.execCommand("copy");return t.remove(),s}var ni=3e3,ri=2e3,Ft=class{#t;#s;constructor(t){this.lab=t}act(t){let{lab:s}=this,{playbar:e}=s;return{play:()=>this.play(),step:()=>!e.step.disabled&&this.order("step"),reset:()=>!e.reset.disabled&&this.order("reset"),stop:()=>!e.stop.disabled&&this.order("stop"),seed:()=>this.pull("seed",Date.now()),share:()=>this.share(),help:()=>this.toggleHelp(),unpin:()=>s.now.picked>=0?s.pick(s.now.picked):!1}[t]()!==!1}order(t){return this.lab.command(t),!0}play(){let{live:t,runState:s}=this.lab.now;return t?this.order(s==="running"||s==="queued"?"pause":"play"):this.pull("play",Date.now())}pull(t,s){let{lab:e}=this;return e.now.asking||(e.trigger(t,s),e.page.setAsking(!0),this.#t=setTimeout(()=>{this.settle(),e.refresh()},ni),e.refresh()),!0}settle(){clearTimeout(this.#t),this.lab.page.setAsking(!1)}mend(){let{now:t}=this.lab,s=t.fix??t.store.header?.fix;s&&this.pull("fix",{rate:s.rate})}async share(){let{data:t,store:s}=this.lab.now,e=new URL(t.share||location.search||"",location.href).href,i=await Ys(e),o=(s.header?.changes?.length??0)>0?"modified while running":"link copied";this.flash(i?o:"copying is blocked",i),clearTimeout(this.#s),this.#s=setTimeout(()=>this.flash("",!1),ri)}flash(t,s){this.lab.page.setFlash(t),this.lab.playbar.copied(s),this.lab.refresh()}toggleHelp(){let{help:t}=this.lab;return t.open?t.close():t.showModal(),!0}close(){clearTimeout(this.#s),clearTimeout(this.#t)}};var It=class{#t=[];#s="";constructor(t){this.lab=t}renew(){this.#s=""}take(t="",s=""){let{cards:e,now:i}=this.lab,n=this.#t.indexOf(t);n>=0&&this.#t.splice(0,n+1),!(n>=0||t===s)&&(this.#t=[],e.want(t?t.split("."):[]),i.store.views.length&&e.update(i.store))}choose(t,s){let{lab:e}=this;e.tip.hide(),e.cards.put(t,s);let i=e.cards.shown.join(".");this.#t.push(i),e.trigger("views",i),this.show(),e.request()}show(){let{stale:t,live:s,store:e}=this.lab.now,i=this.lab.cards.shown;t||!s||e.views.length<=i.length||(String(i)!==this.#s&&this.lab.command("show",i),this.#s=String(i))}};function Gs({root:r,now:t,cards:s}){let{data:e,queue:i,acknowledged:n,frames:o,stale:a,store:h}=t,l=a?null:h.header,[c,,d]=a?[]:oi(h),p=s.box?.map(m=>Number(m.toPrecision(7))).join(","),f={run:e.run,state:t.runState,epoch:l?.epoch??0,step:l?.index??0,lossFirst:l?.first,loss:l?.loss,heldout:l?.heldout,rate:l?.rate,view:p,queue:i,ack:n,frame:o,views:s.shown.join("."),cut:Number(t.cut.toPrecision(6)),auc:Js(c),scoresAge:Js(d)};for(let[m,g]of Object.entries(f)){let w=String(g??"");r.dataset[m]!==w&&(r.dataset[m]=w)}}function oi(r){let t=r.views.find(({kind:s})=>s==="cut"||s==="roc");return(t&&r.get(`${t.name}.numbers`)?.data)??[]}function Js(r){return r!==void 0&&Number.isFinite(r)?Number(r.toPrecision(6)):""}var Lt=class{constructor(t,s){this.canvas=document.createElement("canvas"),this.canvas.setAttribute("role","img"),t.append(this.canvas),this.context=this.canvas.getContext("2d"),this.width=this.height=0,this.observer=new ResizeObserver(([{contentRect:e}])=>{this.width=e.width,this.height=e.height,s()}),this.observer.observe(t)}begin(){this.density=window.devicePixelRatio||1;let t=Math.round(this.width*this.density),s=Math.round(this.height*this.density);return(this.canvas.width!==t||this.canvas.height!==s)&&(this.canvas.width=t,this.canvas.height=s),this.context.setTransform(this.density,0,0,this.density,0,0),this.context.clearRect(0,0,this.width,this.height),this.context}close(){this.observer.disconnect()}},A=class{constructor(t,s,e,i){Object.assign(this,{x:t,y:s,w:Math.max(1,e),h:Math.max(1,i)}),this.show([0,1,0,1])}show(t){return this.box=t,this.sx=this.w/(t[1]-t[0]),this.sy=this.h/(t[3]-t[2]),this}px(t){return this.x+(t-this.box[0])*this.sx}py(t){return this.y+this.h-(t-this.box[2])*this.sy}ix(t){return this.box[0]+(t-this.x)/this.sx}iy(t){return this.box[2]+(this.y+this.h-t)/this.sy}has(t,s){return t>=this.x&&t<=this.x+this.w&&s>=this.y&&s<=this.y+this.h}clip(t,s){t.save(),t.beginPath(),t.rect(this.x,this.y,this.w,this.h),t.clip(),s(),t.restore()}};function $(r,t,s,e,i,n){r.strokeStyle=t,r.beginPath(),r.moveTo(s,e),r.lineTo(i,n),r.stroke()}function j(r,t,s,e,i=6.5,n=2){r.beginPath(),r.arc(s,e,i,0,2*Math.PI),r.strokeStyle=t.card,r.lineWidth=n+2.5,r.stroke(),r.strokeStyle=t.ink,r.lineWidth=n,r.stroke()}function pt(r,t,s,e,i,n){r.lineJoin="round",r.strokeStyle=t.card,r.lineWidth=4,r.strokeText(s,e,i),r.fillStyle=n,r.fillText(s,e,i)}function Q(r,t,s,e){r.font=t.text,r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="middle",r.fillText(e,s.width/2,s.height/2,s.width)}function k(r,t,s){let e=(t-r)/Math.max(1,s);if(!(e>0)||!Number.isFinite(e))return[];let i=10**Math.floor(Math.log10(e)),n=[1,2,5,10].find(h=>h*i>=e*.999)*i,o=Math.max(0,-Math.floor(Math.log10(n)+1e-9)),a=[];for(let h=Math.ceil(r/n-1e-9);h*n<=t+1e-9*n;h++)a.push({value:h*n,label:Vs(h*n,o)});return a}function Vs(r,t){if(r===0)return"0";let s=Math.abs(r);return s>=1e5||s>0&&s<1e-4?at(r.toExponential(0)):at(r.toFixed(Math.min(t,5)).replace(/^-(0\.?0*)$/,"$1"))}function ut(r,t,s){let e=t-r>s?[1]:t-r>1.4?[1,3]:[1,2,5],i=[],n=Math.max(1,Math.ceil((t-r)/s));for(let o=Math.floor(r);o<=t;o++)if(!(o%n))for(let a of e){let h=Math.log10(a)+o;h>=r&&h<=t&&i.push({value:h,label:Vs(a*10**o,Math.max(0,-o))})}return i}function N(r,t,s,{x:e,y:i,xName:n,yName:o,zero:a=!0}){r.lineWidth=1,r.font=t.tick,ai(r,t,s,e,i,a),r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="alphabetic";let h=s.y+s.h+16*t.scale,l=s.x+s.w-(n?W(r,t,n)+8:0),c=o&&W(r,t,o)>s.x-6,d=o&&!c?s.y+20*t.scale:0;r.font=t.tick,r.fillStyle=t.soft;for(let{value:f,label:m}of e){let g=r.measureText(m).width/2,w=Math.min(s.px(f),s.x+s.w+4-g);(w+g<=l||!n)&&r.fillText(m,w,h)}r.textAlign="right",r.textBaseline="middle";for(let{value:f,label:m}of i){let g=Math.min(s.py(f),s.y+s.h-4);g>=d&&r.fillText(m,s.x-6,g)}if(n&&W(r,t,n,s.x+s.w,h),!o)return;let p=c?s.x+6+W(r,t,o):s.x-6;W(r,t,o,p,s.y+(c?12:10)*t.scale)}function ai(r,t,s,e,i,n){for(let{value:o}of e){let a=Math.round(s.px(o))+.5;$(r,n&&o===0?t.axis:t.line,a,s.y,a,s.y+s.h)}for(let{value:o}of i){let a=Math.round(s.py(o))+.5;$(r,n&&o===0?t.axis:t.line,s.x,a,s.x+s.w,a)}}function W(r,t,s,e=null,i=0){let[,n,o]=/^([a-zA-Z])([₀-₉]*)$/.exec(s)??[],a=[...o??""].map(c=>c.charCodeAt(0)-8320).join("");r.font=t.small;let h=a?r.measureText(a).width+1:0;r.font=n?t.maths:t.tick;let l=r.measureText(n??s).width+h;return e===null||(r.fillStyle=n?t.ink:t.soft,r.textAlign="left",r.textBaseline="alphabetic",r.fillText(n??s,e-l,i),r.font=t.small,a&&r.fillText(a,e-h+1,i+3)),l}function _(r,t,s,e){r.font=t.tick,r.fillStyle=t.soft,r.textAlign="left",r.textBaseline="alphabetic",r.fillText(s,0,11*t.scale,e)}function L(r,t,s){r.font=t.tick;let e=Math.max(0,...s.map(({label:i})=>r.measureText(i).width));return Math.ceil((e+8)/8)*8}function ft(r,t,s,e,i=n=>n){r.lineWidth=1,r.setLineDash([1.5,3]);for(let{value:n}of e){let o=Math.round(s.py(i(n)))+.5;s.has(s.x,o)&&$(r,t.soft,s.x,o,s.x+s.w,o)}r.setLineDash([])}var hi=8,li=30;function Xs(r,t,s,e){let{unit:i="",line_unit:n=""}=e.layout,{width:o}=e.card.surface;r.lineWidth=1,r.font=t.tick,r.fillStyle=t.soft,r.textAlign="right",r.textBaseline="middle";for(let{value:a,label:h}of e.yTicks){let l=Math.round(s.py(a))+.5;$(r,a===0?t.axis:t.line,s.x,l,s.x+s.w,l),r.fillText(h,s.x-6,Math.min(l,s.y+s.h-4))}if(r.textAlign="left",r.textBaseline="alphabetic",r.fillText(i,0,11*t.scale,o),e.line){let a=o-r.measureText(i).width-12;ci(r,t,s,n,o,a)}di(r,t,s,ui(s,t,e),e.layout.xname??"")}function Es(r,t){return r.y+r.h-t*r.h/1.1}function ci(r,t,s,e,i,n){r.textBaseline="middle";for(let o of[0,.5,1]){let a=Math.min(Es(s,o),s.y+s.h-4);r.fillText(String(o),s.x+s.w+6,a)}r.textBaseline="alphabetic",r.textAlign="right",r.fillStyle=t.ink,r.measureText(e).width<=n&&r.fillText(e,i,11*t.scale)}function di(r,t,s,e,i){let n=s.y+s.h+16*t.scale,o=s.x+s.w-pi(r,t,s,n,e,i);r.font=t.tick,r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="alphabetic";let a=-1/0;for(let{x:h,label:l}of e){let c=r.measureText(l).width/2,d=Math.max(h,c);d-c<a+8||d+c>o||(r.fillText(l,d,n),a=d+c)}}function pi(r,t,s,e,i,n){if(!n)return 0;let o=W(r,t,n)+8;r.font=t.tick;let a=s.x+s.w-o,h=({x:l,label:c})=>l+r.measureText(c).width/2>a;return i.length<=hi&&i.some(h)?0:W(r,t,n,s.x+s.w,e)+8}function ui(r,t,{layout:s,values:e,range:i}){if(i){let c=e.length/(i[1]-i[0]),[d,p]=[i[0]+r.box[0]/c,i[0]+r.box[1]/c];return k(d,p,r.w/(52*t.scale)).map(({value:f,label:m})=>({x:r.px((f-i[0])*c),label:m}))}let n=(s.names??[]).map((c,d)=>({x:r.px(d+.5),label:c})),a=n.filter(({x:c})=>c>=r.x&&c<=r.x+r.w).length*li/r.w,h=[1,2,5,10,20,50,100].find(c=>a<c)??200,l=(c,d)=>h>2?d===0||(d+1)%h===0:d%h===0;return n.filter(l).filter(({x:c})=>c>=r.x&&c<=r.x+r.w)}function mt(r,t,s,{curves:e,levels:i,beside:n=!1}){let o=15*t.scale;r.font=t.bold;let a=Zs(r,s,fi(e,s,o)),h=Zs(r,s,i);for(let c of h)c.at=c.y+11;if(n)for(let c of a)c.at=c.y;else mi(a,o);let l=n?h:[...a,...h];te(l,s.y+7,s.y+s.h-6,o),r.textBaseline="middle",r.textAlign="right";for(let c of l)Qs(r,t,c,s.x+s.w-3);if(n){te(a,s.y+4,s.y+s.h-4,o),r.textAlign="left";for(let c of a)Qs(r,t,c,s.x+s.w+5)}}function Qs(r,t,{text:s,at:e,colour:i},n){r.font=s.length===1?t.maths:t.bold,pt(r,t,s,n,e,i)}function se(r,t,s){r.font=t.bold;let e=Math.max(0,...s.map(i=>r.measureText(i).width));return Math.ceil((e+8)/8)*8}function fi(r,t,s){if(r.length<=Math.max(3,Math.min(8,t.h/(2*s))))return r;let[e,i]=[r[0],r[r.length-1]];return Math.abs(t.py(e.value)-t.py(i.value))>1.5*s?[e,i]:[]}function ee(r,t,s,e){let n=r.map(o=>({line:o,at:t(o)})).filter(({at:o})=>Number.isFinite(o));return n.sort((o,a)=>Math.abs(o.at-s)-Math.abs(a.at-s)),n.slice(0,e).sort((o,a)=>o.at-a.at).map(({line:o})=>o)}function Zs(r,t,s){return s.flatMap(({label:e,short:i,value:n,colour:o,level:a})=>{let h=t.py(n);return!Number.isFinite(h)||a&&(h<t.y||h>t.y+t.h)?[]:[{text:r.measureText(e).width<.7*t.w?e:i,y:h,colour:o}]})}function mi(r,t){r.sort((s,e)=>s.y-e.y),r.forEach((s,e)=>{let i=e===0||s.y-r[e-1].y>3*t;s.at=s.y+(i?s.text.length===1?-14:-12:11)})}function te(r,t,s,e){r.sort((o,a)=>o.at-a.at);let i=t;for(let o of r)o.at=Math.max(o.at,i),i=o.at+e;let n=s;for(let o of[...r].reverse())o.at=Math.min(o.at,n),n=o.at-e}var C=class{constructor(t,s){this.canvas=t,this.target=s,this.down=null,this.box=null,this.turned=null,this.fingers=new Map;let e=(i,n,o)=>t.addEventListener(i,n,o);e("pointerdown",i=>this.press(i)),e("pointermove",i=>this.move(i)),e("pointerup",i=>this.release(i)),e("pointercancel",i=>this.cancel(i)),e("pointerleave",()=>this.down||s.leave?.()),e("dblclick",()=>s.view&&s.fit()),e("wheel",i=>this.wheel(i),{passive:!1}),e("contextmenu",i=>this.panned&&i.preventDefault())}at(t){let s=this.canvas.getBoundingClientRect();return[t.clientX-s.left,t.clientY-s.top]}press(t){let[s,e]=this.at(t),{plot:i,view:n}=this.target;if(this.fingers.set(t.pointerId,[s,e]),!i?.has(s,e))return;let o=t.shiftKey||t.button===1||t.button===2;this.panned=!1,this.down={x:s,y:e,pan:o,box:i.box,touch:t.pointerType==="touch"},this.down.touch||this.canvas.setPointerCapture(t.pointerId),n&&t.button===1&&t.preventDefault()}move(t){let[s,e]=this.at(t);if(this.fingers.size===2)return this.pinch(t.pointerId,s,e);let{plot:i,view:n}=this.target,o=this.down&&Math.hypot(s-this.down.x,e-this.down.y)>4;if(!this.down)return i?.has(s,e)?this.target.hover?.(s,e):this.target.leave?.();if(!(!n||!(o||this.box||this.panned||this.turned))){if(this.target.turn&&!this.down.pan)return this.turn(s,e);this.down.touch||(this.target.leave?.(),this.down.pan?(this.panned=!0,n.pan(this.down.box,(s-this.down.x)/i.sx,(this.down.y-e)/i.sy)):this.box=[this.down.x,this.down.y,s,e],this.target.changed())}}turn(t,s){let[e,i]=this.turned??[this.down.x,this.down.y];this.turned=[t,s],this.target.leave?.(),this.target.turn(t-e,s-i)}release(t){let[s,e]=this.at(t);this.fingers.delete(t.pointerId);let{plot:i,view:n}=this.target;this.turned?this.target.rest():this.box&&i?this.zoomTo(i,n):this.down&&!this.panned&&t.button===0&&this.target.pick?.(s,e),this.down=this.box=this.turned=null}cancel(t){this.fingers.delete(t.pointerId),this.down=this.box=this.turned=null,this.target.changed?.()}zoomTo(t,s){let[e,i,n,o]=this.box,a=Math.max(t.x,Math.min(e,n)),h=Math.min(t.x+t.w,Math.max(e,n)),l=Math.max(t.y,Math.min(i,o)),c=Math.min(t.y+t.h,Math.max(i,o)),d=s.wheel==="x"&&c-l<12,[p,f]=d?[t.box[2],t.box[3]]:[t.iy(c),t.iy(l)];h-a>4&&(d||c-l>4)&&s.to([t.ix(a),t.ix(h),p,f]),this.box=null,this.target.changed()}wheel(t){let[s,e]=this.at(t),{plot:i,view:n}=this.target;if(!n||!i?.has(s,e)||t.ctrlKey)return;t.preventDefault();let o=t.deltaMode===1?16:1,a=Math.exp(Math.max(-120,Math.min(120,t.deltaY*o))*.002);n.zoom(i,a,i.ix(s),i.iy(e)),this.target.changed()}pinch(t,s,e){let{plot:i,view:n}=this.target,o=()=>{let[[l,c],[d,p]]=[...this.fingers.values()];return{size:Math.hypot(l-d,c-p)||1,x:(l+d)/2,y:(c+p)/2}},a=o();this.fingers.set(t,[s,e]);let h=o();!n||!i||(this.down=null,n.zoom(i,a.size/h.size,i.ix(h.x),i.iy(h.y)),this.target.changed())}paint(t,s){if(!this.box)return;let[e,i,n,o]=this.box;t.fillStyle=s.accent,t.globalAlpha=.1,t.fillRect(e,i,n-e,o-i),t.globalAlpha=1,t.strokeStyle=s.accent,t.lineWidth=1,t.strokeRect(e,i,n-e,o-i)}};function Ot(r,t){let s=r.per_epoch||1,e=r.terms??[],i=r.symbols??{},n=t("terms")?.data??new Float32Array,o=t("heldout")?.data??new Float32Array,a=ie(t("steps")?.data,s),h=ie(t("heldout_steps")?.data,s),l=e.map((f,m)=>({name:f,label:i[f]??f,train:ne(n,e.length,m),held:ne(o,e.length,m)}));r.sum!==!1&&gi(l,i,n,o,e.length);let d=l.find(f=>f.whole)??l.find(({name:f})=>f==="reconstruction")??null,p=Math.max(0,zt(a),zt(h));return{steps:a,heldSteps:h,lines:l,main:d,end:p,perEpoch:s}}function gi(r,{J:t="J"},s,e,i){if(r.length>1){let n={train:re(s,i),held:re(e,i)};r.push({name:"J",label:t,whole:!0,...n})}else r.length===1&&(r[0].short=t,r[0].label=`${t} = ${r[0].label}`)}function ie(r=new Float32Array,t){return r.map(s=>s/t)}function zt(r){return r.length?r[r.length-1]:0}function ne(r,t,s){let e=Math.floor(r.length/t);return Float32Array.from({length:e},(i,n)=>r[n*t+s])}function re(r,t){return Float32Array.from({length:Math.floor(r.length/t)},(s,e)=>{let i=0;for(let n=0;n<t;n++)i+=r[e*t+n];return i})}function oe({steps:r,heldSteps:t},{train:s,held:e},i){let[n,o]=s.length?[r,s]:[t,e];for(let a=o.length-1;a>=0;a--)if(n[a]<=i*1.000001)return o[a];return NaN}function gt(r,t){let s=-1;for(let e=0;e<r.length;e++)(s<0||Math.abs(r[e]-t)<Math.abs(r[s]-t))&&(s=e);return s}function ae({lines:r,main:t},s,e){let i=d=>Number.isFinite(d)&&(!e||d>0),n=[1/0,-1/0],o=d=>{d<n[0]&&(n[0]=d),d>n[1]&&(n[1]=d)};for(let{train:d,held:p}of r)for(let f of[d,p])for(let m of f)i(m)&&o(m);t&&(n[1]=Math.min(n[1],bi(t,r)));for(let{value:d}of s)i(d)&&o(d);let[a,h]=n;if(!Number.isFinite(a+h))return[0,1];if(!e)return[Math.min(0,a),h>0?h*1.1:1];let l=Math.log10(h),c=Math.max(Math.log10(a),l-4);return[c-.08*(l-c+.5),l+.12*(l-c+.5)]}function bi(r,t){let s=[...r.train,...r.held].filter(Number.isFinite),e=Float32Array.from(s).sort();if(e.length<4)return 1/0;let i=e[Math.floor(e.length/2)],n=t.flatMap(({train:o,held:a})=>[zt(o),zt(a)]);return i>0?Math.max(1.9*i,...n.filter(Number.isFinite)):1/0}function q(r,[t,s]){if(!r)return[t,s];let e=r[1]-r[0];return t<r[0]-.02*e||s>r[1]+.02*e||s-t<.72*e?[t,s]:r}function Z(r,t,s,e=.01){let i=[];for(let a=s;a<r.length;a+=t)Number.isFinite(r[a])&&i.push(r[a]);if(!i.length)return null;let n=Float32Array.from(i).sort(),o=n.length-1;return[n[Math.floor(o*e)],n[Math.ceil(o*(1-e))]]}var z=class{constructor({equal:t=!1,margin:s=.14,wheel:e="xy"}={}){Object.assign(this,{equal:t,margin:s,wheel:e,box:null,zoomed:!1})}follow(t,s){if(this.zoomed||!t||!s)return;let e=this.box,i=e&&he(t,e[0],e[1])&&he(s,e[2],e[3]),n=e&&Math.max((t[1]-t[0])/(e[1]-e[0]),(s[1]-s[0])/(e[3]-e[2]));i&&n>.5||(this.box=[...le(t,this.margin),...le(s,this.margin)])}fix(t){this.zoomed||(this.box=t)}shown({w:t,h:s}){let[e,i,n,o]=this.box??[-1,1,-1,1];if(!this.equal)return[e,i,n,o];let a=Math.max((i-e)/t,(o-n)/s)/2,[h,l]=[(e+i)/2,(n+o)/2];return[h-a*t,h+a*t,l-a*s,l+a*s]}zoom(t,s,e,i){let[n,o,a,h]=t.box,l=this.wheel==="x"?1:s;this.to([e+(n-e)*s,e+(o-e)*s,i+(a-i)*l,i+(h-i)*l])}pan([t,s,e,i],n,o){this.to([t-n,s-n,e-o,i-o])}to(t){let s=1e-6*(1+Math.abs(t[0])+Math.abs(t[2]));t[1]-t[0]<s||t[3]-t[2]<s||!t.every(Number.isFinite)||(this.box=t,this.zoomed=!0)}reset(){this.box=null,this.zoomed=!1}};function he([r,t],s,e){let i=.03*(e-s);return r>=s+i&&t<=e-i}function le([r,t],s){let e=(t-r)*s||Math.abs(t)*.1||1;return[r-e,t+e]}var wi=72,xi=["kl"],Rt=class{constructor(t){this.card=t,this.lab=t.lab,this.view=new z({wheel:"x"}),this.pointer=new C(t.surface.canvas,this),this.at=-1}update(t,s){this.layout=t,this.values=s("values")?.data,this.line=s("line")?.data??null,this.range=s("range")?.data??t.range??null,this.values?.length&&(this.top=q(this.top,this.heights()),this.view.fix([0,this.values.length,...this.top]))}heights(){let s=[...this.values,...(this.layout.levels??[]).map(({value:n})=>n)].filter(Number.isFinite),[e,i]=[Math.min(0,...s),Math.max(0,...s)];return i>e?[e,i+.1*(i-e)]:[0,1]}paint(){let t=this.card.begin(this.values?.length&&this.view.box);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t,n=this.place(s,e,i);Xs(s,i,n,this),n.clip(s,()=>this.paintAll(s,i,n));let o=(this.layout.levels??[]).map(({label:a,value:h})=>({label:`${a}: ${b(h,3)}`,short:a,value:h,colour:i.soft,level:!0}));mt(s,i,n,{curves:[],levels:o}),this.pointer.paint(s,i)}place(t,s,e){let i=e.scale,[n,o]=[20*i,21*i],a=s.height-n-o,[h,l,c,d]=this.view.box;this.yTicks=k(c,d,a/(34*i));let p=L(t,e,this.yTicks),f=this.line?30*i:2,m=new A(p,n,s.width-p-f,a);return this.plot=m.show([h,l,c,d])}paintAll(t,s,e){let{chosen:i=1/0}=this.layout,n=xi.includes(this.card.name)?s.warm:s.blue,o=this.range||e.sx<4?Math.min(1,e.sx/4):yi(e.sx),a=e.py(0);for(let h=0;h<this.values.length;h++){let l=this.values[h];if(!Number.isFinite(l))continue;let[c,d]=[e.px(h)+o/2,e.py(l)];t.fillStyle=n,t.globalAlpha=(h<i?.85:.3)+(h===this.at?.15:0),t.fillRect(c,Math.min(d,a),e.sx-o,Math.abs(a-d))}t.globalAlpha=1,ft(t,s,e,this.layout.levels??[]),this.line&&this.paintLine(t,s,e)}paintLine(t,s,e){let i=e.sx>12;t.strokeStyle=t.fillStyle=s.ink,t.lineWidth=1.5,t.lineJoin="round";let n=[...this.line].map((o,a)=>[e.px(a+.5),Es(e,o)]);t.beginPath();for(let[o,a]of n)t.lineTo(o,a);t.stroke();for(let[o,a]of i?n:[])t.beginPath(),t.arc(o,a,2.2,0,2*Math.PI),t.fill()}hover(t,s){let e=this.plot?Math.floor(this.plot.ix(t)):-1;if(!(e>=0&&e<this.values.length))return this.leave();this.at!==e&&this.lab.request(this.card),this.at=e;let{unit:i="",line_unit:n=""}=this.layout,o=[{cells:[this.category(e)]},{cells:[i,b(this.values[e])]}];this.line&&o.push({cells:[n,b(this.line[e],3)]}),this.lab.tip.show(this.card.surface.canvas,t,s,o)}category(t){let{range:s}=this,{names:e,xname:i=""}=this.layout;if(!s)return e?.[t]??`${i} ${t+1}`.trim();let n=o=>b(s[0]+o*(s[1]-s[0])/this.values.length,3);return`${i} ${n(t)} … ${n(t+1)}`.trim()}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){let{title:t="Bars",unit:s=""}=this.layout??{};if(!this.values?.length)return`${t}, no picture yet`;let e=this.values.reduce((n,o,a)=>o>this.values[n]?a:n,0),i=`${b(this.values[e])} ${s} at ${this.category(e)}`;return`${t}: ${this.values.length} bars, the largest ${i}`}};function yi(r){return Math.max(Math.min(8,.28*r),r-wi)}var K=class{constructor(t,s){Object.assign(this,{card:t,lab:t.lab,target:s}),this.view=new z({equal:!0}),this.pointer=new C(t.surface.canvas,this)}begin(t,{names:s=["x₁","x₂"],right:e=2,under:i}={}){let{surface:n}=this.card,{theme:o}=this.lab,a=n.begin(),[h,l]=[34*o.scale,21*o.scale],c=new A(h,3,n.width-h-e,n.height-3-l);if(this.plot=c.show(this.view.shown(c)),!t)return Q(a,o,n,this.lab.hint(this.card)),null;let[d,p,f,m]=c.box;return i&&c.clip(a,()=>i(a,c,o)),N(a,o,c,{x:k(d,p,c.w/(56*o.scale)),y:k(f,m,c.h/(40*o.scale)),xName:s[0],yName:s[1]}),{context:a,plot:c,theme:o,density:n.density}}end(t){this.pointer.paint(t,this.lab.theme)}hover(t,s){this.target.hover?.(t,s)}leave(){this.target.leave?.()}pick(t,s){this.target.pick?.(t,s)}changed(){this.lab.request(this.card)}fit(){this.card.reset()}};function qt(r,t=.08){let s=[1/0,-1/0,1/0,-1/0];for(let i=0;i<r.length;i++){if(!Number.isFinite(r[i]))continue;let n=i%2*2;s[n]=Math.min(s[n],r[i]),s[n+1]=Math.max(s[n+1],r[i])}if(!s.every(Number.isFinite))return null;let e=t*Math.max(s[1]-s[0],s[3]-s[2],1e-6);return[s[0]-e,s[1]+e,s[2]-e,s[3]+e]}var tt=4;function vi(r,t,s,e){let i=Math.ceil(r+1),n=2*i+1;return Float32Array.from({length:n*n},(o,a)=>{let h=Math.hypot(a%n-i-s,Math.floor(a/n)-i-e);return t*Math.max(0,Math.min(1,r+.5-h))})}var H=class{constructor(){this.masks=new Map}begin(t,s){let[e,i]=[Math.ceil(t.w*s),Math.ceil(t.h*s)];(this.width!==e||this.height!==i)&&(Object.assign(this,{width:e,height:i,sheet:new OffscreenCanvas(e,i)}),this.context=this.sheet.getContext("2d"),this.image=this.context.createImageData(e,i)),this.density=s,this.image.data.fill(0)}discs(t,s){let e=`${t} ${s}`;if(!this.masks.has(e)){let i=o=>(o+.5)/tt-.5,n=(o,a)=>vi(t,s,i(a%tt),i(Math.floor(a/tt)));this.masks.set(e,Array.from({length:tt*tt},n))}return this.masks.get(e)}points(t,{data:s,count:e},i,{radius:n,alpha:o}){let a=n*this.density,h=this.discs(a,o),l=Math.ceil(a+1);for(let c=0;c<e;c++){let d=i(c);if(d===null)continue;let p=(t.px(s[2*c])-t.x)*this.density,f=(t.py(s[2*c+1])-t.y)*this.density;if(!this.near(p,f,l))continue;let[m,g]=[Math.floor(p),Math.floor(f)],w=Math.floor((f-g)*tt)*tt+Math.floor((p-m)*tt);this.blend(h[w],l,m,g,d)}}near(t,s,e){return t>-e&&t<this.width+e&&s>-e&&s<this.height+e}blend(t,s,e,i,[n,o,a]){let{width:h,height:l}=this,c=this.image.data,d=0;for(let p=i-s;p<=i+s;p++)for(let f=e-s;f<=e+s;f++,d++){let m=t[d];if(m===0||f<0||p<0||f>=h||p>=l)continue;let g=4*(p*h+f),w=c[g+3]/255*(1-m),y=m+w;c[g]=(n*m+c[g]*w)/y,c[g+1]=(o*m+c[g+1]*w)/y,c[g+2]=(a*m+c[g+2]*w)/y,c[g+3]=255*y}}paint(t,s){this.context.putImageData(this.image,0,0);let{width:e,height:i,density:n}=this;t.drawImage(this.sheet,s.x,s.y,e/n,i/n)}};function Y(r,t){let s=Array.from({length:256},(e,i)=>t.has(i)?null:E(v(i)));return e=>s[r?r[e]:0]}function V(r,{data:t,count:s},e,i,n,o,a=12){let h=a*a,l=-1;for(let c=0;c<s;c++){if(e&&i.has(e[c]))continue;let d=r.px(t[2*c])-n,p=r.py(t[2*c+1])-o,f=d*d+p*p;f<h&&([h,l]=[f,c])}return l}function B(r){return!r||r.shape[1]!==2?null:{data:r.data,count:r.shape[0]}}var bt=class{constructor(t){this.card=t,this.lab=t.lab;let s=M("dot pair","data ","x");s.firstChild.style.setProperty("--mark",v(0)),s.firstChild.style.setProperty("--other",v(1)),this.noisy=M("dash solid pale","from noisy ","x̃"),this.decoded=M("dash solid",""),this.output=M("dot ink","reconstruction ","x̂"),this.made=M("dot ink","sample"),t.foot.append(s,this.noisy,this.output,this.made,this.decoded)}update(t,{x:s,xHat:e,xTilde:i=null,labels:n,dimensions:o},a){Object.assign(this,{layout:t,x:s,xHat:e,xTilde:i,labels:n,dimensions:o}),this.decoded.lastChild.textContent=a,this.decoded.hidden=!a,this.noisy.hidden=!i,this.output.hidden=t.output==="sample",this.made.hidden=!this.output.hidden}pair(t){if(this.layout?.output||!this.x||!this.xHat||!(t>=0&&t<this.x.count))return null;let s=this.dimensions,e=({data:n})=>[...n.slice(s*t,s*t+s)],i=this.xTilde?{xTilde:e(this.xTilde)}:{};return{x:e(this.x),xHat:e(this.xHat),...i}}colourOf(t){return t>=0&&t<(this.labels?.length??0)?v(this.labels[t]):""}mark(t,s,e){if(this.layout?.output)return;let{hovered:i,picked:n,pinned:o,decoded:a}=this.lab,h=c=>this.pair(c)??(o?.index===c?o:null);n>=0&&ce(t,s,h(n),e,this.colourOf(n),6);let l=i>=0?this.pair(i)??a:a;l&&ce(t,s,l,e,this.colourOf(i),5)}hover(t,s,e,i=""){let{canvas:n}=this.card.surface;if(n.style.cursor=t<0?i:"pointer",this.lab.point(t),t<0)return this.lab.tip.hide();this.lab.tip.show(n,s,e,ki(this.layout,this.labels,t,this.pair(t)))}leave(){this.card.surface.canvas.style.cursor="",this.lab.point(-1),this.lab.tip.hide()}pick(t){t>=0&&this.lab.pick(t)}describe(){let{title:t="Reconstructions",output:s}=this.layout??{};return this.x?s?`${t}: ${this.xHat?.count??0} points beside ${this.x.count} of the data`:"":`${t}, no picture yet`}};function ki(r,t,s,e){let i=t?.[s]??0,n={cells:[r.classes?.[i]??"sample"],colour:v(i)};if(!e)return[n];let o=e.x.reduce((a,h,l)=>a+(h-e.xHat[l])**2,0);return[n,{cells:["x",U(e.x)]},...e.xTilde?[{cells:["x̃",U(e.xTilde)]}]:[],{cells:["x̂",U(e.xHat)]},{cells:["squared error",b(o,3)]}]}function ce(r,t,s,e,i,n){if(!s?.xHat||!s.xHat.every(Number.isFinite))return;let o=e(s.xHat);if(s.x){let a=e(s.x);r.strokeStyle=t.ink,r.lineWidth=1.5,r.beginPath(),r.moveTo(...a),r.lineTo(...o),r.stroke(),j(r,t,...a,n,1.75),i&&de(r,...a,3,i)}j(r,t,...o,s.x?3:n,1.75),de(r,...o,2,t.ink)}function de(r,t,s,e,i){r.fillStyle=i,r.beginPath(),r.arc(t,s,e,0,2*Math.PI),r.fill()}var Ht=class{constructor(t){this.card=t,this.lab=t.lab,this.flat=new K(t,this),this.view=this.flat.view,this.stamp=new H,this.samples=new bt(t)}update(t,s){this.layout=t,this.x=B(s("x")),this.labels=s("labels")?.data,this.xHat=B(s("x_hat")),this.xTilde=B(s("x_tilde")),this.curve=s("curve"),this.grid=s("grid");let e=this.curve?"decoded curve":this.grid?"decoded grid":"",{x:i,xHat:n,xTilde:o,labels:a}=this;this.samples.update(t,{x:i,xHat:n,xTilde:o,labels:a,dimensions:2},e),this.x&&this.view.fix(qt(this.x.data))}paint(){let t=(this.layout?.names??this.layout?.axes??["x₁","x₂"]).map(String),s=this.flat.begin(this.x,{names:t});s&&(s.plot.clip(s.context,()=>this.paintAll(s)),this.flat.end(s.context))}paintAll({context:t,plot:s,theme:e,density:i}){let n=Y(this.labels,this.lab.hidden),o=e.scale;if(this.stamp.begin(s,i),this.stamp.points(s,this.x,n,{radius:1.9*o,alpha:e.dark?.6:.5}),this.stamp.paint(t,s),this.xTilde&&this.xHat&&this.paintPairs(t,s,e),t.strokeStyle=e.soft,t.lineWidth=this.grid?.9:1.5,t.globalAlpha=this.grid?.75:1,t.lineJoin="round",this.paintGrid(t,s),this.curve&&Cs(t,s,this.curve.data,0,1,this.curve.shape[0]),t.globalAlpha=1,this.xHat){let a=E(e.ink);this.stamp.begin(s,i);let h={radius:1.3*o,alpha:.55};this.stamp.points(s,this.xHat,l=>n(l)&&a,h),this.stamp.paint(t,s)}this.samples.mark(t,e,([a,h])=>[s.px(a),s.py(h)])}paintPairs(t,s,e){let[i,n]=[this.xTilde.data,this.xHat.data];t.strokeStyle=e.soft,t.lineWidth=.75,t.globalAlpha=.38,t.beginPath();for(let o=0;o<Math.min(this.xTilde.count,this.xHat.count);o++){if(this.labels&&this.lab.hidden.has(this.labels[o]))continue;let a=[i[2*o],i[2*o+1],n[2*o],n[2*o+1]];a.every(Number.isFinite)&&(t.moveTo(s.px(a[0]),s.py(a[1])),t.lineTo(s.px(a[2]),s.py(a[3])))}t.stroke(),t.globalAlpha=1}paintGrid(t,s){if(!this.grid)return;let{data:e,shape:i}=this.grid,[n,o]=i;for(let a=0;a<n;a++)Cs(t,s,e,a*o,1,o);for(let a=0;a<o;a++)Cs(t,s,e,a,o,n)}find(t,s){let{hidden:e}=this.lab,i=this.x?V(this.flat.plot,this.x,this.labels,e,t,s):-1;return i>=0||!this.xHat||this.layout?.output?i:V(this.flat.plot,this.xHat,this.labels,e,t,s)}hover(t,s){this.samples.hover(this.find(t,s),t,s)}leave(){this.samples.leave()}pick(t,s){this.samples.pick(this.find(t,s))}describe(){let t=this.samples.describe();if(t)return t;let s=this.curve?", the decoded curve":this.grid?", the decoded grid":"",e=this.xTilde?"their noisy copies, ":"";return`Reconstructions: ${this.x.count} data points, ${e}their reconstructions${s}`}};function Cs(r,t,s,e,i,n){r.beginPath();let o=!1;for(let a=0;a<n;a++){let h=2*(e+a*i),[l,c]=[t.px(s[h]),t.py(s[h+1])];Number.isFinite(l+c)?o?r.lineTo(l,c):(r.moveTo(l,c),o=!0):o=!1}r.stroke()}var Dt=class{constructor(t){this.curves=t,this.index=-1}at(t,s){let{plot:e,series:i,card:n,lab:o}=this.curves;!e||!i?.steps.length||(this.index=gt(i.steps,e.ix(t)),this.listed=this.curves.listed(this.index,s).map(a=>i.lines.indexOf(a)),o.tip.show(n.surface.canvas,t,s,[...this.rows(),...this.changedNear(t)]),o.request(n))}get lines(){return this.listed.map(t=>this.curves.series.lines[t]).filter(Boolean)}rows(){let{series:t,layout:s,lab:e,both:i}=this.curves,{steps:n,heldSteps:o,perEpoch:a}=t,h=i?gt(o,n[this.index]):-1,l=w=>[w.train[this.index],...h>=0?[w.held[h]]:[]],c=this.lines.map(w=>({cells:[w.label,...l(w).map(y=>b(y,5))],colour:this.curves.colour(e.theme,w)})),d=`step ${Math.round(n[this.index]*a)}`,p=s.per_epoch?`epoch ${b(n[this.index],3)}, ${d}`:d,f=h>=0?[{cells:["","training","held-out"]}]:[],m=t.lines.length-c.length,g=m>0?[{small:`and ${m} more`}]:[];return[{cells:[p]},...f,...c,...g]}changedNear(t){let{header:s,plot:e,series:i}=this.curves;return(s?.changes??[]).flatMap(([n,o])=>Math.abs(e.px(n/i.perEpoch)-t)<6?[{cells:[`rate changed to ${Pt(o)}`]}]:[])}paint(t,s,e){let{series:i}=this.curves;if(this.index<0||this.index>=i.steps.length)return;let n=i.steps[this.index],o=Math.round(e.px(n))+.5;e.has(o,e.y)&&(t.lineWidth=1,$(t,s.soft,o,e.y,o,e.y+e.h),e.clip(t,()=>{for(let a of this.lines){let h=this.curves.colour(s,a);this.curves.dot(t,e,n,a.train[this.index],h)}}))}leave(){if(this.index<0)return;this.index=-1;let{card:t,lab:s}=this.curves;s.tip.hide(),s.request(t)}};var wt=8,jt=class{constructor(t){this.card=t,this.lab=t.lab,this.view=new z({wheel:"x"}),this.log=!1,this.pointer=new C(t.surface.canvas,this),this.reading=new Dt(this),this.toggle=u("button","small","log",{type:"button","aria-pressed":"false","aria-label":"Logarithmic scale"}),this.toggle.addEventListener("click",()=>this.flip()),t.tools.append(this.toggle),this.key=[M("dash solid ink","training"),M("dash ink","held-out")],t.foot.append(...this.key)}flip(){this.log=!this.log,this.toggle.setAttribute("aria-pressed",String(this.log)),this.range=null,this.view.reset(),this.follow(),this.lab.request(this.card)}update(t,s,e){this.layout=t,this.header=e,this.series=Ot(t,s),this.levels=t.levels??[],this.both=this.series.heldSteps.length>0;for(let i of this.key)i.hidden=!this.both;this.follow()}follow(){if(!this.series)return;let t=ae(this.series,this.levels,this.log);this.range=q(this.range,t);let s=Math.max(this.series.end,1e-9);this.view.fix([0,s,...this.range])}y(t){return this.log?t>0?Math.log10(t):NaN:t}paint(){let t=this.card.begin(this.series?.end&&this.view.box);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t,n=this.place(s,e,i);this.axes(s,i,n),n.clip(s,()=>this.paintAll(s,i,n)),mt(s,i,n,this.named(i)),this.pointer.paint(s,i),this.reading.paint(s,i,n)}place(t,s,e){let[,,i,n]=this.view.box,o=e.scale,[a,h]=[20*o,21*o],l=(s.height-a-h)/(34*o);this.yTicks=this.log?ut(i,n,l):k(i,n,l);let c=L(t,e,this.yTicks),d=this.beside(t,s,e),[p,f]=[s.width-c-(d||2),s.height-a-h],m=new A(c,a,p,f);return this.plot=m.show(this.view.box)}beside(t,s,e){let{lines:i}=this.series;if(this.layout.sum!==!1||i.length<2)return 0;let n=se(t,e,i.map(({label:o})=>o));return n<.3*s.width?n:0}axes(t,s,e){let[i,n]=e.box;N(t,s,e,{x:k(i,n,e.w/(52*s.scale)),y:this.yTicks,xName:this.layout.per_epoch?"epochs":"steps",zero:!1}),t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="alphabetic",t.fillText(this.layout.unit??"",0,11*s.scale,this.card.surface.width)}paintAll(t,s,e){ft(t,s,e,this.levels,n=>this.y(n)),this.changes(t,s,e),t.lineJoin="round";let i=this.series.lines.length>wt;t.globalAlpha=i?.75:1;for(let n of this.series.lines)t.strokeStyle=this.colour(s,n),t.lineWidth=i?1:n.whole?1.75:1.5,this.trace(t,e,this.series.steps,n.train),t.setLineDash([5,4]),this.trace(t,e,this.series.heldSteps,n.held),t.setLineDash([]);t.globalAlpha=1}colour(t,s){return s.whole?t.ink:s.name==="reconstruction"||this.first(s)?t.blue:this.layout.sum!==!1?t.warm:v(this.series.lines.indexOf(s))}first(t){return this.layout.sum!==!1&&t===this.series.lines[0]}ink(t,s){return this.layout.sum===!1&&s.name!=="reconstruction"?X(this.series.lines.indexOf(s),t):this.colour(t,s)}named(t){let{series:s}=this,e=s.lines.map(o=>{let a=this.y(oe(s,o,this.plot.box[1])),{label:h,short:l=h}=o;return{label:h,short:l,value:a,colour:this.ink(t,o)}}),i=this.levels.map(({label:o,value:a})=>({label:`${o}: ${b(a,4)}`,short:o,value:this.y(a),colour:t.soft,level:!0})),n=this.plot.x+this.plot.w<this.card.surface.width-2;return{curves:e,levels:i,beside:n}}trace(t,s,e,i){t.beginPath();let n=!1;for(let o=0;o<i.length;o++){let[a,h]=[s.px(e[o]),s.py(this.y(i[o]))];Number.isFinite(a+h)&&(n?t.lineTo(a,h):t.moveTo(a,h),n=!0)}t.stroke(),i.length===1&&this.dot(t,s,e[0],i[0],t.strokeStyle)}dot(t,s,e,i,n){let o=s.py(this.y(i));Number.isFinite(o)&&(t.fillStyle=n,t.beginPath(),t.arc(s.px(e),o,3,0,2*Math.PI),t.fill())}changes(t,s,e){for(let[i]of this.header?.changes??[]){let n=Math.round(e.px(i/this.series.perEpoch))+.5;t.lineWidth=1,$(t,s.axis,n,e.y,n,e.y+e.h)}}listed(t,s){let{lines:e}=this.series;return e.length<=wt?[...e].reverse():ee(e,i=>this.plot.py(this.y(i.train[t])),s,wt)}hover(t,s){this.reading.at(t,s)}leave(){this.reading.leave()}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){let t=this.layout?.title??"Loss";if(!this.series?.end)return`${t}, no curve yet`;let{lines:s,end:e}=this.series,i=s.slice(-wt).map(({label:a,train:h})=>`${a} ${b(h[h.length-1])}`),n=s.length>wt?`, and ${s.length-wt} more`:"",o=`${b(e,3)} ${this.layout.per_epoch?"epochs":"steps"}`;return`${t} after ${o}: ${i.join(", ")}${n} ${this.layout.unit??""}`.trim()}};var[Wt,st,Ns]=[0,1,2],St=.9;function Bt(r){let t=[];for(let s=0;s<(r?.shape[0]??0);s++){let e=r.data.subarray(3*s,3*s+3);e.every(Number.isFinite)&&t.push(e)}return t.length>1?t:null}function et(r,t,s){let e=t===Wt?1:-1,i=r.findIndex(p=>e*p[t]>=e*s);i<0&&(i=r.length-1);let[n,o]=[r[Math.max(0,i-1)],r[i]],a=o[t]-n[t],h=a===0?1:Math.max(0,Math.min(1,(s-n[t])/a)),[l,c,d]=[0,1,2].map(p=>n[p]+h*(o[p]-n[p]));return{threshold:l,mistag:c,efficiency:d,rejection:c>0?1/c:NaN}}function Tt(r,t){let s=Math.min(...r.map(e=>e[st]||1));return t>0?Math.max(s,1/t):s}function pe(r,t){return r>0&&t>0?Math.sqrt((1-r)/(r*t))/r:NaN}var Ut=class{constructor(t){this.node=u("dl","figures"),t.node.insertBefore(this.node,t.body),this.cells=[]}show(t){this.cells.length!==t.length&&this.build(t.length),t.forEach(({name:s,value:e,error:i="",title:n=""},o)=>{let a=this.cells[o];x(a.name,s),x(a.value,e),x(a.error,i&&` ± ${i}`),a.box.title!==n&&(a.box.title=n)})}build(t){this.cells=Array.from({length:t},()=>{let s=u("div"),[e,i,n,o]=[u("dt"),u("dd"),u("span","value"),u("small")];return i.append(n,o),s.append(e,i),{box:s,name:e,value:n,error:o}}),this.node.replaceChildren(...this.cells.map(({box:s})=>s))}};function xt(r,t){if(!Number.isFinite(r))return{value:"–"};if(!(t>0)||!Number.isFinite(t))return{value:String(Mi(r,2))};let s=Math.floor(Math.log10(t)),e=t/10**s<3.55?1:0,i=Math.max(0,Math.min(3,e-s));return{value:r.toFixed(i),error:t.toFixed(i)}}function Mi(r,t){let s=Math.abs(r);return s>=100?r.toFixed(0):r.toFixed(s>=10?1:t)}function F(r){return Number.isFinite(r)?r>0&&r<.00995?r.toPrecision(2):r.toFixed(3):"–"}var yt=class{constructor(t,s){Object.assign(this,{box:t,target:s,held:null}),t.classList.add("sliding"),t.addEventListener("pointerdown",e=>this.press(e)),t.addEventListener("pointermove",e=>this.move(e));for(let e of["pointerup","pointercancel"])t.addEventListener(e,()=>this.held=null);t.addEventListener("pointerleave",()=>this.target.leave())}at(t){let{left:s,top:e}=this.box.getBoundingClientRect();return[t.clientX-s,t.clientY-e]}press(t){let[s,e]=this.at(t);t.button!==0||!this.target.plot?.has(s,e)||(this.held=t.pointerId,this.box.setPointerCapture(t.pointerId),this.target.leave(),this.target.slide(s,e))}move(t){let[s,e]=this.at(t);this.held!==null?t.pointerId===this.held&&this.target.slide(s,e):this.target.plot?.has(s,e)?this.target.hover(s,e):this.target.leave()}};function At(r,t,s,e,{fill:i,alpha:n=1,line:o,width:a=1.5,dash:h}){let l=t.y+t.h;r.beginPath(),r.moveTo(t.px(s[0]),l),e.forEach((c,d)=>{let p=Number.isFinite(c)?Math.min(t.py(c),l+4):l+4;r.lineTo(t.px(s[d]),p),r.lineTo(t.px(s[d+1]),p)}),r.lineTo(t.px(s[e.length]),l),i&&(r.globalAlpha=n,r.fillStyle=i,r.fill(),r.globalAlpha=1),o&&(r.lineJoin="miter",r.setLineDash(h??[]),r.strokeStyle=o,r.lineWidth=a,r.stroke(),r.setLineDash([]))}var J=class{on=!1;constructor(t,s,{label:e,title:i=""},n=()=>{}){let o={type:"button","aria-pressed":"false","aria-label":e};this.button=u("button","small",s,o),i&&(this.button.title=i),this.button.addEventListener("click",()=>{this.on=!this.on,this.button.setAttribute("aria-pressed",String(this.on)),n(),t.lab.request(t)}),t.tools.append(this.button)}};var $i={ArrowRight:.95,ArrowUp:.95,PageUp:.7,End:0},Si={ArrowLeft:1/.95,ArrowDown:1/.95,PageDown:1/.7,Home:1/0},_t=class{constructor(t){this.card=t,this.lab=t.lab,this.figures=new Ut(t),this.grip=u("div","grip","",{role:"slider",tabindex:"0","aria-label":"Threshold of the score"}),this.grip.addEventListener("keydown",s=>this.key(s)),this.warning=u("p","warning","",{role:"status"}),t.body.append(this.grip,this.warning),this.slider=new yt(t.body,this),this.log=new J(t,"log",{label:"Logarithmic scale"},()=>this.top=null),this.foot()}foot(){this.keys=[0,1].map(t=>{let s=M("dot","");return s.style.setProperty("--mark",v(t)),s}),this.unexplained=u("span","item said more"),this.age=u("span","item said more"),this.card.foot.append(...this.keys,this.unexplained,this.age)}update(t,s,e){this.layout=t,this.counts=s("counts"),this.range=s("range")?.data,this.rows=Bt(s("cuts")),this.numbers=s("numbers")?.data??[],this.samples=s("samples")?.data??[],this.names=t.names??["normal","anomalous"],this.tell(e)}get ready(){return!!(this.counts&&this.range?.every(Number.isFinite)&&this.rows)}get point(){return et(this.rows,st,this.lab.cut)}tell(t){let[,,s,e]=this.numbers;this.keys.forEach((n,o)=>{let a=this.samples[o]>0?` ${O(this.samples[o])}`:"";x(n.lastChild,`${this.names[o]}${a}`)});let i=Number.isFinite(e);x(this.unexplained,i?`unexplained variance ${F(e)}`:""),this.unexplained.classList.toggle("warm",e>=St),x(this.age,Ti(s)),this.unexplained.hidden=!i,this.age.hidden=!this.age.textContent,x(this.warning,i&&this.ready?Ai(e,t):""),this.warning.hidden=!this.warning.textContent}write(){let[t,s]=this.names,[e,i]=this.numbers,{threshold:n,mistag:o,efficiency:a,rejection:h}=this.point,l=pe(o,this.samples[0]);this.figures.show([{name:"AUC",...xt(e,i),title:"Area under the ROC curve"},{name:`${s} efficiency`,value:F(a),title:`Share of ${s} above the threshold`},{name:`${t} mistag`,value:F(o),title:`Share of ${t} above the threshold`},{name:"rejection",...xt(h,l),title:"1 / mistag"}]);let c=`efficiency ${F(a)}, mistag ${F(o)}`,d=`${b(n,3)}: ${c}`,[p,f]=this.range,m=Math.max(p,Math.min(f,n)),g={valuemin:p,valuemax:f,valuenow:m,valuetext:d};for(let[w,y]of Object.entries(g))this.grip.setAttribute(`aria-${w}`,String(y))}paint(){let t=this.card.begin(this.ready);if(this.grip.hidden=!t,!t)return this.plot=null,this.figures.show([]);let{context:s,surface:e,theme:i}=t;this.write();let n=this.place(s,e,i),[o,a]=n.box;N(s,i,n,{x:k(o,a,n.w/(64*i.scale)),y:this.yTicks,xName:this.layout.unit||"score",zero:!1}),_(s,i,"share per bin",e.width),n.clip(s,()=>this.paintAll(s,n));let h=Math.max(n.x,Math.min(n.x+n.w,n.px(this.point.threshold)));this.grip.style.transform=`translateX(${Math.round(h)}px)`,this.grip.style.height=`${n.y+n.h}px`}place(t,s,e){let i=e.scale,[n,o]=[20*i,21*i],a=s.height-n-o;this.top=q(this.top,this.extent());let[h,l]=this.top,c=a/(40*i);this.yTicks=this.log.on?ut(h,l,c):k(h,l,c);let d=L(t,e,this.yTicks),p=new A(d,n,s.width-d-9,a);return this.plot=p.show([...this.range,h,l])}extent(){let t=this.counts.data.filter(e=>e>0),s=Math.max(...t,1e-6);return this.log.on?[Math.log10(Math.min(...t,s))-.15,Math.log10(s)+.1]:[0,1.08*s]}y(t){return this.log.on?Math.log10(Math.max(t,1e-12)):t}paintAll(t,s){let e=this.counts.shape[1],[i,n]=this.range,o=Float32Array.from({length:e+1},(d,p)=>i+p*(n-i)/e),a=d=>this.counts.data.subarray(d*e,(d+1)*e),h=[0,1].map(d=>a(d).map(p=>this.y(p))),l=s.px(this.point.threshold),c=d=>h.forEach((p,f)=>At(t,s,o,p,d(v(f))));ue(t,s,s.x,l,()=>c(d=>({fill:d,alpha:.2}))),ue(t,s,l,s.x+s.w,()=>c(d=>({fill:d,alpha:.6}))),c(d=>({line:d,width:1.75}))}slide(t){this.cut(et(this.rows,Wt,this.plot.ix(t)).mistag)}cut(t){this.lab.setCut(Math.max(Tt(this.rows,this.samples[0]),t))}key(t){let s=$i[t.key]??Si[t.key];s===void 0||!this.ready||t.ctrlKey||t.metaKey||(t.preventDefault(),t.stopPropagation(),this.cut(Math.min(1,this.lab.cut*s)))}hover(t,s){if(!this.ready)return;let{threshold:e,mistag:i,efficiency:n}=et(this.rows,Wt,this.plot.ix(t)),o=this.layout.unit?` ${this.layout.unit}`:"",a=(p,f)=>({cells:[`${this.names[p]} above`,F(f)],colour:v(p)}),[h,l]=this.range,d=e>l-(l-h)/this.counts.shape[1]?[{small:"the last bin holds all beyond it"}]:[];this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`score ${b(e,3)}${o}`]},a(0,i),a(1,n),...d])}leave(){this.lab.tip.hide()}describe(){let t=this.layout?.title??"Anomaly score";if(!this.ready)return`${t}, no picture yet`;let{threshold:s,mistag:e,efficiency:i}=this.point,[n,o]=this.names;return`${t}, ${this.layout.note??""}: AUC ${F(this.numbers[0])}; above ${b(s,3)} lie ${F(i)} of ${o} and ${F(e)} of ${n}`}};function ue(r,t,s,e,i){r.save(),r.beginPath(),r.rect(s,t.y,Math.max(0,e-s),t.h),r.clip(),i(),r.restore()}function Ti(r){return Number.isFinite(r)?r<1?"scores of this update":`scores up to ${O(r)} update${r<1.5?"":"s"} old`:""}function Ai(r,t){return r>=St?`${t?.epoch>=1?"The network has collapsed":"The network explains nothing yet"}: this AUC measures only how far a sample is from one fixed picture.`:""}var fe=[.01,.02,.05,.1,.2,.3,.5,1,2,3,5,10,20,50],Ei=3.4,Kt=class{constructor(t){this.card=t,this.lab=t.lab,this.flat=new K(t,this),this.view=this.flat.view,this.stamp=new H,this.at=-1,this.measured=M("arrow ink","","x̂ − x"),this.theory=M("arrow warm","theory"),this.agreement=u("span","item"),this.scale=u("span","item"),t.foot.append(this.measured,this.theory,this.agreement,this.scale)}update(t,s){this.layout=t,this.places=B(s("at")),this.arrows=s("arrows")?.data,this.expected=s("theory")?.data,this.x=B(s("x")),this.labels=s("labels")?.data,!(!this.places||!this.arrows)&&(this.view.fix(qt(this.places.data,.04)),this.factor=this.choose(),this.key(s("agreement")?.data[0]))}choose(){let t=Ni(this.arrows,.85);if(!(t>0))return this.factor??1;let s=1.3*me(this.places)/t,{factor:e}=this;return e&&e<=1.3*s&&(e===1||4*e>s)?e:s>=1&&s<4?1:fe.filter(i=>i<=s).pop()??fe[0]}key(t){let s=Number.isFinite(t);this.theory.hidden=!this.expected,x(this.theory.lastChild,this.layout.theory||"theory"),this.theory.title=this.theory.textContent,this.agreement.hidden=!s;let e=t<-1?"below −1":S(t,2);s&&x(this.agreement,`R² against theory ${e}`),x(this.scale,this.factor===1?"true length":`arrows ×${this.factor}`)}paint(){let t=this.places&&this.arrows,s=this.flat.begin(t,{names:this.layout?.names});if(!s)return;let{context:e,plot:i,theme:n}=s;i.clip(e,()=>{this.paintPoints(s),this.expected&&this.paintArrows(e,i,this.expected,n.warm,3),this.paintArrows(e,i,this.arrows,n.ink,1.1)}),this.flat.end(e)}paintPoints({context:t,plot:s,theme:e,density:i}){if(!this.x)return;this.stamp.begin(s,i);let n={radius:1.7*e.scale,alpha:e.dark?.4:.3};this.stamp.points(s,this.x,Y(this.labels,this.lab.hidden),n),this.stamp.paint(t,s)}paintArrows(t,s,e,i,n){let{data:o,count:a}=this.places;t.strokeStyle=t.fillStyle=i,t.lineCap="round";for(let h=0;h<a;h++){let[l,c]=[s.px(o[2*h]),s.py(o[2*h+1])],d=e[2*h]*this.factor*s.sx,p=-e[2*h+1]*this.factor*s.sy;Number.isFinite(l+c+d+p)&&(t.lineWidth=h===this.at?n+1:n,Ci(t,l,c,d,p))}t.lineCap="butt"}hover(t,s){if(!this.places||!this.arrows)return;let e=.75*me(this.places)*this.flat.plot.sx,i=V(this.flat.plot,this.places,null,new Set,t,s,Math.max(12,e));if(i!==this.at&&this.lab.request(this.card),this.at=i,i<0)return this.lab.tip.hide();let n=l=>U(l.slice(2*i,2*i+2)),{theme:o}=this.lab,a=[{cells:["at",n(this.places.data)]},{cells:["x̂ − x",n(this.arrows)],colour:o.ink}];this.expected&&a.push({cells:[this.theory.textContent,n(this.expected)],colour:o.warm});let h=Math.hypot(this.arrows[2*i],this.arrows[2*i+1]);a.push({cells:["length",b(h,3)]}),this.lab.tip.show(this.card.surface.canvas,t,s,a)}leave(){this.at>=0&&this.lab.request(this.card),this.at=-1,this.lab.tip.hide()}describe(){let t=this.layout?.title??"Field";if(!this.places||!this.arrows)return`${t}, no picture yet`;let s=this.agreement.hidden?"":`, ${this.agreement.textContent}`;return`${t}: ${this.places.count} arrows from points to their reconstructions${s}`}};function Ci(r,t,s,e,i){let n=Math.hypot(e,i);if(n<1.5){r.beginPath(),r.arc(t,s,r.lineWidth*.7,0,2*Math.PI),r.fill();return}let o=Math.min(Ei+r.lineWidth,.6*n),[a,h]=[e/n,i/n],[l,c]=[t+e-o*a,s+i-o*h];r.beginPath(),r.moveTo(t,s),r.lineTo(l,c),r.stroke(),r.beginPath(),r.moveTo(t+e,s+i),r.lineTo(l-.55*o*h,c+.55*o*a),r.lineTo(l+.55*o*h,c-.55*o*a),r.fill()}function Ni(r,t){let s=[];for(let e=0;e<r.length;e+=2){let i=Math.hypot(r[e],r[e+1]);Number.isFinite(i)&&s.push(i)}return Float32Array.from(s).sort()[Math.floor(t*(s.length-1))]??0}function me({data:r,count:t}){let s=Float32Array.from({length:t},(n,o)=>r[2*o]).sort(),e=1e-4*(s[t-1]-s[0]),i=s[t-1]-s[0];for(let n=1;n<t;n++){let o=s[n]-s[n-1];o>e&&o<i&&(i=o)}return i}var it=class{constructor(t,s,[e,i]){Object.assign(this,{across:t,down:s,rows:e,columns:i}),this.canvas=new OffscreenCanvas(t*i,s*e),this.context=this.canvas.getContext("2d"),this.image=this.context.createImageData(this.canvas.width,this.canvas.height),this.pixels=new Uint32Array(this.image.data.buffer)}fits(t,s,[e,i]){return this.across===t&&this.down===s&&this.rows===e&&this.columns===i}tile(t,s,e,i,n){let o=this.across*this.columns,a=i;for(let h=0;h<this.rows;h++){let l=(s*this.rows+h)*o+t*this.columns;for(let c=0;c<this.columns;c++)this.pixels[l++]=n[e[a++]]}}difference(t,s,e,i,n,o){let a=this.across*this.columns,h=n;for(let l=0;l<this.rows;l++){let c=(s*this.rows+l)*a+t*this.columns;for(let d=0;d<this.columns;d++,h++)this.pixels[c++]=o[255+e[h]-i[h]]}}finish(t=1){if(this.context.putImageData(this.image,0,0),t<=1)return this.canvas;let[s,e]=[this.canvas.width*t,this.canvas.height*t];(this.large?.width!==s||this.large.height!==e)&&(this.large=new OffscreenCanvas(s,e));let i=this.large.getContext("2d");return i.imageSmoothingEnabled=!1,i.drawImage(this.canvas,0,0,s,e),this.large}};function Ps(r,[t,s],e,i=0){let n=document.createElement("canvas");[n.width,n.height]=[s,t];let o=n.getContext("2d"),a=o.createImageData(s,t),h=new Uint32Array(a.data.buffer);for(let l=0;l<h.length;l++)h[l]=e[r[i+l]];return o.putImageData(a,0,0),n}var Pi=300,ge=.3,nt=class{samples=null;constructor(t){this.card=t,this.composed=null;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>t.lab.point(-1))}over(t){let s=this.pointed(t);this.card.lab.point(s>=0&&this.samples?this.samples[s]:-1)}take({words:t,count:s,shape:e,fill:i,above:n=0,below:o=0,group:a=s}){Object.assign(this,{words:t,count:s,shape:e,fill:i,above:n,below:o,group:a}),this.composed=null}place(t,s){let{count:e,words:i,group:n}=this,[o,a]=this.shape,h=s.scale,l=t.width<Pi*h,c=Math.max((l?44:68)*h,this.widest(t.context,s,l)+8),[d,p]=[this.above*h,this.below*h],f={scale:0};for(let g=1;g<=Math.min(e,4);g++){let w=Math.ceil(e/g);if(w>n&&w%n)continue;let y=w>n?14*h:0,T=(t.width-c-y*(Math.ceil(w/n)-1))/w,D=(t.height-g*(d+p))/(g*i.length+ge*(g-1)),ot=Math.min((T-2)/a,(D-3)/o);ot>f.scale&&(f={scale:ot,bands:g,across:w,slot:T,step:D,apart:y})}let m=(i.length+ge)*f.step+d+p;return{...f,left:c,narrow:l,count:e,high:m,above:d}}widest(t,s,e){let i=this.words.map(([n,o])=>{t.font=s.text;let a=e&&o?0:t.measureText(n).width;return t.font=s.maths,a+t.measureText(o).width});return Math.max(...i)}paint(t,s){let{surface:e}=this.card,i=this.grid=this.place(e,s);if(!i.scale)return i;this.name(t,s,i);let n=Math.max(2,Math.ceil(i.scale*e.density)),o=this.compose(s,n);t.imageSmoothingEnabled=!0,t.imageSmoothingQuality="low";let{count:a,shape:h}=this,l=this.words.length,[c,d]=[o.width/a,o.height/l],[p,f]=[h[1]*i.scale,h[0]*i.scale],m=.5;for(let g=0;g<a;g++){let[w,y]=this.corner(g);for(let T=0;T<l;T++){let[P,D]=[w+(i.slot-p)/2,y+i.above+T*i.step+(i.step-f)/2];t.drawImage(o,g*c+m,T*d+m,c-2*m,d-2*m,P,D,p,f)}}return i}compose(t,s){let e=`${t.card} ${t.ink} ${s}`;if(this.composed===e)return this.picture;this.composed=e;let i=this.words.length;this.sheet?.fits(this.count,i,this.shape)||(this.sheet=new it(this.count,i,this.shape));for(let n=0;n<this.count;n++)this.fill(this.sheet,n,t);return this.picture=this.sheet.finish(s)}corner(t){let{left:s,slot:e,across:i,high:n,apart:o}=this.grid,a=t%i;return[s+a*e+Math.floor(a/this.group)*o,Math.floor(t/i)*n]}name(t,s,{step:e,high:i,bands:n,narrow:o,above:a}){t.textBaseline="middle",t.textAlign="left",t.fillStyle=s.soft;for(let h=0;h<n;h++)this.words.forEach(([l,c],d)=>{let p=h*i+a+(d+.5)*e;t.font=s.text;let f=o&&c?"":l;t.fillText(f,0,p);let m=t.measureText(f).width;t.font=s.maths,t.fillText(c,m,p)})}box(t){let[s,e]=this.corner(t);return[s,e+this.grid.above,this.grid.slot,this.words.length*this.grid.step]}pointed({clientX:t,clientY:s}){let e=this.card.surface.canvas.getBoundingClientRect(),[i,n]=[t-e.left,s-e.top];for(let o=0;this.grid?.scale&&o<this.count;o++){let[a,h]=this.corner(o),l=n>=h&&n<h+this.grid.high;if(i>=a&&i<a+this.grid.slot&&l)return o}return-1}mark(t,s){let{lab:e}=this.card;for(let i=0;i<this.count;i++){let n=this.samples?.[i]??-1;if(n<0||n!==e.picked&&n!==e.hovered)continue;let o=n===e.picked,[a,h,l,c]=this.box(i);t.strokeStyle=o?s.ink:s.soft,t.lineWidth=o?1.5:1,t.beginPath(),t.roundRect(a+1,h+1,l-2,c-2,5),t.stroke()}}};var Fi="⁰¹²³⁴⁵⁶⁷⁸⁹",be=12;function ht(r){return r?.scale==="log"}function R(r,t){return r?.scale==="lit"?t.lit:ht(r)?t.map:t.ramp}var G=class{constructor(t){this.node=u("span","item decades"),this.low=u("span"),this.bar=u("i","sequential"),this.high=u("span"),this.node.append(this.low,this.bar,this.high),this.node.hidden=!0,t.append(this.node)}update(t,s){let{low_log:e,high_log:i,unit:n=""}=t;if(this.node.hidden=!ht(t),this.node.hidden)return;x(this.low,we(e)),x(this.high,`${we(i)} ${n}`.trim()),this.bar.style.setProperty("--stops",zi(s.map));let o=Li(e,i).map(a=>Ii(a));this.bar.childElementCount!==o.length&&this.bar.replaceChildren(...o)}};function Ii(r){let t=u("b");return t.style.left=`${100*r}%`,t}function Li(r,t){let s=[];for(let e=Math.floor(r)+1;e<t;e++)s.push((e-r)/(t-r));return s}function we(r){if(!Number.isFinite(r))return"";let t=Math.abs(r-Math.round(r))<.01;if(!t&&r>-3)return String(Number((10**r).toPrecision(2)));let s=t?Math.round(r):Math.floor(r),e=[...String(Math.abs(s))].map(n=>Fi[n]).join("");return`${t?"":`${Math.round(10**(r-s))}·`}10${s<0?"⁻":""}${e}`}function zi(r){return Array.from({length:be},(t,s)=>{let e=r[Math.round(255*s/(be-1))];return`rgb(${e&255} ${e>>8&255} ${e>>16&255})`}).join(", ")}var lt=["input ","x"],vt=["output ","x̂"],Oi=["noisy ","x̃"],[Ri,qi]=[["data",""],["sample",""]],Yt=class{constructor(t){this.card=t,this.lab=t.lab,this.columns=new nt(t),this.bar=new G(t.foot)}update(t,s){this.layout=t,this.x=s("x"),this.xTilde=s("x_tilde"),this.xHat=s("x_hat"),this.columns.samples=s("rows")?.data;let e=this.xTilde?[lt,Oi]:[lt],n=(t.rows??(t.output&&[Ri,qi]))||[...e,vt,Fs(t)];if(this.card.node.style.setProperty("--rows",n.length),this.bar.update(t,this.lab.theme),!this.x||!this.xHat)return;let o=Math.min(this.x.shape[0],this.xHat.shape[0]),a=(h,l,c)=>this.fill(h,l,c);this.columns.take({words:n,count:o,shape:t.shape,fill:a})}fill(t,s,e){let i=R(this.layout,e),n=s*this.layout.shape[0]*this.layout.shape[1],[o,a]=[this.x.data,this.xHat.data],h=this.xTilde?[o,this.xTilde.data,a]:[o,a];h.forEach((l,c)=>t.tile(s,c,l,n,i)),!(this.layout.output||this.layout.rows)&&t.difference(s,h.length,o,a,n,e.residual)}paint(){let t=this.card.begin(this.x&&this.xHat);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),this.columns.mark(s,e)}describe(){let{title:t="Reconstructions",output:s,rows:e}=this.layout??{};if(!this.x)return`${t}, no picture yet`;if(e)return`${t}: ${this.x.shape[0]} images ${e.map(([n])=>n).join(", ")}`;if(s)return`${t}: ${this.xHat.shape[0]} below as many of the data`;let i=this.xTilde?", noisy copy":"";return`Reconstructions: ${this.x.shape[0]} held-out samples, each with input${i}, output and residual, orange where the input is larger, blue where the output is`}};function Fs(r){return["",ht(r)?"log x/x̂":"x − x̂"]}var Hi=19,Di=36,ji=["most anomalous","least anomalous"],Jt=class{constructor(t){this.card=t,this.lab=t.lab,this.columns=new nt(t),this.bar=new G(t.foot)}update(t,s){if(this.layout=t,this.x=s("x"),this.xHat=s("x_hat"),this.columns.samples=s("rows")?.data,this.score=s("score")?.data,this.labels=s("labels")?.data,this.bar.update(t,this.lab.theme),!this.x||!this.xHat)return;let e=Math.min(this.x.shape[0],this.xHat.shape[0]);this.columns.take({words:[lt,vt,Fs(t)],count:e,shape:t.shape,fill:(i,n,o)=>this.fill(i,n,o),above:Hi,below:Di,group:Math.ceil(e/2)})}fill(t,s,e){let i=R(this.layout,e),n=s*this.layout.shape[0]*this.layout.shape[1];[this.x,this.xHat].forEach(({data:o},a)=>t.tile(s,a,o,n,i)),t.difference(s,2,this.x.data,this.xHat.data,n,e.residual)}paint(){let t=this.card.begin(this.x&&this.xHat);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),this.heads(s,e);for(let i=0;i<this.columns.count;i++)this.caption(s,e,i);this.columns.mark(s,e)}heads(t,s){t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="alphabetic",ji.forEach((e,i)=>{let[n,o]=this.columns.corner(i*this.columns.group);t.fillText(e,n+2,o+13*s.scale)})}caption(t,s,e){let[i,n,o,a]=this.columns.box(e),h=i+o/2;t.textAlign="center",t.textBaseline="alphabetic",t.font=s.tick,t.fillStyle=s.ink;let l=this.score?.[e];if(!Number.isFinite(l))return;let c=n+a+13*s.scale;t.fillText(b(l,3),h,c,o);let d=this.labels?.[e],p=this.layout.names?.[d];p!==void 0&&(t.fillStyle=X(d,s),t.font=s.bold,t.fillText(p,h,c+16*s.scale,Math.max(8,o-6)))}describe(){let t=this.layout?.title??"Most and least anomalous";if(!this.x||!this.xHat)return`${t}, no picture yet`;let s=[...this.score??[]].map((e,i)=>`${this.layout.names?.[this.labels?.[i]]??""} ${b(e,3)}`.trim());return`${t}: inputs, outputs and residuals, with scores ${s.join(", ")}`}};var kt=class{constructor(t,...s){this.card=t,this.extra=s,this.node=u("div","legend","",{role:"group","aria-label":"Classes"}),this.node.append(...s),t.foot.append(this.node),this.names=""}update(t,s){let{lab:e}=this.card;if(t.join()!==this.names&&(this.names&&e.showClasses(),this.names=t.join(),this.buttons=t.map((i,n)=>this.button(i,n)),this.node.replaceChildren(...this.buttons,...this.extra)),s&&s!==this.labels){this.labels=s;let i=new Set(s);this.buttons?.forEach((n,o)=>n.hidden=!i.has(o))}this.buttons?.forEach((i,n)=>{i.setAttribute("aria-pressed",String(!e.hidden.has(n)))})}button(t,s){let{lab:e}=this.card,i=u("button","class","",{type:"button",title:`Show or hide ${t}`,"aria-label":`Class ${t}`,"data-class":s}),n=u("i","dot");return n.style.setProperty("--mark",v(s)),i.append(n,u("span","",t)),i.addEventListener("click",()=>e.toggleClass(s)),i}};var Mt=56,Gt=class{constructor(t){this.card=t,this.lab=t.lab,this.view=new z({wheel:"x"}),this.legend=new kt(t),this.pointer=new C(t.surface.canvas,this),this.top=0}update(t,s){this.layout=t,this.points=s("points")?.data,this.labels=s("labels")?.data,this.name=t.names?.[0]??dt(t.axes?.[0]??0),this.legend.update(t.classes??[],this.labels),this.points&&this.view.follow(Z(this.points,1,0,.005),[0,1])}count(t,s){let e=Math.max(1,this.layout.classes?.length??1),i=Array.from({length:Mt},()=>new Uint32Array(e)),n=Mt/(s-t);return this.points.forEach((o,a)=>{let h=Math.floor((o-t)*n),l=this.labels?.[a]??0;h>=0&&h<Mt&&!this.lab.hidden.has(l)&&i[h][l%e]++}),i}height(t){let s=Math.max(1,...t.map(e=>e.reduce((i,n)=>i+n,0)));return(s>this.top||s<.68*this.top)&&(this.top=s*1.15),this.top}get shown(){return this.plot&&this.points?this.plot.box:null}paint(){let{surface:t}=this.card,{theme:s}=this.lab,e=t.begin(),[i,n]=[38*s.scale,22*s.scale],o=new A(i,4,t.width-i-2,t.height-4-n);if(this.plot=o,!this.points)return Q(e,s,t,this.lab.hint(this.card));let[a,h]=this.view.box??[-1,1];this.counts=this.count(a,h),o.show([a,h,0,this.height(this.counts)]),N(e,s,o,{x:k(a,h,o.w/64),y:k(0,this.top,o.h/64).filter(({value:l})=>Number.isInteger(l)),xName:this.name}),o.clip(e,()=>this.paintBars(e,o)),this.hovered(e,o,s,this.lab.hovered),this.mark(e,o,s,this.lab.picked),this.pointer.paint(e,s)}paintBars(t,s){let e=s.w/Mt;this.counts.forEach((i,n)=>{let o=Math.round(s.x+n*e),a=Math.max(1,Math.round(s.x+(n+1)*e)-o-1),h=0;i.forEach((l,c)=>{if(!l)return;let d=s.py(h),p=s.py(h+=l);t.fillStyle=v(c),t.globalAlpha=.85,t.fillRect(o,p,a,d-p)})}),t.globalAlpha=1}hovered(t,s,e,i){let n=this.points[i];if(!(n>=s.box[0]&&n<=s.box[1]))return;let o=Math.round(s.px(n))+.5;t.lineWidth=1,$(t,e.ink,o,s.y,o,s.y+s.h)}mark(t,s,e,i){let n=this.points[i];!Number.isFinite(n)||n<s.box[0]||n>s.box[1]||j(t,e,s.px(n),s.y+s.h,5,2)}bin(t){let s=Math.floor((t-this.plot.x)/this.plot.w*Mt);return this.counts?.[s]?s:-1}hover(t,s){let e=this.points?this.bin(t):-1;if(e<0)return this.leave();let[i,n]=this.plot.box,o=d=>b(i+d*(n-i)/Mt,3),a=d=>this.layout.classes?.[d]??"",h=[...this.counts[e]].flatMap((d,p)=>d?[{cells:[a(p),String(d)],colour:v(p)}]:[]),l={cells:[`${this.name} ${o(e)} … ${o(e+1)}`]},{canvas:c}=this.card.surface;this.lab.inspector.place(c,t,s,[this.plot.ix(t)],[],[l,...h])}leave(){this.lab.inspector.leave()}pick(t,s){if(!this.points||this.bin(t)<0)return;let e=this.classAt(this.counts[this.bin(t)],this.plot.iy(s)),i=this.plot.ix(t),n=-1;this.points.forEach((o,a)=>{e>=0&&this.labels&&this.labels[a]!==e||this.lab.hidden.has(this.labels?.[a]??0)||!Number.isFinite(o)||(n<0||Math.abs(o-i)<Math.abs(this.points[n]-i))&&(n=a)}),n>=0&&this.lab.pick(n)}classAt(t,s){let e=0;return t.findIndex(i=>i>0&&(e+=i)>=s)}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){if(!this.points)return"Latent space, no picture yet";let[t,s]=this.plot.box.map(e=>b(e,3));return`Latent space: histogram of ${this.points.length} samples by class, z1 from ${t} to ${s}`}};var Wi=19,Bi={x:lt,input:lt,x̂:vt,output:vt},Vt=class{constructor(t){this.card=t,this.lab=t.lab,this.columns=new nt(t),this.bar=new G(t.foot)}update(t,s){this.layout=t,this.images=["x","x_hat","residual","mask","found"].map(s),this.dice=s("dice")?.data,this.columns.samples=s("sample")?.data,this.bar.update(t,this.lab.theme),this.ready&&this.columns.take({words:t.rows.map(Ui),count:Math.min(...this.images.map(({shape:e})=>e[0])),shape:t.shape,fill:(e,i,n)=>this.fill(e,i,n),below:Wi})}get ready(){return this.images?.every(Boolean)}fill(t,s,e){let i=s*this.layout.shape[0]*this.layout.shape[1],n=_i(e),o=R(this.layout,e),a=[o,o,e.residual.subarray(255),n,n];this.images.forEach(({data:h},l)=>t.tile(s,l,h,i,a[l]))}paint(){let t=this.card.begin(this.ready);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),s.font=e.tick,s.textAlign="center",s.textBaseline="alphabetic",s.fillStyle=e.ink;for(let i=0;this.dice&&i<this.columns.count;i++){let[n,o,a,h]=this.columns.box(i);s.fillText(S(this.dice[i],2),n+a/2,o+h+14*e.scale,a)}this.caption(s,e),this.columns.mark(s,e)}caption(t,s){let{bands:e,across:i}=this.columns.grid;t.textAlign="left",t.fillStyle=s.soft;for(let n=0;this.dice&&n<e;n++){let[,o,,a]=this.columns.box(n*i);t.fillText("Dice",0,o+a+14*s.scale)}}describe(){let t=this.layout?.title??"Lesions";if(!this.ready)return`${t}, no picture yet`;let s=[...this.dice??[]].map(i=>S(i,2)).join(", "),e=this.layout.rows.join(", ");return`${t}: ${this.columns.count} slices, each with ${e}; Dice ${s}`}};function Ui(r){return Bi[r]??(r.includes("x̂")?["",r]:[r,""])}function _i(r){let[t,s]=[E(r.card),E(v(1))],e=([i,n,o])=>255<<24|o<<16|n<<8|i;return Uint32Array.from([e(t),e(s)])}function xe(r,t,{data:s,shape:e},i){let n=[];for(let d=0;d<e[0];d++)n.push(Ki(s.subarray(5*d,5*d+5)));let o=n.filter(({long:d})=>Number.isFinite(d)),a=o.map(({long:d})=>d).sort((d,p)=>d-p),h=a[Math.floor(.9*(a.length-1))];if(!(h>0))return;let l=Math.round(Math.sqrt(e[0])),c=Math.abs(s[5*(l-1)]-s[0])/Math.max(1,l-1);for(let d of o){let p=.46*c*t.sx/Math.max(h,d.long);r.beginPath();let[f,m]=[d.long,d.short].map(g=>Math.max(.6,p*g));r.ellipse(t.px(d.x),t.py(d.y),f,m,-d.angle,0,2*Math.PI);for(let[g,w]of[["rgb(0 0 0 / 0.55)",3.2],["#fff",1.4]])r.strokeStyle=g,r.lineWidth=w*i,r.stroke()}}function Ki([r,t,s,e,i]){let[n,o]=[(s+i)/2,Math.hypot((s-i)/2,e)],[a,h]=[n+o,n-o].map(l=>Math.sqrt(Math.max(0,l)));return{x:r,y:t,long:a,short:h,angle:Math.atan2(2*e,s-i)/2}}var Et=12,Yi=[255,255,255],Xt=class{constructor(t){this.card=t,this.lab=t.lab,this.flat=new K(t,this),this.view=this.flat.view,this.stamp=new H}update(t,s){this.layout=t,this.values=s("values"),this.window=s("window")?.data,this.x=B(s("x")),this.labels=s("labels")?.data,this.metric=s("metric"),this.composed=null,!(!this.values||!this.window)&&(this.range=q(this.range,this.heights()),this.view.fix(this.edges()))}heights(){let t=this.values.data.filter(Number.isFinite),[s,e]=[t.reduce(Ji,1/0),t.reduce(Gi,-1/0)];return e>s?[s>=0&&s<.5*e?0:s,e]:[0,1]}edges(){let[t,s,e,i]=this.window,[n,o]=this.values.shape,a=(s-t)/Math.max(1,o-1)/2,h=(i-e)/Math.max(1,n-1)/2;return[t-a,s+a,e-h,i+h]}paint(){let{theme:t}=this.lab,s=this.values&&this.window,e=s?Et+48*t.scale:2,i=this.flat.begin(s,{names:this.layout?.names,right:e});if(!i)return;let{context:n,plot:o,density:a}=i;o.clip(n,()=>{this.paintMap(n,o),this.paintPoints(n,o,t,a),this.metric&&xe(n,o,this.metric,t.scale)}),this.bar(n,t,o),this.flat.end(n)}paintMap(t,s){let[e,i,n,o]=this.edges(),[a,h]=[s.px(e),s.py(o)];t.imageSmoothingEnabled=!0,t.imageSmoothingQuality="high",t.drawImage(this.compose(),a,h,s.px(i)-a,s.py(n)-h)}compose(){let{map:t}=this.lab.theme;if(this.composed)return this.composed;let[s,e]=this.values.shape,i=new OffscreenCanvas(e,s),n=i.getContext("2d"),o=n.createImageData(e,s),a=new Uint32Array(o.data.buffer),[h,l]=this.range;return this.values.data.forEach((c,d)=>{let p=Math.round(255*(c-h)/(l-h));a[d]=Number.isFinite(c)?t[Math.max(0,Math.min(255,p))]:0}),n.putImageData(o,0,0),this.composed=i}paintPoints(t,s,e,i){if(!this.x)return;let n=Y(this.labels,this.lab.hidden),o=e.scale;this.stamp.begin(s,i),this.stamp.points(s,this.x,a=>n(a)&&Yi,{radius:2.1*o,alpha:.5}),this.stamp.points(s,this.x,n,{radius:1.3*o,alpha:.9}),this.stamp.paint(t,s)}bar(t,s,e){let[i,n]=this.range,o=s.scale,[a,h]=[e.x+e.w+8,e.y+18*o],l=e.h-18*o,{map:c}=s;for(let p=0;p<l;p++){let f=c[Math.round(255*(1-p/(l-1)))];t.fillStyle=`rgb(${f&255} ${f>>8&255} ${f>>16&255})`,t.fillRect(a,h+p,Et,1.5)}let d=p=>h+l*(1-(p-i)/(n-i));t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="middle",t.lineWidth=1;for(let{value:p,label:f}of k(i,n,l/(44*o))){let m=Math.max(h+6,Math.min(h+l-6,d(p)));$(t,s.axis,a+Et,d(p),a+Et+3,d(p)),t.fillText(f,a+Et+6,m)}t.textAlign="right",t.textBaseline="alphabetic",t.fillText(this.layout.unit??"",this.card.surface.width,e.y+9*o)}hover(t,s){if(!this.values||!this.window)return;let{plot:e}=this.flat,[i,[n,o,a,h]]=[[e.ix(t),e.iy(s)],this.edges()],[l,c]=this.values.shape,d=Math.floor((i[0]-n)/(o-n)*c),p=Math.floor((h-i[1])/(h-a)*l);if(d<0||p<0||d>=c||p>=l)return this.leave();let{names:f=["x₁","x₂"],unit:m=""}=this.layout;this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[m,b(this.values.data[p*c+d])]},{cells:[`${f[0]} ${b(i[0],3)}   ${f[1]} ${b(i[1],3)}`]}])}leave(){this.lab.tip.hide()}describe(){let{title:t="Map",unit:s=""}=this.layout??{};if(!this.values)return`${t}, no picture yet`;let[e,i]=this.heights().map(n=>b(n,3));return`${t}: ${s} over the plane of the data, from ${e} to ${i}`}};function Ji(r,t){return Math.min(r,t)}function Gi(r,t){return Math.max(r,t)}var Qt=class{constructor(t){this.card=t,this.lab=t.lab,this.at=-1,this.pointer=new C(t.surface.canvas,this);let s="Precision against recall";this.recalls=new J(t,"precision",{label:s,title:s},()=>this.leave()),this.test=M("dot anomalous",""),this.test.style.setProperty("--mark",v(1)),this.chosenAt=u("span","item said"),t.foot.append(this.test,this.chosenAt)}update(t,s){this.layout=t;let e=["thresholds","dice","precision","recall"];[this.thresholds,this.dice,this.precision,this.recall]=e.map(h=>s(h)?.data);let[i,n,o,a]=s("chosen")?.data??[];Object.assign(this,{threshold:i,tested:n,validation:o,mean:a}),this.test.hidden=!Number.isFinite(n),x(this.test.lastChild,`test ${S(n,2)}`),this.chosenAt.hidden=!Number.isFinite(i),x(this.chosenAt,`validation ${S(o,2)} at ${b(i,3)}`)}get ready(){return!!(this.thresholds?.length>1&&this.thresholds.every(Number.isFinite)&&this.dice&&this.precision&&this.recall)}paint(){let t=this.card.begin(this.ready);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t,n=this.place(s,e,i),[o,a]=this.curve;n.clip(s,()=>this.trace(s,i,n,o,a)),this.recalls.on?this.dot(s,i,n,this.chosenIndex(),i.ink):this.chosen(s,i,n),this.at>=0&&this.dot(s,i,n,this.at,i.accent)}get curve(){return this.recalls.on?[this.recall,this.precision]:[this.thresholds,this.dice]}place(t,s,e){let i=e.scale,[n,o]=[20*i,21*i],a=s.height-n-o,h=k(0,1,a/(34*i)),l=L(t,e,h),c=this.recalls.on?[0,1]:[this.thresholds[0],this.thresholds.at(-1)],d=new A(l,n,s.width-l-8,a).show([...c,0,1]),[p,f]=this.recalls.on?["recall","precision"]:["threshold","Dice"],m=k(...c,d.w/(52*i));N(t,e,d,{x:m,y:h,xName:p,zero:!1});let g=`${f}, on ${this.recalls.on?"test":"validation"} slices`;return _(t,e,g,s.width),this.plot=d}trace(t,s,e,i,n){t.strokeStyle=s.ink,t.lineWidth=2,t.lineJoin="round",t.beginPath();for(let o=0;o<i.length;o++)Number.isFinite(i[o]+n[o])&&t.lineTo(e.px(i[o]),e.py(n[o]));t.stroke()}chosen(t,s,e){let{threshold:i,tested:n,mean:o}=this,a={label:`mean image: ${S(o,2)}`,short:"mean image",value:o},h=Number.isFinite(o)?[{...a,colour:s.soft,level:!0}]:[];if(ft(t,s,e,h),mt(t,s,e,{curves:[],levels:h}),!Number.isFinite(i))return;let l=Math.round(e.px(i))+.5;t.lineWidth=2,$(t,s.ink,l,e.y,l,e.y+e.h),Number.isFinite(n)&&(t.fillStyle=v(1),t.beginPath(),t.arc(l,e.py(n),5,0,2*Math.PI),t.fill(),j(t,s,l,e.py(n),6,1.5))}chosenIndex(){return Number.isFinite(this.threshold)?gt(this.thresholds,this.threshold):-1}dot(t,s,e,i,n){let[o,a]=this.curve.map(h=>h[i]);Number.isFinite(o+a)&&(t.fillStyle=n,t.beginPath(),t.arc(e.px(o),e.py(a),4.5,0,2*Math.PI),t.fill())}hover(t,s){if(!this.ready)return;this.at=gt(this.curve[0],this.plot.ix(t));let e=i=>S(i[this.at],3);this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:["threshold",b(this.thresholds[this.at],3)]},{cells:["Dice",e(this.dice)]},{cells:["precision",e(this.precision)]},{cells:["recall",e(this.recall)]}]),this.lab.request(this.card)}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}describe(){let t=this.layout?.title??"Dice and precision-recall";return this.ready?`${t}: Dice ${S(this.validation,2)} on validation slices at the threshold ${b(this.threshold,3)} chosen there, ${S(this.tested,2)} on test slices, ${S(this.mean,2)} for the residual of the mean image`:`${t}, no picture yet`}};var Zt=class{constructor(t){this.card=t,this.lab=t.lab;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>this.lab.tip.hide())}update(t,s){this.layout=t,this.images=s("images"),this.window=s("window")?.data,this.composed=null}place(t,s,[e,i],[n,o]){let[a,h]=[30*s.scale,21*s.scale],l=[t.width-a-1,t.height-h-2],c=Math.min(l[0]/(i*o),l[1]/(e*n)),[d,p]=[i*o*c,e*n*c];return{x:a+(l[0]-d)/2,y:1+(l[1]-p)/2,w:d,h:p,rows:e,columns:i}}paint(){let t=this.card.begin(this.images&&this.window);if(!t)return;let{context:s,surface:e,theme:i}=t,[n,o]=[this.layout.grid,this.layout.shape],a=this.place(e,i,n,o);this.at=a;let h=this.compose(i,n,o);s.imageSmoothingEnabled=!0,s.imageSmoothingQuality="medium",s.drawImage(h,a.x,a.y,a.w,a.h),this.gaps(s,i,a),this.labels(s,i,a)}compose(t,[s,e],i){let n=`${t.card} ${t.ink}`;if(this.composed===n)return this.sheet.canvas;this.composed=n,this.sheet?.fits(e,s,i)||(this.sheet=new it(e,s,i));let{data:o}=this.images,a=R(this.layout,t),h=i[0]*i[1];for(let l=0;l<s*e;l++){let c=l*h;this.sheet.tile(l%e,Math.floor(l/e),o,c,a)}return this.sheet.finish()}gaps(t,s,{x:e,y:i,w:n,h:o,rows:a,columns:h}){t.lineWidth=1;for(let l=0;l<=h;l++){let c=Math.round(e+l*n/h)+.5;$(t,s.line,c,i,c,i+o)}for(let l=0;l<=a;l++){let c=Math.round(i+l*o/a)+.5;$(t,s.line,e,c,e+n,c)}}labels(t,s,{x:e,y:i,w:n,h:o,rows:a,columns:h}){let[l,c,d,p]=this.window,[f,m]=[n/h/2,o/a/2];t.font=s.tick,t.fillStyle=s.soft;let g=i+o+16*s.scale;t.textBaseline="alphabetic",ye(t,b(l,2),e+f,g,e-12),ye(t,b(c,2),e+n-f,g,e,e+n+1),t.textAlign="right",t.textBaseline="middle",t.fillText(b(p,2),e-5,i+Math.max(m,7)),t.fillText(b(d,2),e-5,i+o-Math.max(m,7)),W(t,s,"z₂",e-6,i+o/2+4),W(t,s,"z₁",e+n/2+7,g)}over(t){let{canvas:s}=this.card.surface,e=s.getBoundingClientRect(),[i,n]=[t.clientX-e.left,t.clientY-e.top];if(!this.at||!this.window)return;let{x:o,y:a,w:h,h:l,rows:c,columns:d}=this.at,p=Math.floor((i-o)/h*d),f=Math.floor((n-a)/l*c);if(p<0||f<0||p>=d||f>=c)return this.lab.tip.hide();let[m,g,w,y]=this.window,T=m+p*(g-m)/Math.max(1,d-1),P=y-f*(y-w)/Math.max(1,c-1),D=`decoded from z₁ ${b(T,3)}, z₂ ${b(P,3)}`;this.lab.tip.show(s,i,n,[{cells:[D]}])}describe(){if(!this.images||!this.window)return"Decoded plane, no picture yet";let[t,s]=this.layout.grid,[e,i,n,o]=[...this.window].map(a=>b(a,3));return`Decoded plane: ${t} by ${s} decoded samples, z1 from ${e} to ${i}, z2 from ${n} to ${o}`}};function ye(r,t,s,e,i=-1/0,n=1/0){r.textAlign="center";let o=r.measureText(t).width/2;r.fillText(t,Math.max(i+o,Math.min(n-o,s)),e)}var Vi=.24,ve=5,ts=class{constructor(t){this.card=t,this.lab=t.lab,this.at=-1,this.pointer=new C(t.surface.canvas,this),this.keys=[0,1].map(s=>{let e=M("dot","");return e.style.setProperty("--mark",v(s)),e}),t.foot.append(...this.keys,u("span","item more","mean, 16th to 84th percentile"))}update(t,s){this.layout=t,this.x=s("at")?.data;let e=i=>{let n=s(i),o=n?.shape[1];return n&&[0,1].map(a=>n.data.subarray(a*o,(a+1)*o))};[this.mean,this.low,this.high,this.share]=["mean","low","high","share"].map(e),this.names=t.names??["normal","anomalous"],this.keys.forEach((i,n)=>x(i.lastChild,this.names[n]))}get ready(){return!!(this.x?.length>1&&this.x.every(Number.isFinite)&&this.mean&&this.low&&this.high)}paint(){let t=this.card.begin(this.ready);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t,n=this.place(s,e,i);for(let o of[0,1])n.clip(s,()=>this.band(s,n,o));for(let o of[0,1])n.clip(s,()=>this.line(s,i,n,o));this.distributions(s,i,n),this.reading(s,i,n)}place(t,s,e){let i=e.scale,[n,o]=[20*i,21*i],a=s.height-n-o,h=this.share?Vi*a:0,l=Math.max(...this.high.flatMap(P=>[...P.filter(Number.isFinite)]),1e-9);this.top=q(this.top,[0,1.06*l]);let c=a-h-(h?ve:0),d=k(...this.top,c/(34*i)),p=L(t,e,d),f=(this.x[1]-this.x[0])/2,m=[this.x[0]-f,this.x[this.x.length-1]+f],g=new A(p,n,s.width-p-8,c).show([...m,...this.top]),w=new A(p,n+c+ve,g.w,Math.max(1,h));this.under=h?w.show([...m,0,1.05*this.mostShare()]):null;let y=k(...m,g.w/(52*i)),T=y.map(({value:P})=>({value:P,label:""}));return N(t,e,g,{x:this.under?T:y,y:d,zero:!1}),this.under&&(N(t,e,this.under,{x:y,y:[],xName:this.layout.xname,zero:!1}),$(t,e.axis,p,this.under.y+h,p+g.w,this.under.y+h)),_(t,e,this.layout.unit||"mean score",s.width),this.plot=g}mostShare(){return Math.max(...this.share.flatMap(t=>[...t.filter(Number.isFinite)]),1e-9)}band(t,s,e){let[i,n]=[this.low[e],this.high[e]];t.fillStyle=v(e),t.globalAlpha=.2;for(let o of ke(i,n)){t.beginPath();for(let a of o)t.lineTo(s.px(this.x[a]),s.py(n[a]));for(let a of o.reverse())t.lineTo(s.px(this.x[a]),s.py(i[a]));t.fill()}t.globalAlpha=1}line(t,s,e,i){let n=this.mean[i];t.strokeStyle=X(i,s),t.lineWidth=2,t.lineJoin="round";for(let o of ke(n,n)){t.beginPath();for(let a of o)t.lineTo(e.px(this.x[a]),e.py(n[a]));t.stroke()}}distributions(t,s,e){if(!this.under)return;let{under:i}=this,n=i.y+i.h;for(let o of[0,1]){let a=()=>{t.beginPath(),this.share[o].forEach((h,l)=>{t.lineTo(i.px(this.x[l]),i.py(Number.isFinite(h)?h:0))})};t.fillStyle=v(o),t.strokeStyle=v(o),t.lineWidth=1.5,a(),t.stroke(),t.lineTo(i.px(this.x[this.x.length-1]),n),t.lineTo(i.px(this.x[0]),n),t.globalAlpha=.2,t.fill(),t.globalAlpha=1}t.textAlign="right",t.textBaseline="top",t.font=s.tick,t.fillStyle=s.soft,i.h>26*s.scale&&t.fillText("how many",e.x+e.w,i.y)}reading(t,s,e){if(!(this.at>=0&&this.at<this.x.length))return;let i=Math.round(e.px(this.x[this.at]))+.5,n=this.under??e;t.lineWidth=1,$(t,s.soft,i,e.y,i,n.y+n.h)}hover(t,s){if(!this.ready)return;let e=this.plot.ix(t);this.at=this.x.reduce((a,h,l)=>Math.abs(h-e)<Math.abs(this.x[a]-e)?l:a,0);let i=this.at,n=this.names.map((a,h)=>{let l=`${b(this.low[h][i],3)} … ${b(this.high[h][i],3)}`;return{cells:[a,b(this.mean[h][i],3),l],colour:v(h)}}),o={cells:[`${this.layout.xname??""} ${b(this.x[i],3)}`,"mean","68 %"]};this.lab.tip.show(this.card.surface.canvas,t,s,[o,...n]),this.lab.request(this.card)}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}describe(){let t=this.layout?.title??"Error against complexity";if(!this.ready)return`${t}, no picture yet`;let s=this.names.map((e,i)=>{let n=[...this.mean[i]].filter(Number.isFinite);return`${e} from ${b(n[0],3)} to ${b(n[n.length-1],3)}`});return`${t}: mean over ${this.layout.xname}, ${s.join(", ")}`}};function ke(r,t){let s=[];for(let e=0;e<r.length;e++){if(!Number.isFinite(r[e]+t[e]))continue;let i=s[s.length-1];i&&i[i.length-1]===e-1?i.push(e):s.push([e])}return s}var Xi=320,ss=class{constructor(t){this.card=t,this.lab=t.lab,this.slider=new yt(t.body,this),this.linear=new J(t,"linear",{label:"The usual ROC curve: mistag across, efficiency up, both linear",title:"Mistag across, efficiency up"}),this.rejections=[u("span","item said"),u("span","item said more")],this.left=u("span","item said more"),t.foot.append(...this.rejections,this.left,M("dash","random guessing")),t.foot.lastChild.classList.add("more")}get usual(){return this.linear.on}update(t,s){this.layout=t,this.rows=Bt(s("cuts")),this.numbers=s("numbers")?.data??[],this.left.hidden=!Number.isFinite(this.numbers[3]),x(this.left,`unexplained variance ${b(this.numbers[3],3)}`),this.samples=s("samples")?.data??[],this.names=t.names??["normal","anomalous"],[.3,.5].forEach((e,i)=>{let[n,o]=this.numbers.slice(4+2*i,6+2*i),a=this.rejections[i];a.hidden=!Number.isFinite(n),a.hidden||x(a,`1/mistag ${Is(n,o)} at ${e}`),a.title=`Rejection, 1 / mistag, where the efficiency is ${e}`})}get floor(){return Math.min(-1,Math.log10(Tt(this.rows,this.samples[0]))-.15)}paint(){let t=this.card.begin(this.rows);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t,n=this.place(s,e,i);n.clip(s,()=>{this.guess(s,i,n),this.curve(s,i,n)}),this.auc(s,i,n),this.working(s,i,n)}place(t,s,e){let i=e.scale,n=s.width<Xi*i,[o,a]=[20*i,(n?37:21)*i],[h,l]=this.usual?[0,1]:[this.floor,0],c=s.height-o-a,d=c/(34*i),p=this.usual?k(0,1,d):ut(h,l,Math.min(d,6)),f=L(t,e,p),m=new A(f,o,s.width-f-8,c).show([0,1,h,l]),[g,w]=[`${this.names[0]} mistag`,`${this.names[1]} efficiency`],[y,T]=this.usual?[g,w]:[w,g],P=k(0,1,m.w/(52*i));return N(t,e,m,{x:P,y:p,xName:n?"":y,zero:!1}),_(t,e,T,s.width),t.textAlign="right",n&&t.fillText(y,s.width,s.height-5*i,s.width),this.plot=m}at(t,s){let{plot:e}=this;return this.usual?[e.px(t),e.py(s)]:[e.px(s),e.py(t>0?Math.log10(t):this.floor-1)]}guess(t,s,e){t.strokeStyle=s.soft,t.lineWidth=1.25,t.setLineDash([5,4]),t.beginPath();for(let i=0;i<=e.w;i+=2){let n=Math.max(1e-6,i/e.w);t.lineTo(...this.at(n,n))}t.stroke(),t.setLineDash([])}curve(t,s){t.strokeStyle=s.ink,t.lineWidth=2,t.lineJoin="round",t.beginPath();for(let e of this.rows)t.lineTo(...this.at(e[st],e[Ns]));t.stroke()}auc(t,s,e){let[i,n]=this.numbers;if(!Number.isFinite(i))return;let o=s.scale,a=!this.usual||i>=.5,h=.75*e.w,l=`AUC ${Is(i,n)}`;t.font=s.large,t.measureText(l).width>h&&(t.font=s.bold),t.measureText(l).width>h&&(l=`AUC ${xt(i,n).value}`),t.textBaseline=a?"alphabetic":"top",t.textAlign=a?"right":"left";let c=a?e.x+e.w-8*o:e.x+8*o,d=a?e.y+e.h-10*o:e.y+8*o;pt(t,s,l,c,d,s.ink)}working(t,s,e){let{mistag:i,efficiency:n}=et(this.rows,st,this.lab.cut),[o,a]=this.at(i,n);e.has(o,a)&&(t.setLineDash([2,3]),t.lineWidth=1,$(t,s.accent,e.x,a,o,a),$(t,s.accent,o,a,o,e.y+e.h),t.setLineDash([]),t.fillStyle=s.accent,t.beginPath(),t.arc(o,a,5,0,2*Math.PI),t.fill(),j(t,s,o,a,6,1.5))}over(t){let s=Math.max(0,Math.min(1,this.plot.ix(t)));return et(this.rows,this.usual?st:Ns,s)}slide(t){this.lab.setCut(Math.max(Tt(this.rows,this.samples[0]),this.over(t).mistag))}hover(t,s){if(!this.rows)return;let{mistag:e,efficiency:i,rejection:n}=this.over(t);this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`${this.names[1]} efficiency`,F(i)]},{cells:[`${this.names[0]} mistag`,F(e)]},{cells:["rejection",b(n,3)]}])}leave(){this.lab.tip.hide()}describe(){if(!this.rows)return"ROC curve, no picture yet";let[t,s]=this.numbers,{mistag:e,efficiency:i}=et(this.rows,st,this.lab.cut);return`ROC curve: AUC ${Is(t,s)}; at the threshold, ${this.names[1]} efficiency ${F(i)} and ${this.names[0]} mistag ${F(e)}`}};function Is(r,t){let s=xt(r,t);return s.error?`${s.value} ± ${s.error}`:s.value}var Qi=64,rt="pca",Zi=1500,es=class{constructor(t,s){this.lab=t,this.tools=s,this.axes=[0,1]}update({dims:t=2,axes:s=[0,1]}){let e=String(s)!==String(this.axes);this.axes=s,this.dims!==t&&this.offer(t);for(let i of this.selects??[])i.disabled=!this.lab.live;return String(s)===String(this.asked)?this.settle():this.selects&&!this.asked&&this.face(s),e}offer(t){this.dims=t,this.node?.remove(),this.selects=null,!(t<=2)&&(this.node=u("span","axes"),this.selects=[0,1].map(s=>this.select(s,Math.min(Qi,t))),this.selects[0].prepend(new Option("PCA",rt)),this.node.append(this.selects[0],u("span","","×"),this.selects[1]),this.tools.append(this.node))}select(t,s){let i=u("select","small","",{"aria-label":t?"Vertical axis":"Horizontal axis"});for(let n=0;n<s;n++)i.append(new Option(dt(n),String(n)));return i.addEventListener("change",()=>this.chosen(t)),i}settle(){clearTimeout(this.timer),this.asked=null,this.selects&&this.face(this.axes)}face(t){let s=t===rt;this.selects[0].value=s?rt:String(t[0]),s||(this.selects[1].value=String(t[1]));for(let e of[...this.node.children].slice(1))e.hidden=s}chosen(t){let s=this.wanted(t);this.face(s),this.asked=s,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settle(),Zi),this.lab.command("axes",s),this.lab.trigger?.("axes",s===rt?rt:s.join("."))}wanted(t){let[s,e]=this.selects.map(({value:o})=>o);if(s===rt)return rt;let i=this.asked??this.axes;if(i===rt)return[Number(s),s==="0"?1:0];let n=[Number(s),Number(e)];return n[0]===n[1]&&(n[1-t]=i[t]),n}};var I=80,Me=250,tn=.5,sn=4e3,[$e,en]=[3,24],is=class{constructor(t){this.changed=t,this.view=new z({margin:.3}),this.cells=new Float32Array(I*I),this.mask=new OffscreenCanvas(I,I),this.context=this.mask.getContext("2d"),this.image=this.context.createImageData(I,I),this.layer=new OffscreenCanvas(1,1),this.version=0}update(t){this.points=t;let s=Me-(performance.now()-(this.counted??-Me));s<=0?this.count():this.timer??=setTimeout(()=>this.count(),s)}reset(){this.view.reset(),this.cells.fill(0),this.box=null}count(){clearTimeout(this.timer),this.timer=null,this.counted=performance.now();let{data:t,count:s}=this.points,e=[Z(t,2,0,.005),Z(t,2,1,.005)];if(!e[0])return;this.view.follow(...e),this.fit(this.view.box);let i=new Float32Array(I*I),[n,o,a]=this.box;for(let l=0;l<s;l++){let c=Math.floor((t[2*l]-n)/a*I),d=I-1-Math.floor((t[2*l+1]-o)/a*I);c>=0&&d>=0&&c<I&&d<I&&i[d*I+c]++}let h=Math.max($e,Math.min(en,Math.round($e*Math.cbrt(sn/s))));for(let l=0;l<h;l++)nn(i);this.blend(i,1/(2*Math.PI*h*(2/3))),this.changed()}fit([t,s,e,i]){let n=Math.max(s-t,i-e),o=[(t+s-n)/2,(e+i-n)/2,n];this.eased=String(o)===String(this.box)?tn:1,this.box=o}blend(t,s){let[{cells:e,eased:i},n]=[this,this.image.data];for(let o=0;o<e.length;o++){e[o]+=(t[o]-e[o])*i;let a=Math.min(1,e[o]/s);n[4*o+3]=255*a*a*(3-2*a)}this.context.putImageData(this.image,0,0),this.version++}paint(t,s,e,i){this.box&&(this.compose(s,e,i),t.drawImage(this.layer,s.x,s.y,s.w,s.h))}compose(t,s,e){let[i,n]=[Math.ceil(t.w*e),Math.ceil(t.h*e)],o=[i,n,t.box,this.version,s.empty].join();if(this.composed===o)return;this.composed=o,(this.layer.width!==i||this.layer.height!==n)&&(this.layer=new OffscreenCanvas(i,n));let a=this.layer.getContext("2d"),[h,l,c]=this.box;a.globalCompositeOperation="copy",a.fillStyle=s.empty,a.fillRect(0,0,i,n),a.globalCompositeOperation="destination-out",a.imageSmoothingQuality="medium";let d=[i/t.w,n/t.h];a.drawImage(this.mask,(t.px(h)-t.x)*d[0],(t.py(l+c)-t.y)*d[1],c*t.sx*d[0],c*t.sy*d[1])}close(){clearTimeout(this.timer)}};function nn(r){for(let t of[1,I]){let s=r.slice();for(let e=t;e<r.length-t;e++)r[e]=(s[e-t]+s[e]+s[e+t])/3}}var Se=[1,2];function Te(r,t,s){r.lineWidth=1.25,r.strokeStyle=t.soft,r.setLineDash([4,4]);for(let e of Se)r.beginPath(),r.arc(s.px(0),s.py(0),e*s.sx,0,2*Math.PI),r.stroke();r.setLineDash([])}function Ae(r,t,s){r.font=t.bold,r.textAlign="left",r.textBaseline="middle";for(let e of Se){let i=[s.px(e*Math.SQRT1_2)+3,s.py(e*Math.SQRT1_2)-5];pt(r,t,`${e}σ`,...i,t.soft)}}var ns=class{constructor(t){this.card=t,this.lab=t.lab,this.flat=new K(t,this),this.view=this.flat.view,this.spread=M("ellipse","1σ of ","q(z|x)"),this.empty=M("patch","no data"),this.spread.hidden=this.empty.hidden=!0,this.legend=new kt(t,this.spread,this.empty),this.stamp=new H,this.picker=new es(this.lab,t.tools),this.emptiness=new is(()=>this.lab.request(t))}update(t,s){if(this.layout=t,this.points=B(s("points")),this.labels=s("labels")?.data,this.ellipses=s("ellipses"),this.spread.hidden=!this.ellipses,this.empty.hidden=!this.points,this.legend.update(t.classes??[],this.labels),this.picker.update(t)&&(this.view.reset(),this.emptiness.reset()),this.names=t.names??[0,1].map(i=>dt(t.axes?.[i]??i)),!this.points)return;let{data:e}=this.points;this.view.follow(Z(e,2,0),Z(e,2,1)),this.emptiness.update(this.points)}get plot(){return this.flat.plot}get shown(){return this.plot&&this.points?this.plot.box:null}paint(){let{surface:t}=this.card,s=(...i)=>this.emptiness.paint(...i,t.density),e=this.flat.begin(this.points,{names:this.names,under:s});e&&(e.plot.clip(e.context,()=>this.paintAll(e)),this.flat.end(e.context))}paintAll({context:t,plot:s,theme:e,density:i}){this.layout.prior&&Te(t,e,s);let o={radius:(this.points.count>3e3?1.6:2.1)*e.scale,alpha:e.dark?.72:.6};this.stamp.begin(s,i),this.stamp.points(s,this.points,Y(this.labels,this.lab.hidden),o),this.stamp.paint(t,s),this.paintEllipses(t,s),this.layout.prior&&Ae(t,e,s),this.mark(t,s,e,this.lab.hovered,5,1.25),this.mark(t,s,e,this.lab.picked,7,2)}paintEllipses(t,s){let{data:e=[],shape:i=[0]}=this.ellipses??{};t.lineWidth=1;for(let n=0;n<i[0];n++){let[o,a,h,l]=e.subarray(4*n,4*n+4),c=this.labels?.[o]??0;if(!(o<this.points.count)||this.lab.hidden.has(c))continue;let[d,p]=[this.points.data[2*o],this.points.data[2*o+1]];if(!Number.isFinite(d+p+a+h+l))continue;let{major:f,minor:m,angle:g}=rn(a,h,l);t.beginPath();let[w,y]=[f*s.sx,m*s.sx];t.ellipse(s.px(d),s.py(p),w,y,-g,0,2*Math.PI),t.fillStyle=t.strokeStyle=v(c),t.globalAlpha=.1,t.fill(),t.globalAlpha=.8,t.stroke()}t.globalAlpha=1}mark(t,s,e,i,n,o){if(!(i>=0)||i>=this.points.count)return;let[a,h]=[this.points.data[2*i],this.points.data[2*i+1]];Number.isFinite(a+h)&&(j(t,e,s.px(a),s.py(h),n,o),this.labels&&(t.fillStyle=v(this.labels[i]),t.beginPath(),t.arc(s.px(a),s.py(h),3,0,2*Math.PI),t.fill()))}find(t,s){return this.points?V(this.plot,this.points,this.labels,this.lab.hidden,t,s):-1}hover(t,s){if(!this.points)return;let e=this.find(t,s),{canvas:i}=this.card.surface,n=([c,d])=>({cells:[`${this.names[0]} ${b(c,3)}   ${this.names[1]} ${b(d,3)}`]});if(i.style.cursor=e<0?"":"pointer",this.lab.point(e),e<0){let c=[this.plot.ix(t),this.plot.iy(s)];return this.lab.inspector.place(i,t,s,c,[n(c)])}let{data:o}=this.points,a=this.labels?.[e]??0,h={index:a,name:this.layout.classes?.[a]??""},l=[n([o[2*e],o[2*e+1]])];this.lab.inspector.sample(i,t,s,e,{label:h,rows:l})}leave(){this.card.surface.canvas.style.cursor="",this.lab.point(-1),this.lab.inspector.leave()}pick(t,s){let e=this.find(t,s);e>=0&&this.lab.pick(e)}describe(){if(!this.points||!this.plot)return"Latent space, no picture yet";let[t,s,e,i]=this.plot.box.map(h=>b(h,3)),[n,o]=this.names.map(on),a=this.layout.classes?.length??0;return`Latent space: scatter of ${this.points.count} samples in ${a} classes, ${n} from ${t} to ${s}, ${o} from ${e} to ${i}`}close(){this.emptiness.close()}};function rn(r,t,s){let e=(r+s)/2,i=Math.hypot((r-s)/2,t),n=a=>Math.sqrt(Math.max(0,a)),o=Math.atan2(2*t,r-s)/2;return{major:n(e+i),minor:n(e-i),angle:o}}function on(r){return r.replace(/[₀-₉]/g,t=>String(t.charCodeAt(0)-8320))}var rs=class{constructor(t){this.card=t,this.lab=t.lab,this.pointer=new C(t.surface.canvas,this);let s="Counts, instead of both spectra with the same area";this.counts=new J(t,"counts",{label:s,title:s},()=>this.top=null),this.before=M("patch normal",""),this.after=M("dash solid normal","");for(let e of[this.before,this.after])e.style.setProperty("--mark",v(0));this.correlation=u("span","item said"),this.aucs=u("span","item said more"),t.foot.append(this.before,this.after,this.correlation,this.aucs)}update(t,s){this.layout=t,this.edges=s("edges")?.data,this.spectrum=s("spectrum"),this.levels=s("levels")?.data,this.names=t.names??["normal","anomalous"],this.relate(s("correlation")?.data??[]);let[e,i]=s("auc")?.data??[];this.aucs.hidden=!Number.isFinite(i),x(this.aucs,`AUC ${S(e,3)}, independent of ${t.quantity} ${S(i,3)}`)}get ready(){return!!([this.edges,this.levels].every(s=>s?.every(Number.isFinite))&&this.spectrum&&this.levels.length>1)}relate(t){let s=this.names.flatMap((e,i)=>Number.isFinite(t[i])?[`${S(t[i],2)} ${e}`]:[]);this.correlation.hidden=!s.length,x(this.correlation,`Spearman ρ ${s.join(", ")}`),this.correlation.title=`Rank correlation of the score and the ${this.layout.quantity}`}get row(){let t=e=>Math.abs(Math.log(e/this.lab.cut)),s=1;for(let e=1;e<this.levels.length;e++)t(this.levels[e])<t(this.levels[s])&&(s=e);return s}get kept(){return`${Number((100*this.levels[this.row]).toPrecision(2))} %`}levelled(t){let s=this.spectrum.shape[1],e=this.spectrum.data.subarray(t*s,(t+1)*s),i=e.reduce((h,l)=>h+l,0),n=h=>this.counts.on?1:1/(Math.max(1,i)*(this.edges[h+1]-this.edges[h])),o=e.map((h,l)=>h*n(l)),a=e.map((h,l)=>Math.sqrt(h)*n(l));return{values:o,errors:a,counts:e}}paint(){let t=this.card.begin(this.ready);if(!t)return this.plot=null;let{context:s,surface:e,theme:i}=t;this.drawn=[this.levelled(0),this.levelled(this.row)];let n=this.place(s,e,i);this.frame(s,i,n),n.clip(s,()=>this.paintAll(s,i,n)),x(this.before.lastChild,`all ${this.names[0]}`),x(this.after.lastChild,`${this.kept} of highest score`)}place(t,s,e){let i=e.scale,[n,o]=[20*i,21*i],a=s.height-n-o,h=Math.max(...this.drawn.flatMap(({values:d})=>[...d]),1e-9);this.top=q(this.top,[0,1.12*h]),this.yTicks=k(...this.top,a/(34*i));let l=L(t,e,this.yTicks),c=new A(l,n,s.width-l-8,a);return this.plot=c.show([this.edges[0],this.edges[this.edges.length-1],...this.top])}frame(t,s,e){let{quantity:i="",unit:n=""}=this.layout,[o,a]=e.box,h=k(o,a,e.w/(52*s.scale)),l=n?`${i} (${n})`:i;N(t,s,e,{x:h,y:this.yTicks,xName:l,zero:!1});let c=this.counts.on?"per bin":`share per ${n||"unit"}`;_(t,s,c,this.card.surface.width)}paintAll(t,s,e){let[i,n]=this.drawn,[o,a]=[v(0),X(0,s)];At(t,e,this.edges,i.values,{fill:o,alpha:.25}),t.lineWidth=1,n.values.forEach((h,l)=>{if(!(h>0))return;let c=e.px((this.edges[l]+this.edges[l+1])/2);$(t,a,c,e.py(h-n.errors[l]),c,e.py(h+n.errors[l]))}),At(t,e,this.edges,n.values,{line:a,width:1.75})}hover(t,s){if(!this.ready||!this.drawn)return;let e=this.plot.ix(t),i=this.edges.findIndex((c,d)=>e>=c&&e<this.edges[d+1]);if(i<0)return this.leave();let{quantity:n="",unit:o=""}=this.layout,a=`${b(this.edges[i],3)} … ${b(this.edges[i+1],3)}`,[h,l]=this.drawn;this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`${n} ${a} ${o}`]},{cells:["all",O(h.counts[i])]},{cells:["above the cut",O(l.counts[i])]}])}leave(){this.lab.tip.hide()}describe(){let t=this.layout?.title??"Sculpting";return this.ready?`${t}: ${this.layout.quantity} of ${this.names[0]}, all and the ${this.kept} with the highest scores; `+this.correlation.textContent:`${t}, no picture yet`}};var an=[-.62,.42],os=.0085,hn=.93,Ee=1.5,as=class{constructor(t){this.changed=t,this.still=window.matchMedia("(prefers-reduced-motion: reduce)"),this.reset()}reset(){this.close(),[this.azimuth,this.elevation]=an,this.speed=[0,0]}centre(t){if(this.data===t)return;this.data=t;let s=[1/0,1/0,1/0],e=[-1/0,-1/0,-1/0];for(let n=0;n<t.length;n++)Number.isFinite(t[n])&&(s[n%3]=Math.min(s[n%3],t[n]),e[n%3]=Math.max(e[n%3],t[n]));this.middle=s.map((n,o)=>(n+e[o])/2);let i=0;for(let n=0;n<t.length;n+=3){let o=this.middle.map((h,l)=>t[n+l]-h),a=Math.hypot(...o);Number.isFinite(a)&&a>i&&(i=a)}this.size=i||1}axes(){let[t,s]=[Math.sin(this.azimuth),Math.cos(this.azimuth)],[e,i]=[Math.sin(this.elevation),Math.cos(this.elevation)];return[[s,-t*e,t*i],[t,s*e,-s*i],[0,i,e]]}project({data:t,count:s}){let[e,i,n]=this.axes(),[o,a,h]=this.middle,l=new Float32Array(2*s),c=new Float32Array(s);for(let d=0;d<s;d++){let p=(t[3*d]-o)/this.size,f=(t[3*d+1]-a)/this.size,m=(t[3*d+2]-h)/this.size;l[2*d]=p*e[0]+f*i[0]+m*n[0],l[2*d+1]=p*e[1]+f*i[1]+m*n[1],c[d]=p*e[2]+f*i[2]+m*n[2]}return{data:l,count:s,depth:c}}drag(t,s){this.close(),this.move(-t*os,s*os),this.speed=[-t*os,s*os],this.dragged=performance.now()}move(t,s){this.azimuth+=t,this.elevation=Math.max(-Ee,Math.min(Ee,this.elevation+s)),this.changed()}release(){if(this.still.matches||performance.now()-this.dragged>60)return;let t=()=>{this.speed=this.speed.map(e=>e*hn),this.move(...this.speed);let s=Math.hypot(...this.speed)>8e-4;this.asked=s?requestAnimationFrame(t):null};this.asked=requestAnimationFrame(t)}close(){this.asked&&cancelAnimationFrame(this.asked),this.asked=null}};var ln=[.28,.45,.7],hs=class{constructor(t){this.card=t,this.lab=t.lab,this.view=new z({equal:!0}),this.movement=new as(()=>this.changed()),this.pointer=new C(t.surface.canvas,this),this.stamp=new H,this.samples=new bt(t),t.foot.append(M("turning","drag to turn"))}update(t,s){this.layout=t,this.x=Ce(s("x")),this.labels=s("labels")?.data,this.xHat=Ce(s("x_hat")),this.curve=s("curve"),this.grid=s("grid");let e=this.curve?"decoded curve":this.grid?"decoded sheet":"",{x:i,xHat:n,labels:o}=this;this.samples.update(t,{x:i,xHat:n,labels:o,dimensions:3},e),this.x&&(this.movement.centre(this.x.data),this.view.fix([-1.08,1.08,-1.08,1.08]))}paint(){let{surface:t}=this.card,{theme:s}=this.lab,e=t.begin(),i=new A(0,0,t.width,t.height);if(this.plot=i.show(this.view.shown(i)),!this.x)return Q(e,s,t,this.lab.hint(this.card));this.seen=this.movement.project(this.x),i.clip(e,()=>this.paintAll(e,i,s,t.density)),this.tripod(e,s,i),this.pointer.paint(e,s)}paintAll(t,s,e,i){let n=Y(this.labels,this.lab.hidden),o=e.scale,a=E(e.ink);if(this.points(t,s,i,this.seen,n,2.1*o),this.sheet(t,s,e),this.xHat){let h=this.movement.project(this.xHat);this.points(t,s,i,h,l=>n(l)&&a,1.3*o)}this.samples.mark(t,e,h=>{let{data:l}=this.movement.project({data:h,count:1});return[s.px(l[0]),s.py(l[1])]})}points(t,s,e,i,n,o){this.stamp.begin(s,e),ln.forEach((a,h)=>{let l=d=>Math.max(0,Math.min(2,Math.floor(1.5+2*i.depth[d])))===h,c=o*(.88+.12*h);this.stamp.points(s,i,d=>l(d)?n(d):null,{radius:c,alpha:a})}),this.stamp.paint(t,s)}sheet(t,s,e){let{data:i,shape:n}=this.curve??this.grid??{};if(!i)return;let o=this.movement.project({data:i,count:i.length/3}),[a,h]=this.curve?[1,n[0]]:n;t.strokeStyle=e.soft,t.lineJoin="round";let l=(c,d,p)=>cn(t,s,o,c,d,p);for(let c=0;c<a;c++)l(c*h,1,h);for(let c=0;a>1&&c<h;c++)l(c,h,a);t.globalAlpha=1}tripod(t,s,e){let{names:i=["x₁","x₂","x₃"]}=this.layout,n=26*s.scale,[o,a]=[e.x+n+14,e.y+e.h-n-14];t.lineWidth=1.25;for(let[h,[l,c,d]]of this.movement.axes().entries())t.globalAlpha=d<0?.55:1,t.strokeStyle=s.soft,t.beginPath(),t.moveTo(o,a),t.lineTo(o+n*l,a-n*c),t.stroke(),this.axisName(t,s,i[h],o+(n+9)*l,a-(n+9)*c);t.globalAlpha=1}axisName(t,s,e,i,n){let[,o,a]=/^([a-zA-Z])([₀-₉]*)$/.exec(e)??[null,e,""],h=[...a].map(l=>l.charCodeAt(0)-8320).join("");t.fillStyle=s.ink,t.textAlign="center",t.textBaseline="middle",t.font=s.maths,t.fillText(o,i-(h?2:0),n),t.font=s.small,h&&t.fillText(h,i+6,n+4)}find(t,s){return this.seen?V(this.plot,this.seen,this.labels,this.lab.hidden,t,s):-1}hover(t,s){this.samples.hover(this.find(t,s),t,s,"grab")}leave(){this.samples.leave()}pick(t,s){this.samples.pick(this.find(t,s))}turn(t,s){this.movement.drag(t,s)}rest(){this.movement.release()}changed(){this.lab.request(this.card)}fit(){this.movement.reset(),this.card.reset()}describe(){let t=this.samples.describe();if(t)return t;let s=this.curve?", the decoded curve":this.grid?", the decoded sheet":"";return`Reconstructions in space: ${this.x.count} points, their reconstructions${s}`}close(){this.movement.close()}};function Ce(r){return!r||r.shape[1]!==3?null:{data:r.data,count:r.shape[0]}}function cn(r,t,{data:s,depth:e},i,n,o){for(let a=1;a<o;a++){let[h,l]=[i+(a-1)*n,i+a*n],c=[t.px(s[2*h]),t.py(s[2*h+1])],d=[t.px(s[2*l]),t.py(s[2*l+1])];if(![...c,...d].every(Number.isFinite))continue;let p=Math.max(0,Math.min(1,.5+(e[h]+e[l])/2));r.globalAlpha=.25+.45*p,r.lineWidth=.7+.4*p,r.beginPath(),r.moveTo(...c),r.lineTo(...d),r.stroke()}}var $t=4,dn=46,ls=class{constructor(t){this.card=t,this.lab=t.lab,this.at=-1;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>this.point(-1)),this.scale=u("span","item"),this.ends=[u("span"),u("span")],this.scale.append(this.ends[0],u("i","diverging"),this.ends[1]),t.foot.append(this.scale),this.bar=new G(t.foot)}update(t,s){this.layout=t,this.size=`max |${t.symbol??"w"}|`,x(this.ends[0],`−${this.size}`),x(this.ends[1],`+${this.size}`),this.tiles=s("tiles"),this.scales=s("scales")?.data,this.scale.hidden=ht(t),this.bar.update(t,this.lab.theme),this.composed=null}place(t,s,e,[i,n]){let o={worth:0};for(let y=1;y<=e;y++){let T=Math.ceil(e/y),P=(t.width-2-$t*(y-1))/y/n,D=(t.height-2-$t*(T-1))/T,ot=Math.min(P*n,D)>=dn?17*s.scale:0,Nt=Math.min(P,(D-ot)/i),Ye=1-e/(y*T),Hs=Nt*(ot?1.2:1)*(1-.4*Ye);Hs>o.worth&&(o={worth:Hs,size:Nt,columns:y,rows:T,words:ot})}let{size:a,columns:h,rows:l,words:c}=o,[d,p]=[a*n,a*i],[f,m]=[d+$t,p+$t+c],g=(t.width-h*f+$t)/2,w=(t.height-l*m+$t)/2;return{size:a,columns:h,rows:l,words:c,tw:d,th:p,stepX:f,stepY:m,left:g,top:w}}paint(){let t=this.card.begin(this.tiles);if(!t)return;let{context:s,surface:e,theme:i}=t,n=this.tiles.shape[0],o=this.place(e,i,n,this.layout.shape);this.grid=o;let a=Math.ceil(o.size*e.density),h=this.compose(i,n,o,a),[l,c]=[h.width/o.columns,h.height/o.rows],d=a>1?.5:0;s.imageSmoothingEnabled=!0;for(let p=0;p<n;p++){let[f,m]=[p%o.columns,Math.floor(p/o.columns)],[g,w]=[o.left+f*o.stepX,o.top+m*o.stepY];s.drawImage(h,f*l+d,m*c+d,l-2*d,c-2*d,g,w,o.tw,o.th),this.frame(s,i,o,p,g,w)}}compose(t,s,{columns:e,rows:i},n){let o=[t.card,t.warm,e,n].join();if(this.composed===o)return this.picture;this.composed=o;let{shape:a}=this.layout;this.sheet?.fits(e,i,a)||(this.sheet=new it(e,i,a));let h=ht(this.layout)?R(this.layout,t):pn(t);for(let l=0;l<s;l++){let c=l*a[0]*a[1];this.sheet.tile(l%e,Math.floor(l/e),this.tiles.data,c,h)}return this.picture=this.sheet.finish(n)}frame(t,s,{tw:e,th:i,words:n},o,a,h){t.lineWidth=o===this.at?1.5:1,t.strokeStyle=o===this.at?s.ink:s.line,t.strokeRect(a-.5,h-.5,e+1,i+1),n&&(t.font=s.tick,t.fillStyle=s.soft,t.textAlign="center",t.textBaseline="alphabetic",t.fillText(this.name(o),a+e/2,h+i+13*s.scale,e))}name(t){return this.layout.names?.[t]??String(t+1)}over(t){let s=this.card.surface.canvas.getBoundingClientRect(),[e,i]=[t.clientX-s.left,t.clientY-s.top],{grid:n}=this;if(!n||!this.tiles)return;let o=Math.floor((e-n.left)/n.stepX),a=Math.floor((i-n.top)/n.stepY),h=a*n.columns+o,l=o>=0&&a>=0&&o<n.columns&&h<this.tiles.shape[0];if(this.point(l?h:-1),!l)return;let c=[{cells:[this.name(h)]}];this.scales&&c.push({cells:[this.size,b(this.scales[h])]}),this.lab.tip.show(this.card.surface.canvas,e,i,c)}point(t){this.at!==t&&(this.at=t,t<0&&this.lab.tip.hide(),this.lab.request(this.card))}describe(){let t=this.layout?.title??"Weights";if(!this.tiles)return`${t}, no picture yet`;let[s,e]=this.layout.shape;return`${t}: ${this.tiles.shape[0]} images of ${s} by ${e} weights, orange positive, blue negative`}};function pn(r){return Uint32Array.from({length:256},(t,s)=>{let e=Math.max(-255,Math.min(255,Math.round((s-128)*255/127)));return r.residual[255+e]})}var Ls={scatter:ns,histogram:Gt,strip:Yt,cloud:Ht,space:hs,curves:jt,bars:Rt,tiles:ls,plane:Zt,field:Kt,map:Xt,cut:_t,roc:ss,gallery:Jt,sculpt:rs,profile:ts,lesions:Vt,overlap:Qt};var un=["strip","gallery"],cs=["main","top","left","right"];function fn(r){let t=r.slice(0,cs.length),s=t.findIndex(({kind:e})=>un.includes(e));return s>=0&&t.length>1&&t.splice(1,0,...t.splice(s,1)),t.map(({name:e})=>e)}function Ne(r,t=[]){let s=fn(r),e=r.map(({name:a})=>a),i=(a,h)=>e.includes(a)&&t.indexOf(a)===h,n=s.map((a,h)=>i(t[h],h)?t[h]:null),o=a=>!n.includes(a);return s.forEach((a,h)=>{n[h]===null&&o(a)&&(n[h]=a)}),n.forEach((a,h)=>{a===null&&(n[h]=[...s,...e].find(o)??null)}),n.filter(a=>a!==null)}function Pe(r,t,s){let e=r.indexOf(s),i=r.map((n,o)=>o===e?r[t]:n);return i[t]=s,i}var ds=class{slot=0;menu=null;layout=null;problem="";#t="";#s=-1/0;#e=null;constructor(t,{name:s,kind:e,title:i=""}){this.lab=t,this.name=s,this.kind=e,this.node=u("section",`card ${e}`,"",{"data-view-name":s}),this.head=u("header"),this.heading=u("h3"),this.title=u("span","title",i),this.note=u("span","note"),this.tools=u("span","tools"),this.fit=u("button","small fit","fit",{type:"button","aria-label":`Fit ${i.toLowerCase()} to the data`,title:"Back to the whole picture (or double click)"}),this.header(),this.body=u("div","plot"),this.foot=u("footer"),this.node.append(this.head,this.body,this.foot),this.surface=new Lt(this.body,()=>t.request(this)),this.drawer=this.makeDrawer()}makeDrawer(){let{kind:t}=this;return Object.hasOwn(Ls,t)?new Ls[t](this):(this.problem=`no drawer for the kind “${t}”`,null)}header(){this.heading.append(this.title);let t=u("div","words");t.append(this.heading,this.note),this.fit.addEventListener("click",()=>this.reset()),this.tools.append(this.fit),this.head.append(t,this.tools)}offer(t){let s=t.map(({name:i,title:n})=>`${i} ${n}`).join();if(s===this.#t||(this.#t=s,this.menu?.remove(),this.menu=null,this.heading.classList.toggle("menu",t.length>0),!t.length))return;let e=u("select","","",{"aria-label":"View in this place"});for(let{name:i,title:n}of t)e.append(new Option(n,i));e.value=this.name,e.addEventListener("change",()=>{let i=e.value;e.value=this.name,this.lab.arrangement.choose(this.slot,i)}),this.heading.append(e),this.menu=e}stand(t){this.slot=t,this.node.classList.remove(...cs),this.node.classList.add(cs[t])}update(t,s){this.layout=t,x(this.title,t.title??""),x(this.note,t.note??"");let e=n=>s.get(`${this.name}.${n}`),{drawer:i}=this;i&&this.attempt(()=>i.update(t,e,s.header))}paint(){if(!this.surface.width||!this.surface.height)return;let{drawer:t}=this;t&&!this.problem&&this.attempt(()=>t.paint()),this.problem&&this.begin(!1),this.node.classList.toggle("zoomed",!!t?.view?.zoomed),this.describe()}attempt(t){try{t(),this.problem=""}catch(s){let i=`this view cannot be drawn: ${s instanceof Error?s.message:String(s)}`;i!==this.problem&&reportError(s),this.problem=i}}begin(t){let{surface:s,lab:e}=this,{theme:i}=e,n=s.begin();return t?{context:n,surface:s,theme:i}:(Q(n,i,s,this.problem||e.hint(this)),null)}describe(){let t=performance.now(),s=this.#s+1e3-t;if(s>0){this.#e??=setTimeout(()=>this.describe(),s);return}clearTimeout(this.#e??void 0),this.#e=null,this.#s=t;let e=this.problem||(this.drawer?.describe()??"");this.surface.canvas.getAttribute("aria-label")!==e&&this.surface.canvas.setAttribute("aria-label",e)}reset(){this.drawer?.view?.reset(),this.layout&&this.update(this.layout,this.lab.now.store),this.lab.request(this)}close(){clearTimeout(this.#e??void 0),this.drawer?.close?.(),this.surface.close(),this.node.remove()}};var mn=[{name:"latent",kind:"scatter",title:"Latent space"},{name:"reconstructions",kind:"strip",title:"Reconstructions"},{name:"loss",kind:"curves",title:"Loss"},{name:"plane",kind:"plane",title:"Decoded plane"}],ps=class{#t=new Map;shown=[];#s=[];constructor(t){this.lab=t,this.node=u("div","cards"),this.side=u("div","side"),this.node.append(this.side),this.arrange(mn)}arrange(t){this.shown=Ne(t,this.#s);let s=this.shown.flatMap(n=>t.find(o=>o.name===n)??[]),e=t.length>s.length?t:[],i=s.map(({name:n,kind:o})=>`${n} ${o}`);i.join()!==[...this.#t.keys()].join()&&this.build(s,i);for(let n of this.#t.values())n.offer(e)}build(t,s){let e=new Map(t.map((o,a)=>[s[a],this.#t.get(s[a])??new ds(this.lab,o)]));for(let[o,a]of this.#t)e.has(o)||a.close();this.#t=e;let[i,...n]=e.values();[...e.values()].forEach((o,a)=>o.stand(a)),i&&this.node.prepend(i.node),this.side.append(...n.map(({node:o})=>o)),this.node.dataset.count=String(e.size)}want(t){this.#s=t}put(t,s){this.#s=Pe(this.shown,t,s),this.update(this.lab.now.store),[...this.#t.values()][t]?.menu?.focus()}update(t){this.arrange(t.views);for(let s of this.#t.values()){let e=t.views.find(({name:i})=>i===s.name);e&&s.update(e,t)}}get box(){for(let{drawer:t}of this.#t.values())if(t?.shown)return t.shown;return null}get main(){return this.#t.values().next().value}paint(){for(let t of this.#t.values())t.paint()}repaint(...t){for(let s of this.#t.values())t.includes(s.kind)&&this.lab.request(s)}has(...t){return[...this.#t.values()].some(({kind:s})=>t.includes(s))}reset(){for(let t of this.#t.values())t.drawer?.view?.reset()}close(){for(let t of this.#t.values())t.close()}};var gn={f4:Float32Array,i4:Int32Array,u1:Uint8Array};function Fe(r){let t=new DataView(r).getUint32(0,!0),{arrays:s,...e}=JSON.parse(new TextDecoder().decode(new Uint8Array(r,4,t))),i=s.map(({name:n,dtype:o,shape:a,offset:h,start:l,rows:c})=>{let d=a.reduce((f,m)=>f*m,1),p=new gn[o](r,4+t+h,d);return{name:n,data:p,shape:a,start:l,rows:c}});return{header:e,parts:i}}function bn(r,t){let s=new r.constructor(t);return s instanceof Float32Array?s.fill(NaN):s}var Ct=class{header=null;views=[];arrays=new Map;take({header:t,parts:s}){t.full&&this.arrays.clear(),this.header=t,t.views&&(this.views=t.views);for(let e of s)this.merge(e)}merge({name:t,data:s,shape:e,start:i,rows:n}){let o=e.slice(1),a=o.reduce((l,c)=>l*c,1);if(i===0&&n===e[0]){this.arrays.set(t,{data:s,shape:e});return}let h=this.arrays.get(t);(h?.data.length!==n*a||h.data.constructor!==s.constructor)&&(h={data:bn(s,n*a),shape:[n,...o]},this.arrays.set(t,h)),h.data.set(s.subarray(0,(n-i)*a),i*a)}get(t){return this.arrays.get(t)??null}};var wn="This page may not watch the run: open the lab at its own address.",xn="This run is gone; press Play for a new one.",us=class{#t=null;#s=0;#e=new Set;constructor(t,s){this.lab=t,this.openTransport=s}open(){let{page:t}=this.lab;this.close(),t.openRun();let{data:s}=t.now;if(this.#t=this.openTransport(s,this.#i()),!this.#t?.live)return;t.connect();let{axes:e}=s;e&&this.command("axes",e==="pca"?e:e.split(".").map(Number))}#i(){return{frame:t=>this.#n(t),news:t=>this.#r(t),link:t=>this.#o(t),gone:t=>this.#a(t)}}#n(t){let{lab:s}=this,e=Fe(t);s.now.stale&&s.cards.reset(),s.page.takeFrame(e),s.frameCame(),s.cards.update(s.now.store),s.arrangement.show(),s.inspector.follow(),s.request()}#r(t){let{lab:s}=this,e=s.now.runState;s.page.takeState(t);let{ack:i=null,probe:n}=t;if(i!==null&&s.probe.answer(i,n)){s.now.runState!==e&&s.refresh();return}s.page.takeWords(t),i!==null&&!this.#e.delete(i)&&s.page.acknowledge(),s.now.stale&&s.request(),s.refresh()}#o(t){this.lab.page.setLinked(t),t||this.lab.arrangement.renew(),this.lab.refresh()}#a(t){this.#t=null,this.lab.page.loseRun(t==="refused"?wn:xn),this.lab.request(),this.lab.refresh()}command(t,s,e=t==="show"){return this.#t?.send({op:t,value:s,id:++this.#s}),e&&this.#e.add(this.#s),this.#s}drawn(){this.#t?.send({op:"drawn"})}close(){this.#t?.close(),this.#t=null}};var yn="press Play to decode here",zs="–",fs=class{#t=!1;#s=!1;#e=!1;#i=null;#n=null;#r=null;constructor(t){this.lab=t}sample(t,s,e,i,{label:n,rows:o}){let{lab:a}=this,h={cells:[n.name],colour:v(n.index)},l=(c,d)=>{let p=c??this.watched(i);this.mark(p&&!p.image?p:null),a.tip.show(t,s,e,[h,...this.pair(p,d),...o])};this.watched(i,!0)?this.tell(i,l):this.ask(i,{sample:i},l)}tell(t,s){this.lab.probe.quiet(),this.#t=!0,this.#i=t,this.#n=null,this.#r=s,s(null)}place(t,s,e,i,n,o=[]){let{lab:a}=this;this.#s=!0;let h=i.map(l=>Number(l.toPrecision(6)));this.ask("place",{code:h},l=>{let c=l??this.tile(i);this.mark(c&&!c.image?{xHat:c.xHat??null}:null);let d=a.live||this.#e?[]:[{small:yn}],p=c?.rows??n;a.tip.show(t,s,e,[...o,...this.decoded(c),...p,...d])})}ask(t,s,e){let{probe:i}=this.lab;this.#t=!0,this.#r=null;let n=i.ready?this.#n:null,o=n&&this.#i===t?n:null;this.#i=t,this.#n=n,e(o,n),i.ask(s,a=>{this.#n=a,e(a)})}leave(){this.#t&&(this.#t=!1,this.#e||=this.#s,this.#n=this.#i=this.#r=null,this.lab.probe.quiet(),this.lab.tip.hide(),this.mark(null))}follow(){let{probe:t,picked:s,cards:e,page:i}=this.lab;if(this.#r)return this.#r(null);if(this.#t)return t.again();s<0||this.watched(s)||!t.ready||!e.has("cloud","space")||t.ask({sample:s},({x:n,xHat:o})=>{i.pin({index:s,x:n,xHat:o}),e.repaint("cloud","space")})}mark(t){let{lab:s}=this;!t&&!s.decoded||(s.page.decode(t),s.cards.repaint("cloud","space"))}pair(t,s){let e=t??(s?.image?s:null);if(this.shape&&(e?.image||this.lab.probe.ready)){let i={canvas:this.picture(e?.x),symbol:"x"},n={canvas:this.picture(e?.xHat),symbol:"x̂"};return[{images:[i,n],waiting:!t}]}return this.shape||!(t||this.lab.probe.ready)?[]:[{cells:["x",t?.x?U(t.x):zs]},{cells:["x̂",t?.xHat?U(t.xHat):zs]}]}decoded(t){let{ready:s}=this.lab.probe;return this.shape&&(t||s)?[{images:[{canvas:t?.canvas??this.picture(t?.xHat),symbol:"x̂"}],waiting:!t}]:!t&&!s?[]:[{cells:["decoded x̂",t?.xHat?U(t.xHat):zs]}]}picture(t){let{shape:s}=this;return!s||t?.length!==s[0]*s[1]?null:Ps(t,s,R(this.images,this.lab.theme))}get shape(){return this.images?.shape??null}get images(){let{views:t}=this.lab.now.store,s=["strip","plane"];return t.find(({kind:e,shape:i})=>i&&s.includes(e))??null}watched(t,s=!1){let{cards:e,now:i}=this.lab,{store:n}=i,o=["cloud","space","strip"],a=n.views.find(({kind:m,output:g})=>!g&&o.includes(m));if(!a)return null;let[h,l,c]=["x","x_hat","rows"].map(m=>n.get(`${a.name}.${m}`));if(!h||!l||s&&!e.shown.includes(a.name))return null;let d=a.kind==="strip",p=d?c?.data.indexOf(t)??-1:t;if(!(p>=0&&p<Math.min(h.shape[0],l.shape[0])))return null;let f=({data:m,shape:g})=>[...m.slice(p*g[1],(p+1)*g[1])];return{image:d,x:f(h),xHat:f(l)}}tile([t,s]){let{theme:e,now:i}=this.lab,{store:n,live:o}=i,a=n.views.find(({kind:Nt})=>Nt==="plane"),h=a&&n.get(`${a.name}.images`),l=a&&n.get(`${a.name}.window`)?.data;if(o||!a?.grid||!a.shape||!h||!l||s===void 0)return null;let[c,d]=a.grid,[p,f,m,g]=l,w=[(f-p)/(d-1),(g-m)/(c-1)],[y,T]=[Math.round((t-p)/w[0]),Math.round((g-s)/w[1])];if(!(y>=0&&T>=0&&y<d&&T<c))return null;let P=(T*d+y)*a.shape[0]*a.shape[1],D=`z₁ ${b(p+y*w[0],3)}   z₂ ${b(g-T*w[1],3)}`;return{image:!0,canvas:Ps(h.data,a.shape,R(a,e),P),rows:[{cells:[`nearest tile: ${D}`]}]}}};var vn=[["Space","play or pause"],["→","one step"],["R","reset to the same initial weights"],["← →","move the threshold that has the focus"],["Esc","release the pinned sample"],["P","present: large type, one section at a time"],["Page ↓ ↑","next or previous section, while presenting"],["A","show the answers, while presenting"],["?","this list"]],kn=[["Wheel","zoom"],["Drag","zoom into a box"],["Shift + drag","move"],["Double click","back to the whole picture"],["Point at a point","its sample and reconstruction"],["Point anywhere in latent space","decode there"],["Drag in a score or ROC","move the threshold"],["Click on a point","pin the sample"],["Drag in a picture of space","turn it"],["Title of a card","another view in its place, where there are more"],["Click on a class","hide or show it"]],Mn={" ":"play",ArrowRight:"step",r:"reset",R:"reset","?":"help"},$n=["slider","combobox","textbox","spinbutton","listbox","option","radio","tab"],Sn=["input, textarea, select, [contenteditable]:not([contenteditable=false])",...$n.map(r=>`[role=${r}]`)].join(),Tn="button, a[href], summary, [role=button], [role=switch], [role=checkbox]";function An(r){if(r.ctrlKey||r.metaKey||r.altKey||r.isComposing)return null;let t=r.composedPath()[0];return t instanceof Element&&(t.closest(Sn)||r.key===" "&&t.closest(Tn))?null:r.key==="Escape"?"unpin":Mn[r.key]??null}function Le(r){let t=s=>{let e=An(s);if(!(!e||r.help.open&&e!=="help")){if(s.repeat&&e!=="step")return s.preventDefault();r.act(e)&&(s.preventDefault(),s.stopPropagation())}};return document.addEventListener("keydown",t,!0),()=>document.removeEventListener("keydown",t,!0)}function ze(){let r=u("dialog","help-panel","",{"aria-labelledby":"lab-keys"}),t=u("button","button","Close",{type:"button"});t.addEventListener("click",()=>r.close()),r.addEventListener("click",e=>{e.target===r&&r.close()});let s=u("div","inner");return s.append(u("h2","","Keys",{id:"lab-keys"}),Ie(vn),u("h2","","Pointer, on a plot"),Ie(kn),t),r.append(s),r}function Ie(r){let t=u("dl");for(let[s,e]of r)t.append(u("dt","",s),u("dd","",e));return t}var Oe=["score","flat","sample"],ms=class{#t=!1;constructor(t){this.lab=t}renew(){this.#t=!1}follow(t){let{data:s}=this.lab.now;s.rate!==t.rate&&this.#s(s.rate);for(let e of Oe)s[e]!==t[e]&&this.#e(e)}#s(t){typeof t!="number"||!Number.isFinite(t)||t!==this.lab.now.store.header?.rate&&this.lab.command("rate",t)}#e(t,s=!1){let e=this.lab.now.data[t];e==null||e===""||this.lab.feed.command(t,e,s)}settle(){let{stale:t,live:s,store:e,data:i}=this.lab.now;if(this.#t||t||!s)return;this.#t=!0;let n=e.header?.options??{};for(let o of Oe)o in n&&i[o]!==n[o]&&this.#e(o,!0)}};var En=[0,1e5,1e4,1e3,100,10];function Cn(r){return r?`${O(r)} steps/s`:"full speed"}var gs=class{constructor(t){this.lab=t,this.node=u("select","pace","",{"aria-label":"Pace of the run",title:"Pace of the run: slow it down to watch"}),this.pace=0,this.offer(0),this.node.addEventListener("change",()=>this.choose(Number(this.node.value)))}offer(t){let s=[...new Set([...En.slice(1),...t?[t]:[]])].sort((e,i)=>i-e);this.node.replaceChildren(...[0,...s].map(e=>new Option(Cn(e),String(e)))),this.node.value=String(t),this.pace=t}choose(t){this.pace=t,this.lab.command("pace",t),this.lab.trigger("pace",String(t))}take(t=0){t!==this.pace&&this.offer(t)}};var Nn={reset:"M3.2 8a4.8 4.8 0 1 0 1.6-3.6M3 2.2v3h3",play:"M4.5 2.8v10.4L13 8z",pause:"M4 3h2.8v10H4zM9.2 3H12v10H9.2z",step:"M3.5 3.2v9.6L10 8zM11.2 3.2h1.8v9.6h-1.8z",stop:"M3.8 3.8h8.4v8.4H3.8z",seed:"M3 3h10v10H3zM6 6h.01M10 10h.01M6 10h.01M10 6h.01",share:"M6.5 9.5l3-3M7.5 4.6l1-1a2.6 2.6 0 0 1 3.8 3.8l-1 1M8.5 11.4l-1 1a2.6 2.6 0 0 1-3.8-3.8l1-1"},Pn=new Set(["reset","seed","share"]);function Re(r){let t="http://www.w3.org/2000/svg",s=document.createElementNS(t,"svg");s.setAttribute("viewBox","0 0 16 16"),s.setAttribute("aria-hidden","true"),s.setAttribute("class",Pn.has(r)?"outlined":"");let e=document.createElementNS(t,"path");return e.setAttribute("d",Nn[r]),s.append(e),s}var qe={step:["running","paused","stopped"],stop:["queued","running","paused"]},bs=class{#t=!1;constructor(t){this.lab=t,this.node=u("div","bar","",{role:"group","aria-label":"Run"}),this.reset=this.button("reset","Reset","Reset to the same initial weights","reset"),this.play=this.button("play","Play","Play","play"),this.step=this.button("step","Step","Step: one update","step"),this.stop=this.button("stop","Stop","Stop the run","stop"),this.epoch=this.figure("epoch"),this.count=this.figure("step"),this.pace=new gs(t),this.speed=this.figure("samples / s","speed"),this.speed.node.prepend(this.pace.node),this.speed.node.querySelector("small")?.remove(),this.speed.value.title="Samples per second",this.state=u("div","state","",{role:"status"}),this.word=u("span","word"),this.detail=u("small","detail"),this.state.append(this.word,this.detail),this.seed=this.button("seed","New seed","New seed: other initial weights","seed"),this.share=this.button("share","Share","Share: copy a link to these settings","share"),this.help=u("button","button help","?",{type:"button","aria-label":"Keys and help",title:"Keys and help (?)","data-does":"help"}),this.help.addEventListener("click",()=>t.act("help")),this.node.append(this.reset,this.play,this.step,this.stop,this.epoch.node,this.count.node,this.speed.node,this.state,this.seed,this.share,this.help)}button(t,s,e,i){let n=u("button",`button ${t}`,"",{type:"button","aria-label":e,title:e,"data-does":i});return n.append(Re(t),u("span","",s)),n.addEventListener("click",()=>this.lab.act(i)),n}figure(t,s=t){let e=u("div",`figure ${s}`),i=u("span","value","–");return e.append(u("small","",t),i),{node:e,value:i}}update(){let{data:t,store:s,stale:e,runState:i,live:n,linked:o,asking:a,queue:h,flash:l}=this.lab.now;this.pace.take(t.pace);let c=e?null:s.header;this.numbers(c),this.face(i==="running"||i==="queued"),this.play.disabled=this.seed.disabled=a,this.reset.disabled=!n,this.step.disabled=!n||!qe.step.includes(i),this.stop.disabled=!n||!qe.stop.includes(i);let d=i==="queued"&&h>0;x(this.word,d?"queued, ":i);let p=c?.rate&&n?`rate ${Pt(c.rate)}`:"",f=!n&&c?"shipped run":"",m=o||!n?"":"reconnecting",g=a?"starting":"",w=d?`position ${h}`:"";x(this.detail,l||g||m||w||p||f),this.state.dataset.state=i}numbers(t){let s=t?.epochs,e=t?.speed??0,i=Math.max(3,String(s??"").length),n=s?` / ${O(s,i)}`:"";x(this.epoch.value,`${O(t?.epoch??0,i)}${n}`);let o=Math.max(6,String(t?.updates??"").length);x(this.count.value,O(t?.index??0,o)),x(this.speed.value,e>0?`${O(e)} / s`:"–")}face(t){if(this.#t===t)return;this.#t=t;let s=t?"Pause":"Play";this.play.replaceChildren(Re(t?"pause":"play"),u("span","",s)),this.play.setAttribute("aria-label",s),this.play.title=`${s} (space)`}copied(t){this.share.classList.toggle("done",t),x(this.share.lastChild,t?"Copied":"Share")}};var Fn={sample:1,code:2},ws=class{#t=new Map;#s=new Map;#e=null;#i=0;#n=0;#r=null;#o=null;#a=null;constructor(t){this.lab=t,t.root.dataset.probes="0"}forget(){this.#t.clear(),this.#s.clear(),this.#i=0,this.quiet()}get ready(){let{live:t,linked:s,stale:e,runState:i}=this.lab.now;return t&&s&&!e&&i!=="queued"&&performance.now()>=this.#i}ask(t,s){this.#r=t,this.#a=s;let e=this.recall(t);e?(this.#o=null,s(e)):this.ready&&(this.#o=t,this.pump())}again(){this.#r&&this.#a&&this.ready&&this.ask(this.#r,this.#a)}quiet(){this.#r=this.#o=this.#a=null}pump(){let t=performance.now();for(let[n,{since:o}]of this.#t)t-o>1500&&this.#t.delete(n);let s=this.#o;if(!s)return;let e=s.code?"code":"sample";if(this.#t.size>=Fn[e])return;let i=this.lab.command("probe",s);this.#t.set(i,{what:s,since:t,frame:this.frame}),this.#o=null}answer(t,s){let e=this.#t.get(t);if(!e)return!1;if(this.#t.delete(t),s&&!("x_hat"in s))this.#s.delete(JSON.stringify(e.what));else if(s){this.lab.root.dataset.probes=String(++this.#n),this.keep(e,s);let{code:i,sample:n}=this.#r??{};(e.what.code?i:e.what.sample===n)&&this.#a?.(He(s))}else this.#i=performance.now()+3e3;return this.pump(),!0}get frame(){let{runState:t,store:s}=this.lab.now;return t==="running"?null:s.header?.seq??null}keep({what:t,frame:s},e){s===null||s!==this.frame||((this.#e!==s||this.#s.size>=80)&&this.#s.clear(),this.#e=s,this.#s.set(JSON.stringify(t),He(e)))}recall(t){return this.frame===null||this.#e!==this.frame?null:this.#s.get(JSON.stringify(t))??null}};function He({image:r=!1,x:t,x_hat:s}){return{image:r,x:De(t),xHat:De(s)}}function De(r){return typeof r!="string"?r?.map(Number)??null:Uint8Array.from(atob(r),t=>t.charCodeAt(0))}var In=.1;function Ln(){return{data:{},store:new Ct,runState:"idle",live:!1,linked:!1,stale:!0,told:!1,queue:0,message:"",fix:null,asking:!1,flash:"",picked:-1,hovered:-1,decoded:null,pinned:null,hidden:new Set,cut:In,acknowledged:0,frames:0}}var xs=class{#t=Object.freeze(Ln());get now(){return this.#t}#s(t){this.#t=Object.freeze({...this.#t,...t})}rerun(t){this.#s({data:t})}openRun(){this.#s({runState:"idle",live:!1,stale:!0,told:!1,queue:0,message:"",fix:null,picked:-1,hovered:-1,pinned:null})}connect(){this.#s({live:!0,linked:!0})}setLinked(t){this.#s({linked:t})}loseRun(t){this.#s({live:!1,runState:"idle",queue:0,message:t})}takeFrame(t){let{stale:s,told:e,picked:i,runState:n}=this.#t,{header:o}=t;if(s){let a=o.views?.find(h=>(h.pinned??-1)>=0)?.pinned;this.#s({store:new Ct,picked:a??i,stale:!1})}this.#t.store.take(t),e||this.#s({runState:o.state??n})}takeState({state:t,queue:s}){this.#s({told:!0,runState:t||this.#t.runState,queue:s??0})}takeWords({message:t,fix:s}){this.#s({message:t??"",fix:s??null})}acknowledge(){this.#s({acknowledged:this.#t.acknowledged+1})}setAsking(t){this.#s({asking:t})}setFlash(t){this.#s({flash:t})}pick(t){this.#s({picked:this.#t.picked===t?-1:t,pinned:null})}pin(t){this.#s({pinned:t})}point(t){return this.#t.hovered===t?!1:(this.#s({hovered:t}),!0)}decode(t){this.#s({decoded:t})}setCut(t){return!(t>0)||t===this.#t.cut?!1:(this.#s({cut:Math.min(1,t)}),!0)}toggleClass(t){let s=new Set(this.#t.hidden);s.delete(t)||s.add(t),this.#s({hidden:s})}showClasses(){this.#s({hidden:new Set})}countFrame(){this.#s({frames:this.#t.frames+1})}};var ct=14,ys=class{constructor(t){this.root=t,this.node=u("div","tip","",{"aria-hidden":"true"}),t.append(this.node)}show(t,s,e,i){this.node.replaceChildren(...i.map(zn)),this.node.classList.add("on");let n=this.root.getBoundingClientRect(),o=t.getBoundingClientRect(),a=this.place(o.left+s,o.top+e,n),[h,l]=[a[0]-n.left,a[1]-n.top];this.node.style.transform=`translate(${Math.round(h)}px, ${Math.round(l)}px)`}place(t,s,e){let{offsetWidth:i,offsetHeight:n}=this.node,o=[Math.max(0,e.left),Math.max(0,e.top)],a=[Math.min(innerWidth,e.right),Math.min(innerHeight,e.bottom)],h=(c,d,p)=>Math.max(o[p],Math.min(c,a[p]-d));if(t+ct+i<=a[0])return[t+ct,h(s-n/2,n,1)];if(t-ct-i>=o[0])return[t-ct-i,h(s-n/2,n,1)];let l=s+ct+n<=a[1];return[h(t-i/2,i,0),l?s+ct:s-ct-n]}hide(){this.node.classList.remove("on")}};function zn(r){if(r.images)return On(r.images,r.waiting);if(r.small)return u("div","hint",r.small);let t=u("div","line");if(r.colour){let s=u("i",r.dashed?"dash":"dot");s.style.setProperty("--mark",r.colour),t.append(s)}return r.cells?.forEach((s,e)=>t.append(u("span",e?"value":"name",s))),t}function On(r,t=!1){let s=u("div",t?"pictures waiting":"pictures");for(let{canvas:e,symbol:i}of r){let n=u("div","picture");n.append(e??u("i","blank"),u("span","maths",i)),s.append(n)}return s}var vs=class{live=!1;#t=!1;#s;#e;constructor(t,s){this.#s=t[Symbol.asyncIterator](),this.#e=s,this.#i()}async#i(){let{done:t,value:s}=await this.#s.next();!t&&!this.#t&&this.#e.frame(s)}send({op:t}){t==="drawn"&&!this.#t&&this.#i()}close(){this.#t=!0}};async function*je(r){try{let t=await fetch(new URL(r,location.origin));t.ok&&(yield await t.arrayBuffer())}catch(t){console.warn("The shipped run could not be fetched.",t)}}var ks=class{live=!0;#t=[];#s=0;#e=!1;#i;#n;#r;constructor(t,s){let e=location.origin.replace(/^http/,"ws");this.address=`${e}/live?run=${encodeURIComponent(t)}`,this.#i=s,this.#n=this.#o()}#o(){let t=new WebSocket(this.address);return t.binaryType="arraybuffer",t.onopen=()=>this.#a(),t.onmessage=({data:s})=>this.#h(s),t.onclose=({code:s})=>this.#l(s),t}#a(){if(!this.#e){this.#s=0,this.#i.link(!0);for(let t of this.#t.splice(0))this.send(t)}}#h(t){this.#e||(typeof t=="string"?this.#i.news(JSON.parse(t)):this.#i.frame(t))}#l(t){if(this.#e)return;if(t===4404||t===4403){this.close(),this.#i.gone(t===4404?"unknown":"refused");return}this.#i.link(!1);let s=Math.min(5e3,250*2**this.#s++);this.#r=setTimeout(()=>this.#n=this.#o(),s*(.8+.4*Math.random()))}send(t){this.#e||(this.#n.readyState===WebSocket.OPEN?this.#n.send(JSON.stringify(t)):t.op!=="drawn"&&(this.#t=this.#t.filter(({op:s})=>s!==t.op).concat(t)))}close(){this.#e=!0,clearTimeout(this.#r),this.#n.close()}};function We({run:r,frame_url:t},s){return r?new ks(r,s):t?new vs(je(t),s):null}var Be=2,Ue=["normal","anomalous"],Rn="Reconstruction error";function _e(r){let t=r.views.find(({name:a})=>a==="scores"),s=r.get("scores.numbers")?.data;if(!t||!s||!Number.isFinite(s[0]))return"";let[e,i,,n]=s,o=[qn(t,e,i,n)];return n>=St&&o.push(Hn()),e<.5-Be*i&&o.push(Dn(t)),o.push(jn(t,e,i),Wn(r)),o.filter(Boolean).join(" ")}function qn({names:[r,t]=Ue,score:s,flat:e},i,n,o){let a=`${s}${e?", decorrelated":""}`,h=Number.isFinite(o)?` The model leaves ${b(100*o,3)} % of the variance unexplained.`:"",l=Number.isFinite(n)?` ± ${S(n,3)}`:"";return`${a}: AUC ${S(i,3)}${l} for ${t} among ${r}.${h}`}function Hn(){return"That is nearly all: it gives nearly the same picture for every sample, and the error only measures the size of the sample itself."}function Dn({names:[r,t]=Ue,score:s}){let e=`Below 0.5: ${t} passes for more normal than ${r}, which was learnt from.`;return s!==Rn?e:`${e} What is simpler is reconstructed better, whether it was learnt or not.`}function jn({baselines:r=[],score:t},s,e){let i=r.find(({label:a,value:h})=>a!==t&&Number.isFinite(h));if(!i||i.value===null)return"";let n=`${i.label}, which needs no training, reaches ${S(i.value,3)}`,o=Be*Math.hypot(e,i.error??NaN);return Number.isNaN(o)?`${n}; so few samples cannot tell them apart.`:i.value>s+o?`${n}: more than this.`:i.value<s-o?`${n}: less than this.`:`${n}: no clear difference.`}function Wn(r){let[t,s,,e]=r.get("dice.chosen")?.data??[];if(!Number.isFinite(s))return"";let i=s>e?"better":"not better";return`Pixels: Dice ${S(s,2)} at the threshold ${b(t,3)} that is best on validation slices, ${i} than the mean image's ${S(e,2)}.`}var Ms=class{constructor(t){this.lab=t,this.node=u("section","card verdict","",{"aria-label":"Verdict"}),this.word=u("strong","word"),this.sum=u("p","sum"),this.more=u("p","more"),this.found=u("p","found","",{role:"status"}),this.message=u("span","message","",{role:"status"}),this.caution=u("span","caution","",{role:"status"}),this.look=u("span","look"),this.fix=u("button","button fix","",{type:"button"}),this.fix.addEventListener("click",()=>t.actions.mend()),this.more.append(this.message,this.caution,this.look);let s=u("div","text");s.append(this.found,this.sum,this.more),this.node.append(this.word,s,this.fix)}update(){let{data:t,store:s,runState:e,message:i,fix:n}=this.lab.now,{preset:o}=t,{header:a}=s,h=this.losses(s),l=e==="diverged",c=Os(o?.target),d=c===null?null:this.reached(h,a,c);this.say(l,c,d),this.numbers(c,l?null:d,h,a),x(this.found,l?"":_e(s)),this.found.hidden=!this.found.textContent;let p=[i||a?.message,t.note].filter(Boolean).join(" ");x(this.message,p&&`${p} `);let f=this.warning(a);x(this.caution,f&&`${f} `),x(this.look,l?"":o?.look_for??""),this.offer(l?n??a?.fix??null:null)}say(t,s,e){let n=t?"diverged":s===null?"":e?"✓ reached":"not yet";x(this.word,n),this.word.className=`word ${t?"diverged":e?"reached":""}`,this.word.hidden=!n}warning(t){let{stale:s,runState:e,message:i}=this.lab.now;return s||i||t?.message?"":["running","paused","queued"].includes(e)?t?.caution??"":""}losses(t){let s=t.views.filter(({kind:n})=>n==="curves"),e=s.find(({name:n})=>n==="loss")??s[0];return e?{layout:e,...Ot(e,n=>t.get(`${e.name}.${n}`))}:null}reached(t,s,e){let i=t?.lines[t.lines.length-1];if(!i||!s)return null;let n=i.held.findIndex(a=>a<=e);if(t&&n>=0){let a=t.heldSteps[n],h=s.index/t.perEpoch;return{epoch:a,seconds:h>0?s.seconds*a/h:0}}let o=Os(s.heldout);return o===null||o>e?null:{epoch:s.epoch,seconds:s.seconds}}numbers(t,s,e,i){let n=[],o=e?.layout.unit??"";if(t!==null){let h=` ≤ ${Number(t.toPrecision(6))}. `;n.push(["","Predicted: held-out "],Ke(e,i),["",h])}if(n.push(...this.measured(e,i,t===null,o)),s){let{seconds:h,epoch:l}=s,c=e?.layout.per_epoch?"epoch":"step",d=`${b(h,2)} s, ${c} ${b(l,2)}`;n.push(["soft",`, reached after ${d}`])}let a=n.map(([,h])=>h).join("");this.sum.textContent!==a&&this.sum.replaceChildren(...n.map(([h,l])=>u("span",h,l)))}measured(t,s,e,i){let n=t?.lines??[],o=n.map(f=>f.held[f.held.length-1]),a=Os(s?.heldout??o[o.length-1]);if(a===null)return[["soft",e?"Held-out numbers appear here.":"Nothing measured yet."]];let h=e&&Rs(s)?"Held-out: ":"Measured: ";if(!Rs(s))return n.length>1?Bn(h,n,o,i):[["",h],Ke(t,s),["",` ${b(a)} ${i}`]];let l=n.length>1&&o.every(Number.isFinite);if(!t||!l||this.aged(t,a))return[["",h],["maths","J"],["",` = ${b(a)} ${i}`]];let c=Un(o),d=n.slice(0,-1).flatMap(({name:f,label:m},g)=>[["",g?" + ":h],[f==="reconstruction"?"blue":"warm",`${m} ${c[g]}`]]),p=c[c.length-1];return[...d,[""," = "],["maths","J"],["",` ${p} ${i}`]]}aged({layout:t,lines:s},e){if(this.lab.cards.shown.includes(t.name))return!1;let{held:i}=s[s.length-1];return Math.abs(i[i.length-1]-e)>.001*Math.abs(e)}offer(t){this.fix.hidden=!t,t&&x(this.fix,t.label??"")}};function Os(r){return typeof r=="number"&&Number.isFinite(r)?r:null}function Rs(r){return r?.minimises!==!1}function Ke(r,t){return Rs(t)?["maths","J"]:["blue",r?.lines[0]?.label??"reconstruction"]}function Bn(r,t,s,e){let i=t.map(({label:n},o)=>`${n} ${b(s[o])}`);return[["",`${r}${i.join(", ")} ${e}`]]}function Un(r){let t=Us(r[r.length-1])+1,s=r.map(i=>Math.round(i*10**t)),e=r.length-2;return s[e]=s[e+1]-s.slice(0,e).reduce((i,n)=>i+n,0),s.map(i=>S(i/10**t,t))}var _n=["kit/tokens","app/live","app/playbar","app/cards","app/marks","app/notes","app/scores","app/widths"],qs=class{page=new xs;#t=new Set;#s=null;#e=!1;#i=!1;#n=null;constructor(t){this.root=u("div","lab","",{style:"visibility: hidden; height: 600px"}),this.root.dataset.mount=crypto.getRandomValues(new Uint32Array(2)).join("-"),this.styles=Ks(..._n),t.append(...this.styles.links,this.root),this.#r(),this.theme=Ss(this.root),this.feed=new us(this,We),this.actions=new Ft(this),this.probe=new ws(this),this.inspector=new fs(this),this.arrangement=new It(this),this.options=new ms(this),this.playbar=new bs(this),this.cards=new ps(this),this.verdict=new Ms(this),this.help=ze(),this.root.append(this.playbar.node,this.cards.node,this.verdict.node,this.help),this.tip=new ys(this.root),this.deaf=Le(this)}get now(){return this.page.now}get live(){return this.now.live}get hidden(){return this.now.hidden}get hovered(){return this.now.hovered}get picked(){return this.now.picked}get pinned(){return this.now.pinned}get decoded(){return this.now.decoded}get cut(){return this.now.cut}async#r(){await this.styles.come,this.root.removeAttribute("style"),this.dress(),await Ws(this.theme),this.request()}receive({data:t,setTriggerValue:s}){let e=this.now.data;this.page.rerun(t??{}),this.#n=s,this.actions.settle(),this.arrangement.take(this.now.data.views,e.views),this.dress(),!this.#i||this.#o(e)?this.#a():this.options.follow(e),this.refresh()}#o({run:t="",frame_url:s}){let{data:e}=this.now;return t!==(e.run??"")?!0:!e.run&&s!==e.frame_url}#a(){this.inspector.leave(),this.probe.forget(),this.arrangement.renew(),this.options.renew(),this.tip.hide(),this.#i=!0,this.feed.open(),this.root.classList.toggle("stale",!!this.now.store.header)}frameCame(){this.root.classList.remove("stale"),this.#e=!0}command(t,s){return this.feed.command(t,s)}trigger(t,s){this.#n?.(t,s)}act(t){return this.actions.act(t)}pick(t){this.page.pick(t);let{picked:s}=this.now;this.command("pick",s<0?null:s),this.request()}point(t){this.page.point(t)&&this.request()}setCut(t){this.page.setCut(t)&&this.request()}toggleClass(t){this.page.toggleClass(t),this.cards.update(this.now.store),this.request()}showClasses(){this.page.showClasses()}hint(t){let{store:s,stale:e,runState:i,live:n,data:o,message:a}=this.now;return s.header&&!e?"no picture yet":t!==this.cards?.main?"":i==="queued"?"waiting for its turn":i==="stopped"?"no picture":n?"waiting for the first picture":o.frame_url&&!a?"loading":"press Play"}dress(){this.theme=Ss(this.root),this.request()}refresh(){this.playbar.update(),this.verdict.update(),this.options.settle(),Gs(this)}request(t=null){this.#t.add(t),this.#s??=requestAnimationFrame(()=>this.#h())}#h(){this.#s=null;let t=[...this.#t];this.#t.clear();try{if(t.includes(null))this.cards.paint();else for(let s of t)s?.paint();this.#e&&this.page.countFrame(),this.refresh()}finally{this.#e&&this.feed.drawn(),this.#e=!1}}close(){this.feed.close(),this.deaf(),this.actions.close(),this.#s!==null&&cancelAnimationFrame(this.#s),this.#s=-1,this.cards.close();for(let t of this.styles.links)t.remove();this.root.remove()}},Ql=Bs(qs);export{qs as Lab,Ql as mount};
