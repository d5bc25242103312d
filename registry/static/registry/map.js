// The hands and words of the map: what its reader does goes to the drawing, what that says goes into the page.
// Everything it shows stands in the table beside it too.

const STRETCH = 1.6; // one step of zooming
const AT_ONCE = 8; // so many places are listed at once, the others when there is time
const INKS = ["sea", "land", "shore", "link", "dot", "on-dot", "text", "pick", "halo"];

const stage = document.querySelector("[data-map]");
const words = JSON.parse(document.getElementById("map-words").textContent);
const box = stage.querySelector(".stage"), canvas = stage.querySelector("canvas");
const list = stage.querySelector(".seen"), status = stage.querySelector("[role=status]"), chosen = stage.querySelector(".chosen");
const calm = matchMedia("(prefers-reduced-motion: reduce)"), dark = matchMedia("(prefers-color-scheme: dark)");
const plural = new Intl.PluralRules(document.documentElement.lang), number = new Intl.NumberFormat(words.locale);

function absolute(address) {
  return new URL(address, location).href;
}

function size() {
  const { width, height } = box.getBoundingClientRect();
  return { width, height, density: Math.min(window.devicePixelRatio || 1, 2) };
}

function look() {
  const of = (name) => getComputedStyle(stage.querySelector(`.ink-${name}`)).color;
  return { ink: Object.fromEntries(INKS.map((name) => [name, of(name)])), calm: calm.matches };
}

// How the drawing is told something: in a worker of its own where the browser lets one draw, else in the page.
async function drawing() {
  const { map, names, land, latin, arabic, drawing } = stage.dataset;
  const setting = {
    places: absolute(map), names: absolute(names), land: absolute(land), locale: words.locale, size: size(), ...look(),
    fonts: { "Map Latin": absolute(latin), "Map Arabic": absolute(arabic) },
  };
  if (canvas.transferControlToOffscreen && window.OffscreenCanvas && window.Worker) {
    const worker = new Worker(drawing, { type: "module" });
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = ({ message }) => hear({ failed: message });
    const own = canvas.transferControlToOffscreen();
    worker.postMessage({ canvas: own, setting }, [own]);
    return (act, how) => worker.postMessage({ act, ...how });
  }
  const { begin } = await import(absolute(drawing));
  const one = await begin(canvas, setting, hear);
  return (act, how) => one.hand({ act, ...how });
}

// ---- Words: what is in view as a list of buttons, and the city that was chosen

function counted(forms, count) {
  return forms[plural.select(count)].replace("%(count)s", number.format(count));
}

function title({ count, name }) {
  if (count === 1) return [name || words.unnamed, ""];
  return name ? [name, ` ${counted(words.more, count - 1)}`] : ["", counted(words.cities, count)];
}

function element(tag, content, more = {}) {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...[content].flat());
  return made;
}

function hear({ seen, cities, hover, chosen: places, entered, outdated, failed }) {
  if (seen) {
    stage.classList.add("ready");
    listed(seen);
    status.textContent = counted(words.inview, cities);
  }
  if (hover !== undefined) {
    box.style.cursor = hover ? "pointer" : "";
    box.title = hover ? `\u2068${title(hover).join("\u2069")}` : "";
  }
  if (places) {
    chosen.replaceChildren(...places.map(card));
    chosen.hidden = false;
  }
  if (entered) box.focus({ preventScroll: true });
  if (outdated) location.reload();
  if (failed) {
    status.textContent = words.failed;
    console.error(failed);
  }
}

let telling = 0;

function listed(seen) {
  const turn = ++telling, focused = list.contains(document.activeElement) ? document.activeElement.dataset.most : null;
  const others = () => {
    if (turn === telling) list.append(...seen.slice(AT_ONCE).map(entry));
  };
  list.replaceChildren(...seen.slice(0, AT_ONCE).map(entry));
  if (!focused) return window.requestIdleCallback ? requestIdleCallback(others, { timeout: 500 }) : setTimeout(others, 100);
  others();
  return list.querySelector(`[data-most="${focused}"]`)?.focus();
}

function entry(cluster) {
  const { most } = cluster, [first, rest] = title(cluster);
  const button = element("button", [element("bdi", first), rest], { type: "button" });
  button.dataset.most = most;
  for (const event of ["focus", "pointerenter"]) button.addEventListener(event, () => tell("light", { most }));
  for (const event of ["blur", "pointerleave"]) button.addEventListener(event, () => tell("light", { most: null }));
  button.addEventListener("click", () => tell("open", { most }));
  return element("li", button);
}

function card({ name, slug, country, agreements }) {
  const link = element("a", element("bdi", name || words.unnamed), { href: words.city.replace("/0/", `/${slug}/`) });
  const facts = element("span", ` ${country} · ${counted(words.agreements, agreements)}`, { className: "meta" });
  return element("p", [link, facts]);
}

// ---- Hands: keys, buttons, one pointer or two

let tell = () => {};

function spot(event) {
  const { left, top } = box.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function keys() {
  const steps = { ArrowUp: [0, -90], ArrowDown: [0, 90], ArrowLeft: [-90, 0], ArrowRight: [90, 0] };
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (steps[event.key]) tell("pan", { by: steps[event.key] });
    else if (event.key === "+" || event.key === "=") tell("zoom", { factor: STRETCH });
    else if (event.key === "-") tell("zoom", { factor: 1 / STRETCH });
    else if (event.key === "0" || event.key === "Home") tell("whole");
    else return;
    event.preventDefault();
  });
}

function buttons() {
  const acts = {
    in: ["zoom", { factor: STRETCH }], out: ["zoom", { factor: 1 / STRETCH }], whole: ["whole"],
    up: ["pan", { by: [0, -120] }], down: ["pan", { by: [0, 120] }], left: ["pan", { by: [-120, 0] }], right: ["pan", { by: [120, 0] }],
  };
  for (const button of stage.querySelectorAll("[data-act]")) button.addEventListener("click", () => tell(...acts[button.dataset.act]));
}

function pointers() {
  const down = new Map();
  let moved = 0;
  box.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    down.set(event.pointerId, spot(event));
    box.setPointerCapture(event.pointerId);
    moved = 0;
    tell("hold");
  });
  box.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId), now = spot(event);
    if (!before) return tell("hover", { at: now });
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    const spread = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
    down.set(event.pointerId, now);
    if (other) return tell("zoom", { factor: spread(now, other) / Math.max(spread(before, other), 1), at: other, held: true });
    return moved > 4 ? tell("pan", { by: [before[0] - now[0], before[1] - now[1]], held: true }) : undefined;
  });
  const up = (event) => {
    if (down.delete(event.pointerId) && moved <= 6 && event.type === "pointerup") tell("tap", { at: spot(event) });
  };
  box.addEventListener("pointerup", up);
  box.addEventListener("pointercancel", up);
  box.addEventListener("pointerleave", () => tell("hover", { at: null }));
  box.addEventListener("dblclick", (event) => tell("zoom", { factor: STRETCH, at: spot(event) }));
  // The wheel scrolls the page, until somebody is at the map.
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== box) return;
    event.preventDefault();
    tell("zoom", { factor: Math.exp(-event.deltaY / 300), at: spot(event), held: true });
  }, { passive: false });
}

async function start() {
  try {
    tell = await drawing();
  } catch (error) {
    return hear({ failed: error });
  }
  keys();
  buttons();
  pointers();
  let known = size();
  new ResizeObserver(() => {
    const now = size();
    if (now.width !== known.width || now.height !== known.height) tell("size", { size: now });
    known = now;
  }).observe(box);
  for (const query of [calm, dark]) query.addEventListener("change", () => tell("inks", look()));
  return undefined;
}

// After the page is painted: it is read before it is played with.
requestAnimationFrame(() => setTimeout(start));
