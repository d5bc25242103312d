// The map of all cities, drawn from columns of places and links in the plane the server projected them to.
// It draws in a worker, so that the page answers meanwhile; where a browser lets no worker draw, in the page.
// The page tells it what its reader does (`hand`), it says what is in view (`say`).

const CELL = 40; // pixels: places nearer than this are shown as one
const MOST_LISTED = 40;
const NEAREST = 120; // times the view of the whole map
const LINKS_AT_ONCE = 250;
const MOST_A_FRAME = 5; // such batches: they are painted when the frame ends, where no clock of ours reaches
const REST = 140; // milliseconds without a move, until what was moved as a picture is drawn anew
const FLIGHT = 260; // milliseconds from one view to the next

const frame = self.requestAnimationFrame ? (next) => self.requestAnimationFrame(next) : (next) => setTimeout(() => next(performance.now()), 16);

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

// The two paths of the picture of the land, whose elements bear these names.
async function outline(address) {
  const picture = await (await fetch(address)).text();
  const path = (id) => new Path2D(picture.match(new RegExp(`id="${id}"[^>]*><path[^>]* d="([^"]+)"`))[1]);
  return { sea: path("sea"), land: path("land") };
}

export async function begin(canvas, setting, say) {
  const [data, land] = await Promise.all([columns(setting.places), outline(setting.land)]);
  const drawing = new Drawing(canvas, data, land, setting, say);
  drawing.whole({ moving: false });
  drawing.write();
  return drawing;
}

class Drawing {
  constructor(canvas, data, land, setting, say) {
    Object.assign(this, { canvas, data, land, setting, say, ink: setting.ink, calm: setting.calm });
    this.ground = typeof document === "undefined" ? new OffscreenCanvas(1, 1) : document.createElement("canvas");
    this.number = new Intl.NumberFormat(setting.locale);
    this.font = "sans-serif";
    this.parts = new Map();
    this.links = [];
    this.pick = null;
    this.lit = null;
    this.flight = this.turn = this.telling = 0;
    this.size(setting);
  }

  hand({ act, ...how }) {
    this[act](how);
  }

  // The letters of the page, which a worker does not share.
  async write() {
    if (typeof FontFace === "undefined") return;
    const faces = Object.entries(this.setting.fonts).map(([name, address]) => new FontFace(name, `url("${address}")`, { weight: "600" }));
    const known = typeof document === "undefined" ? self.fonts : document.fonts;
    for (const face of faces) known.add(face);
    await Promise.allSettled(faces.map((face) => face.load()));
    this.font = [...Object.keys(this.setting.fonts).map((name) => `"${name}"`), "sans-serif"].join(", ");
    this.compose();
  }

  // ---- The view: the point of the map in the middle, and how many pixels a unit takes

  size({ size: { width, height, density } }) {
    this.w = Math.max(1, Math.round(width));
    this.h = Math.max(1, Math.round(height));
    this.density = density;
    for (const canvas of [this.ground, this.canvas]) {
      canvas.width = this.w * density;
      canvas.height = this.h * density;
    }
    this.least = Math.min(this.w / this.data.width, this.h / this.data.height);
    if (!this.view) return;
    this.view = this.kept(this.view);
    this.draw();
  }

  inks({ ink, calm }) {
    Object.assign(this, { ink, calm });
    this.draw();
  }

  kept({ x, y, k }) {
    const scale = Math.min(Math.max(k, this.least), this.least * NEAREST);
    const within = (value, size, pixels) => {
      const half = pixels / scale / 2;
      return half * 2 >= size ? size / 2 : Math.min(Math.max(value, half), size - half);
    };
    return { x: within(x, this.data.width, this.w), y: within(y, this.data.height, this.h), k: scale };
  }

  whole({ moving = true } = {}) {
    const { x, y } = this.data;
    if (!x.length) return this.go({ x: this.data.width / 2, y: this.data.height / 2, k: this.least }, false);
    return this.fit(ends(x), ends(y), moving);
  }

  fit([west, east], [north, south], moving = true) {
    const k = Math.min(this.w / (east - west + 1), this.h / (south - north + 1)) * 0.86;
    this.go({ x: (west + east) / 2, y: (north + south) / 2, k: Math.min(k, this.least * 60) }, moving);
  }

  // `at`: the point that stays where it is; `held`: with the fingers on it.
  zoom({ factor, at: [px, py] = [this.w / 2, this.h / 2], held = false }) {
    const { x, y, k } = this.view, next = Math.min(Math.max(k * factor, this.least), this.least * NEAREST);
    const shift = 1 / k - 1 / next;
    this.move({ x: x + (px - this.w / 2) * shift, y: y + (py - this.h / 2) * shift, k: next }, held);
  }

  pan({ by: [dx, dy], held = false }) {
    const { x, y, k } = this.view;
    this.move({ x: x + dx / k, y: y + dy / k, k }, held);
  }

  move(target, held) {
    if (!held) return this.go(target);
    this.view = this.kept(target);
    return this.rest();
  }

  hold() {
    this.flight++;
  }

  go(target, moving = true) {
    const flight = ++this.flight, goal = this.kept(target);
    if (!moving || this.calm || !this.view) {
      this.view = goal;
      return this.draw();
    }
    const begin = this.view, started = performance.now();
    const step = (now) => {
      if (flight !== this.flight) return this.rest();
      const t = Math.min(Math.max(now - started, 0) / FLIGHT, 1), ease = 1 - (1 - t) ** 3;
      const mix = (a, b) => a + (b - a) * ease;
      this.view = t < 1 ? { x: mix(begin.x, goal.x), y: mix(begin.y, goal.y), k: begin.k * (goal.k / begin.k) ** ease } : goal;
      if (t === 1) return this.draw();
      this.compose();
      return frame(step);
    };
    return frame(step);
  }

  // ---- Drawing: the ground with its links is slow, and moved as a picture until the hand rests

  draw() {
    clearTimeout(this.resting);
    this.gather();
    this.paintGround();
    this.compose();
    this.tell();
  }

  rest() {
    clearTimeout(this.resting);
    this.compose();
    this.resting = setTimeout(() => this.draw(), REST);
  }

  place(context) {
    const { x, y, k } = this.view, d = this.density;
    context.setTransform(k * d, 0, 0, k * d, (this.w / 2 - x * k) * d, (this.h / 2 - y * k) * d);
  }

  paintGround() {
    const context = this.ground.getContext("2d");
    this.ground.width = this.w * this.density; // empties it, with all that was set
    this.place(context);
    context.fillStyle = this.ink.sea;
    context.fill(this.land.sea);
    context.fillStyle = this.ink.land;
    context.fill(this.land.land);
    context.strokeStyle = this.ink.shore;
    context.lineWidth = 0.7 / this.view.k;
    context.stroke(this.land.land);
    this.painted = { ...this.view };
    this.paintLinks(context);
  }

  // As many links a frame as leave time, so that a hand is answered meanwhile.
  paintLinks(context) {
    const turn = ++this.turn, { k } = this.view, near = Math.min(k / this.least, 12);
    context.strokeStyle = this.ink.link;
    const faintest = Math.min(0.04 * (this.w / 1200), 0.04);
    context.globalAlpha = Math.min(Math.max((100 * Math.sqrt(near)) / (this.data.from.length + 1), faintest), 0.7);
    context.lineWidth = 0.8 / k;
    context.clip(this.land.sea);
    const all = Math.ceil(this.data.from.length / LINKS_AT_ONCE);
    let next = 0, many = 1, before = 0;
    const some = (now) => {
      if (turn !== this.turn) return;
      if (before) many = now - before < 25 ? Math.min(many + 1, MOST_A_FRAME) : Math.max(many - 1, 1);
      before = now;
      for (const last = Math.min(next + many, all); next < last; next++) context.stroke(this.batch(next));
      this.compose();
      if (next < all) frame(some);
    };
    if (all) frame(some);
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
    return arc(x[west] + width, y[west], x[east], y[east]);
  }

  compose() {
    const context = this.canvas.getContext("2d"), d = this.density;
    const { x, y, k } = this.painted, now = this.view, factor = now.k / k;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const left = (x - now.x) * now.k + (this.w / 2) * (1 - factor), top = (y - now.y) * now.k + (this.h / 2) * (1 - factor);
    context.setTransform(factor, 0, 0, factor, left * d, top * d);
    context.drawImage(this.ground, 0, 0);
    context.setTransform(d, 0, 0, d, 0, 0);
    if (this.pick !== null) this.paintPartners(context);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const cluster of this.seen().reverse()) this.paintCluster(context, cluster);
  }

  paintCluster(context, cluster) {
    const [px, py] = this.at(cluster), { r, count, most } = cluster, picked = most === this.lit;
    context.beginPath();
    context.arc(px, py, r, 0, 7);
    context.fillStyle = picked || (count === 1 && most === this.pick) ? this.ink.pick : this.ink.dot;
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
    } else if (this.view.k > this.least * 6 && this.data.named.has(most)) {
      this.label(context, this.data.named.get(most)[0], px, py - 13);
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

  // ---- Places that are too near to each other are one; each is called by its place with most agreements

  gather() {
    const { x, y, agreements } = this.data, cell = CELL / this.view.k, fields = new Map();
    for (let i = 0; i < x.length; i++) {
      const key = Math.floor(x[i] / cell) * 65536 + Math.floor(y[i] / cell), field = fields.get(key);
      if (!field) fields.set(key, { ranks: [i], x: x[i], y: y[i], most: i });
      else {
        field.ranks.push(i);
        field.x += x[i];
        field.y += y[i];
        if (agreements[i] > agreements[field.most]) field.most = i;
      }
    }
    const circles = [...fields.values()].map((field) => {
      const count = field.ranks.length, r = count === 1 ? 4.5 : Math.min(8 + 1.5 * Math.log2(count), 24);
      return { ...field, count, r, x: field.x / count, y: field.y / count };
    });
    this.clusters = this.apart(circles.sort((a, b) => b.count - a.count));
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

  under([px, py]) {
    return this.seen().reverse().find((cluster) => {
      const [cx, cy] = this.at(cluster);
      return Math.hypot(px - cx, py - cy) <= Math.max(cluster.r, 12);
    });
  }

  // ---- What is said: the places in view, the one under the pointer, the one that was chosen

  called({ most, count }) {
    return { most, count, name: this.data.named.get(most)?.[0] || "" };
  }

  async tell() {
    const seen = this.seen(), turn = ++this.telling, listed = seen.slice(0, MOST_LISTED);
    await this.learn(listed.map((cluster) => cluster.most));
    if (turn !== this.telling) return;
    const cities = seen.reduce((sum, cluster) => sum + cluster.count, 0);
    this.say({ seen: listed.map((cluster) => this.called(cluster)), cities });
    this.compose();
  }

  hover({ at }) {
    const hit = at ? this.under(at) : undefined;
    if ((hit?.most ?? null) === this.lit) return;
    this.light({ most: hit?.most ?? null });
    this.say({ hover: hit ? this.called(hit) : null });
  }

  light({ most }) {
    this.lit = most;
    this.compose();
  }

  tap({ at }) {
    const hit = this.under(at);
    if (hit) this.enter(hit);
  }

  open({ most }) {
    const cluster = this.clusters.find((one) => one.most === most);
    if (cluster) this.enter(cluster);
  }

  enter(cluster) {
    if (cluster.count === 1) return this.choose(cluster.most);
    const { x, y } = this.data, xs = ends(cluster.ranks.map((rank) => x[rank])), ys = ends(cluster.ranks.map((rank) => y[rank]));
    const one = xs[0] === xs[1] && ys[0] === ys[1];
    if (one || this.view.k >= this.least * 100) return this.choose(cluster.most, cluster.ranks);
    this.say({ entered: true });
    return this.fit(xs, ys);
  }

  async choose(rank, all = [rank]) {
    this.pick = rank;
    this.compose();
    await this.learn(all);
    this.say({
      chosen: all.slice(0, MOST_LISTED).map((one) => {
        const [name, slug, country] = this.data.named.get(one) || ["", "", ""];
        return { name, slug, country, agreements: this.data.agreements[one] };
      }),
    });
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
      const coming = fetched(this.setting.names.replace("/0/", `/${number}/`)).then((answer) => answer.json()).then(({ of, names }) => {
        if (of !== this.data.of) return this.say({ outdated: true });
        return names.forEach((name, place) => this.data.named.set(number * this.data.part + place, name));
      });
      this.parts.set(number, coming.catch(() => this.parts.delete(number)));
    }
    return this.parts.get(number);
  }
}

function ends(values) {
  let least = values[0], most = values[0];
  for (const value of values) { least = Math.min(least, value); most = Math.max(most, value); }
  return [least, most];
}

if (typeof document === "undefined") {
  let drawing;
  self.onmessage = ({ data: { canvas, setting, ...hand } }) => {
    if (!canvas) return drawing.then((one) => one.hand(hand), () => {});
    drawing = begin(canvas, setting, (words) => self.postMessage(words));
    return drawing.catch((error) => self.postMessage({ failed: String(error) }));
  };
}
