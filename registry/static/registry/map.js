// The map of all cities: drawn from columns of places and links, in the plane the server projected them to.
// Everything it shows stands in the table beside it too.

const CELL = 40; // pixels: places nearer than this are shown as one
const MOST_LISTED = 40;
const STRETCH = 1.6; // one step of zooming
const LINKS_AT_ONCE = 250;
const MOST_A_FRAME = 5; // such batches: they are painted when the frame ends, where no clock of ours reaches

const stage = document.querySelector("[data-map]");
if (stage) start(stage);

async function start(stage) {
  const words = JSON.parse(document.getElementById("map-words").textContent);
  const status = stage.querySelector("[role=status]");
  try {
    const [data, land] = await Promise.all([columns(stage.dataset.map), outline(stage.dataset.land)]);
    new WorldMap(stage, data, land, words).show();
  } catch (error) {
    status.textContent = words.failed;
    console.error(error);
  }
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function columns(address) {
  const data = await (await fetched(address)).json();
  const summed = (steps) => { let last = 0; return Int32Array.from(steps, (step) => (last += step)); };
  const from = summed(data.from);
  return {
    ...data,
    x: summed(data.x),
    y: summed(data.y),
    from,
    to: Int32Array.from(data.to, (step, place) => from[place] + step),
    named: new Map(Array.from(summed(data.named), (rank, place) => [rank, data.names[place]])),
  };
}

async function outline(address) {
  const text = await (await fetch(address)).text();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml");
  const path = (id) => new Path2D(svg.querySelector(`#${id} path`).getAttribute("d"));
  return { sea: path("sea"), land: path("land") };
}

class WorldMap {
  constructor(stage, data, land, words) {
    Object.assign(this, { stage, data, land, words });
    this.box = stage.querySelector(".stage");
    [this.ground, this.top] = stage.querySelectorAll("canvas");
    this.list = stage.querySelector(".seen");
    this.status = stage.querySelector("[role=status]");
    this.chosen = stage.querySelector(".chosen");
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.number = new Intl.NumberFormat(words.locale);
    this.parts = new Map();
    this.links = [];
    this.pick = null;
    this.lit = null;
  }

  show() {
    this.listen();
    this.measure();
    this.whole(false);
    this.stage.classList.add("ready");
    new ResizeObserver(() => { this.measure(); this.draw(); }).observe(this.box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  // ---- The view: the point of the map in the middle, and how many pixels a unit takes

  measure() {
    const { width, height } = this.box.getBoundingClientRect();
    this.w = Math.max(1, Math.round(width));
    this.h = Math.max(1, Math.round(height));
    this.density = Math.min(window.devicePixelRatio || 1, 2);
    for (const canvas of [this.ground, this.top]) {
      canvas.width = this.w * this.density;
      canvas.height = this.h * this.density;
    }
    this.least = Math.min(this.w / this.data.width, this.h / this.data.height);
    if (this.view) this.view = this.kept(this.view);
  }

  kept({ x, y, k }) {
    const scale = Math.min(Math.max(k, this.least), this.least * 120);
    const within = (value, size, pixels) => {
      const half = pixels / scale / 2;
      return half * 2 >= size ? size / 2 : Math.min(Math.max(value, half), size - half);
    };
    return { x: within(x, this.data.width, this.w), y: within(y, this.data.height, this.h), k: scale };
  }

  whole(moving = true) {
    const { x, y } = this.data;
    if (!x.length) return this.go({ x: this.data.width / 2, y: this.data.height / 2, k: this.least }, false);
    let [west, east, north, south] = [x[0], x[0], y[0], y[0]];
    for (let i = 1; i < x.length; i++) {
      west = Math.min(west, x[i]); east = Math.max(east, x[i]);
      north = Math.min(north, y[i]); south = Math.max(south, y[i]);
    }
    this.fit(west, east, north, south, moving);
  }

  fit(west, east, north, south, moving = true) {
    const k = Math.min(this.w / (east - west + 1), this.h / (south - north + 1)) * 0.86;
    this.go({ x: (west + east) / 2, y: (north + south) / 2, k: Math.min(k, this.least * 60) }, moving);
  }

  zoom(factor, px = this.w / 2, py = this.h / 2, moving = true) {
    const { x, y, k } = this.view;
    const next = Math.min(Math.max(k * factor, this.least), this.least * 120);
    const shift = 1 / k - 1 / next;
    this.go({ x: x + (px - this.w / 2) * shift, y: y + (py - this.h / 2) * shift, k: next }, moving);
  }

  pan(dx, dy, moving = true) {
    const { x, y, k } = this.view;
    this.go({ x: x + dx / k, y: y + dy / k, k }, moving);
  }

  go(target, moving = true) {
    cancelAnimationFrame(this.flight);
    const goal = this.kept(target);
    if (!moving || this.calm.matches || !this.view) {
      this.view = goal;
      return this.draw();
    }
    const begin = this.view, started = performance.now();
    const step = (now) => {
      const t = Math.min((now - started) / 260, 1), ease = 1 - (1 - t) ** 3;
      const mix = (a, b) => a + (b - a) * ease;
      this.view = { x: mix(begin.x, goal.x), y: mix(begin.y, goal.y), k: begin.k * (goal.k / begin.k) ** ease };
      if (t < 1) { this.sketch(); this.flight = requestAnimationFrame(step); } else { this.view = goal; this.draw(); }
    };
    this.flight = requestAnimationFrame(step);
  }

  // ---- Drawing: the ground with its links is slow, and moved as a picture until the hand rests

  draw() {
    this.colours();
    this.gather();
    this.paintGround();
    this.paintTop();
    this.tell();
  }

  sketch() {
    const { x, y, k } = this.painted, now = this.view, factor = now.k / k;
    const left = (x - now.x) * now.k + this.w / 2 - (this.w / 2) * factor;
    const top = (y - now.y) * now.k + this.h / 2 - (this.h / 2) * factor;
    this.ground.style.transform = `translate(${left}px, ${top}px) scale(${factor})`;
    this.paintTop();
  }

  rest() {
    clearTimeout(this.resting);
    this.sketch();
    this.resting = setTimeout(() => this.draw(), 140);
  }

  colours() {
    const of = (name) => getComputedStyle(this.stage.querySelector(`.ink-${name}`)).color;
    this.ink = Object.fromEntries(
      ["sea", "land", "shore", "link", "dot", "on-dot", "text", "pick", "halo"].map((name) => [name, of(name)]),
    );
    this.font = getComputedStyle(this.box).fontFamily;
  }

  place(context) {
    const { x, y, k } = this.view, d = this.density;
    context.setTransform(k * d, 0, 0, k * d, (this.w / 2 - x * k) * d, (this.h / 2 - y * k) * d);
  }

  paintGround() {
    const context = this.ground.getContext("2d");
    context.reset();
    this.place(context);
    context.fillStyle = this.ink.sea;
    context.fill(this.land.sea);
    context.fillStyle = this.ink.land;
    context.fill(this.land.land);
    context.strokeStyle = this.ink.shore;
    context.lineWidth = 0.7 / this.view.k;
    context.stroke(this.land.land);
    this.painted = { ...this.view };
    this.ground.style.transform = "";
    this.paintLinks(context);
  }

  // As many links a frame as leave time, so that the page answers meanwhile.
  paintLinks(context) {
    const turn = (this.turn = (this.turn || 0) + 1), { k } = this.view;
    const near = Math.min(k / this.least, 12);
    context.strokeStyle = this.ink.link;
    const least = Math.min(0.04 * (this.w / 1200), 0.04);
    context.globalAlpha = Math.min(Math.max((100 * Math.sqrt(near)) / (this.data.from.length + 1), least), 0.7);
    context.lineWidth = 0.8 / k;
    context.clip(this.land.sea);
    const all = Math.ceil(this.data.from.length / LINKS_AT_ONCE);
    let next = 0, many = 1, before = 0;
    const some = (now) => {
      if (turn !== this.turn) return;
      if (before) many = now - before < 25 ? Math.min(many + 1, MOST_A_FRAME) : Math.max(many - 1, 1);
      before = now;
      for (const last = Math.min(next + many, all); next < last; next++) context.stroke(this.batch(next));
      if (next < all) requestAnimationFrame(some);
    };
    requestAnimationFrame(some);
  }

  // Some hundred links as one path, made when they are first drawn.
  batch(number) {
    if (!this.links[number]) {
      const { from, to } = this.data, path = (this.links[number] = new Path2D());
      const last = Math.min((number + 1) * LINKS_AT_ONCE, from.length);
      for (let i = number * LINKS_AT_ONCE; i < last; i++) this.curve(path, from[i], to[i]);
    }
    return this.links[number];
  }

  // The shorter way round: over the edge of the map where that is nearer.
  curve(path, one, other) {
    const { x, y, width } = this.data;
    const arc = (x1, y1, x2, y2) => {
      const bend = Math.hypot(x2 - x1, y2 - y1) / 6;
      path.moveTo(x1, y1);
      path.quadraticCurveTo((x1 + x2) / 2, (y1 + y2) / 2 - bend, x2, y2);
    };
    if (Math.abs(x[other] - x[one]) <= width / 2) return arc(x[one], y[one], x[other], y[other]);
    const [west, east] = x[one] < x[other] ? [one, other] : [other, one];
    arc(x[west], y[west], x[east] - width, y[east]);
    arc(x[west] + width, y[west], x[east], y[east]);
  }

  gather() {
    const { x, y, agreements } = this.data, { k } = this.view, cell = CELL / k, fields = new Map();
    for (let i = 0; i < x.length; i++) {
      const key = Math.floor(x[i] / cell) * 65536 + Math.floor(y[i] / cell);
      const field = fields.get(key);
      if (!field) fields.set(key, { ranks: [i], x: x[i], y: y[i], most: i });
      else {
        field.ranks.push(i);
        field.x += x[i];
        field.y += y[i];
        if (agreements[i] > agreements[field.most]) field.most = i;
      }
    }
    this.clusters = [...fields.values()].map((field) => {
      const count = field.ranks.length;
      return { ...field, count, x: field.x / count, y: field.y / count, r: count === 1 ? 4.5 : Math.min(8 + 1.5 * Math.log2(count), 24) };
    });
    this.clusters.sort((a, b) => b.count - a.count);
    this.clusters = this.apart(this.clusters);
  }

  // Fields whose circles would lie over each other become one.
  apart(fields) {
    const { k } = this.view, kept = [];
    for (const field of fields) {
      const near = kept.find((one) => Math.hypot(one.x - field.x, one.y - field.y) * k < one.r + field.r * 0.6);
      if (!near) { kept.push(field); continue; }
      near.ranks.push(...field.ranks);
      near.count += field.count;
      if (this.data.agreements[field.most] > this.data.agreements[near.most]) near.most = field.most;
    }
    return kept;
  }

  at(cluster) {
    const { x, y, k } = this.view;
    return [(cluster.x - x) * k + this.w / 2, (cluster.y - y) * k + this.h / 2];
  }

  seen() {
    return this.clusters.filter((cluster) => {
      const [px, py] = this.at(cluster);
      return px > -cluster.r && py > -cluster.r && px < this.w + cluster.r && py < this.h + cluster.r;
    });
  }

  paintTop() {
    const context = this.top.getContext("2d"), d = this.density;
    context.setTransform(d, 0, 0, d, 0, 0);
    context.clearRect(0, 0, this.w, this.h);
    if (this.pick !== null) this.paintPartners(context);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const cluster of this.seen().reverse()) this.paintCluster(context, cluster);
  }

  paintCluster(context, cluster) {
    const [px, py] = this.at(cluster), { r, count } = cluster, picked = cluster === this.lit;
    context.beginPath();
    context.arc(px, py, r, 0, 7);
    context.fillStyle = picked || (count === 1 && cluster.most === this.pick) ? this.ink.pick : this.ink.dot;
    context.globalAlpha = count === 1 ? 1 : 0.88;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = picked ? 3 : 1.25;
    context.strokeStyle = picked ? this.ink.text : this.ink.halo;
    context.stroke();
    if (count > 1) {
      context.font = `600 ${count > 999 ? 13 : 12}px ${this.font}`;
      context.fillStyle = picked ? this.ink.text : this.ink["on-dot"];
      context.fillText(this.number.format(count), px, py + 1);
    } else if (this.view.k > this.least * 6 && this.data.named.has(cluster.most)) {
      this.label(context, this.data.named.get(cluster.most)[0], px, py - 13);
    }
  }

  label(context, text, px, py) {
    context.font = `600 13px ${this.font}`;
    context.lineWidth = 3.5;
    context.lineJoin = "round";
    context.strokeStyle = this.ink.halo;
    context.strokeText(text, px, py);
    context.fillStyle = this.ink.text;
    context.fillText(text, px, py);
  }

  paintPartners(context) {
    const path = new Path2D(), { from, to } = this.data;
    for (let i = 0; i < from.length; i++) if (from[i] === this.pick || to[i] === this.pick) this.curve(path, from[i], to[i]);
    context.save();
    this.place(context);
    context.strokeStyle = this.ink.pick;
    context.lineWidth = 2 / this.view.k;
    context.stroke(path);
    context.restore();
  }

  // ---- Words: what is in view as a list of buttons, and the city that was chosen

  words_for(forms, count) {
    return forms[this.plural.select(count)].replace("%(count)s", this.number.format(count));
  }

  name(rank) {
    return this.data.named.get(rank)?.[0] || "";
  }

  title(cluster) {
    const name = this.name(cluster.most);
    if (cluster.count === 1) return [name || this.words.unnamed, ""];
    if (!name) return ["", this.words_for(this.words.cities, cluster.count)];
    return [name, ` ${this.words_for(this.words.more, cluster.count - 1)}`];
  }

  async tell() {
    const seen = this.seen(), turn = (this.telling = (this.telling || 0) + 1);
    const listed = seen.slice(0, MOST_LISTED);
    await this.learn(listed.map((cluster) => cluster.most));
    if (turn !== this.telling) return;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.most : null;
    this.list.replaceChildren(...listed.map((cluster) => this.entry(cluster)));
    if (focused) this.list.querySelector(`[data-most="${focused}"]`)?.focus();
    const cities = seen.reduce((sum, cluster) => sum + cluster.count, 0);
    this.status.textContent = this.words_for(this.words.inview, cities);
    this.paintTop();
  }

  entry(cluster) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.dataset.most = cluster.most;
    const name = document.createElement("bdi"), [first, rest] = this.title(cluster);
    name.textContent = first;
    button.append(name, rest);
    const light = (on) => () => { this.lit = on ? cluster : null; this.paintTop(); };
    button.addEventListener("focus", light(true));
    button.addEventListener("blur", light(false));
    button.addEventListener("pointerenter", light(true));
    button.addEventListener("pointerleave", light(false));
    button.addEventListener("click", () => this.open(cluster));
    item.append(button);
    return item;
  }

  // Names come in parts, as they are needed.
  learn(ranks) {
    const needed = new Set(ranks.filter((rank) => !this.data.named.has(rank)).map((rank) => Math.floor(rank / this.data.part)));
    // Far out only the foremost are named; their names came with the places.
    if (needed.size > 3 && this.view.k < this.least * 4) return Promise.resolve();
    return Promise.all([...needed].slice(0, 6).map((part) => this.part(part)));
  }

  part(number) {
    if (!this.parts.has(number)) {
      const address = this.stage.dataset.names.replace("/0/", `/${number}/`);
      const coming = fetched(address).then((answer) => answer.json()).then(({ of, names }) => {
        if (of !== this.data.of) return location.reload();
        names.forEach((name, place) => this.data.named.set(number * this.data.part + place, name));
      });
      this.parts.set(number, coming.catch(() => this.parts.delete(number)));
    }
    return this.parts.get(number);
  }

  open(cluster) {
    if (cluster.count === 1) return this.choose(cluster.most);
    const { x, y } = this.data, xs = cluster.ranks.map((rank) => x[rank]), ys = cluster.ranks.map((rank) => y[rank]);
    const ends = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    if (this.view.k >= this.least * 100 || (ends[0] === ends[1] && ends[2] === ends[3])) return this.choose(cluster.most, cluster.ranks);
    this.stage.querySelector(".stage").focus({ preventScroll: true });
    this.fit(...ends);
    return undefined;
  }

  async choose(rank, all = [rank]) {
    this.pick = rank;
    this.paintTop();
    await this.learn(all);
    const entries = all.slice(0, MOST_LISTED).map((one) => {
      const [name, slug, country] = this.data.named.get(one) || [this.words.unnamed, "", ""];
      const line = document.createElement("p"), link = document.createElement("a"), facts = document.createElement("span");
      link.href = this.words.city.replace("/0/", `/${slug}/`);
      link.append(Object.assign(document.createElement("bdi"), { textContent: name }));
      facts.className = "meta";
      facts.textContent = ` ${country} · ${this.words_for(this.words.agreements, this.data.agreements[one])}`;
      line.append(link, facts);
      return line;
    });
    this.chosen.replaceChildren(...entries);
    this.chosen.hidden = false;
  }

  // ---- Hands: keys, buttons, one pointer or two

  listen() {
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    this.box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (steps[event.key]) this.pan(...steps[event.key].map((step) => step * 90));
      else if (event.key === "+" || event.key === "=") this.zoom(STRETCH);
      else if (event.key === "-") this.zoom(1 / STRETCH);
      else if (event.key === "0" || event.key === "Home") this.whole();
      else return;
      event.preventDefault();
    });
    const acts = {
      in: () => this.zoom(STRETCH), out: () => this.zoom(1 / STRETCH), whole: () => this.whole(),
      up: () => this.pan(0, -120), down: () => this.pan(0, 120), left: () => this.pan(-120, 0), right: () => this.pan(120, 0),
    };
    for (const button of this.stage.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
    this.box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== this.box) return;
      event.preventDefault();
      const { left, top } = this.box.getBoundingClientRect();
      this.zoomAt(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
    }, { passive: false });
    this.hands();
  }

  zoomAt(factor, px, py) {
    const { x, y, k } = this.view, next = Math.min(Math.max(k * factor, this.least), this.least * 120);
    const shift = 1 / k - 1 / next;
    this.view = this.kept({ x: x + (px - this.w / 2) * shift, y: y + (py - this.h / 2) * shift, k: next });
    this.rest();
  }

  hands() {
    const down = new Map();
    let moved = 0;
    const spot = (event) => { const { left, top } = this.box.getBoundingClientRect(); return [event.clientX - left, event.clientY - top]; };
    this.box.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      down.set(event.pointerId, spot(event));
      this.box.setPointerCapture(event.pointerId);
      moved = 0;
      cancelAnimationFrame(this.flight);
    });
    this.box.addEventListener("pointermove", (event) => {
      const before = down.get(event.pointerId), now = spot(event);
      if (!before) return this.hover(now);
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      const spread = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
      down.set(event.pointerId, now);
      if (other) return this.zoomAt(spread(now, other) / Math.max(spread(before, other), 1), other[0], other[1]);
      const { x, y, k } = this.view;
      this.view = this.kept({ x: x - (now[0] - before[0]) / k, y: y - (now[1] - before[1]) / k, k });
      if (moved > 4) this.rest();
      return undefined;
    });
    const up = (event) => {
      if (!down.delete(event.pointerId) || moved > 6 || event.type === "pointercancel") return;
      const hit = this.under(spot(event));
      if (hit) this.open(hit);
    };
    this.box.addEventListener("pointerup", up);
    this.box.addEventListener("pointercancel", up);
    this.box.addEventListener("pointerleave", () => this.hover(null));
    this.box.addEventListener("dblclick", (event) => this.zoom(STRETCH, ...spot(event)));
  }

  under([px, py]) {
    return this.seen().reverse().find((cluster) => {
      const [cx, cy] = this.at(cluster);
      return Math.hypot(px - cx, py - cy) <= Math.max(cluster.r, 12);
    });
  }

  hover(spot) {
    const hit = spot ? this.under(spot) || null : null;
    if (hit === this.lit) return;
    this.lit = hit;
    this.box.style.cursor = hit ? "pointer" : "";
    this.box.title = hit ? `\u2068${this.title(hit).join("\u2069")}` : "";
    this.paintTop();
  }
}
