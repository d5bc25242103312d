// The entry form: kept while it is typed, cities looked up, rows added, domains found, likely duplicates
// shown. Without this script the form is a plain form that does the same at its buttons.

const form = document.getElementById("entry");
const words = document.getElementById("words").dataset;
const kept = document.getElementById("kept");
const key = () => `entry ${location.pathname} ${form.elements._draft.value}`;
const OWN = ["csrfmiddlewaretoken", "_version", "_found", "_theirs", "_save", "_submit", "_add", "files"];

// ---- Sending ------------------------------------------------------------------------------------

// The token changes when one signs in again in another window: the newest stands in the cookie.
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

function typed() {
  const data = new FormData(form);
  for (const name of OWN) data.delete(name);
  return data;
}

function send(address, data) {
  return fetch(address, { method: "POST", body: new URLSearchParams(data), headers: { "X-CSRFToken": token() } });
}

// ---- Kept as you type ----------------------------------------------------------------------------

let timer = 0;
let sending = null;
let again = false;
let leaving = "";

function changed() {
  remember();
  clearTimeout(timer);
  timer = setTimeout(keep, 1200);
}

// First in this browser, which loses nothing when the connection is gone.
function remember() {
  try {
    localStorage.setItem(key(), JSON.stringify([...typed()]));
  } catch { /* A browser without room for it: the register keeps it all the same. */ }
}

function forget() {
  try { localStorage.removeItem(key()); } catch { /* There was nothing. */ }
}

function keep() {
  if (leaving) return;
  if (sending) { again = true; return; }
  sending = sendTyped().finally(() => {
    sending = null;
    if (again) { again = false; keep(); }
  });
}

async function sendTyped() {
  try {
    const answer = await send(form.dataset.keep, typed());
    const told = await answer.json().catch(() => ({}));
    kept.textContent = told.message || words.offline;
    if (answer.ok) {
      forget();
      begun(told.draft);
    } else if (answer.status === 401) {
      const link = document.createElement("a");
      link.href = form.dataset.signIn;
      link.target = "_blank";
      link.textContent = words.signIn;
      kept.append(" ", link);
    }
  } catch {
    kept.textContent = words.offline;
  }
}

// A new agreement has an address of its own once it is kept: a reload finds it there.
function begun(draft) {
  if (form.elements._draft.value) return;
  form.elements._draft.value = draft;
  if (!form.elements._reference) history.replaceState(null, "", `${location.pathname}?draft=${draft}`);
}

function offerLost() {
  let lost = null;
  try { lost = JSON.parse(localStorage.getItem(key())); } catch { /* Nothing that can be read. */ }
  if (!lost || !form.dataset.fresh) { forget(); return; }
  const notice = document.createElement("div");
  notice.className = "notice warning";
  notice.setAttribute("role", "alert");
  notice.append(words.lost, " ", button(words.use, () => { fill(lost); notice.remove(); changed(); }));
  notice.append(" ", button(words.drop, () => { forget(); notice.remove(); }));
  form.before(notice);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// Write values back, with the rows that they need.
function fill(values) {
  for (const [name, value] of values) {
    if (["party", "source", "event"].includes(name) && !keys(name).includes(value)) addRow(name, "", value);
    if (name === "signatory" && !keys(name).includes(value)) {
      const of = values.find(([other]) => other === `signatory-${value}-of`);
      if (of) addRow("signatory", of[1], value);
    }
  }
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    box.checked = values.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of values) {
    const field = form.elements[name];
    if (field && field.tagName && field.type !== "checkbox" && !name.startsWith("_")) field.value = value;
  }
}

function keys(kind) {
  return [...form.querySelectorAll(`input[type=hidden][name="${kind}"]`)].map((field) => field.value);
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
// What is under way is let through first: it must not arrive after the record is saved. A second click while
// the first is being answered sends nothing.
form.addEventListener("submit", (event) => {
  if (leaving === "gone") { event.preventDefault(); return; }
  clearTimeout(timer);
  form.elements.csrfmiddlewaretoken.value = token();
  const waits = sending ? [sending] : [];
  form.dispatchEvent(new CustomEvent("leaving", { detail: { waits } }));
  if (!waits.length) {
    leaving = "gone";
    // Who stops the page from loading, or gets no answer, may try again.
    setTimeout(() => { leaving = ""; }, 15000);
    return;
  }
  event.preventDefault();
  if (leaving) return;
  leaving = "waits";
  const button = event.submitter;
  Promise.allSettled(waits).then(() => form.requestSubmit(button));
});
// Back on this page by the browser's arrow: it is filled in again.
window.addEventListener("pageshow", () => { leaving = ""; });
form.addEventListener("keep", (event) => { clearTimeout(timer); keep(); event.detail.until = sending; });
document.addEventListener("visibilitychange", () => { if (document.hidden && timer) { clearTimeout(timer); keep(); } });

// ---- Rows ----------------------------------------------------------------------------------------

let counter = 100;

function addRow(kind, of = "", key = "") {
  const where = form.querySelector(of ? `[data-rows="signatory"][data-of="${of}"]` : `[data-rows="${kind}"]`);
  if (!where) return null;
  if (!key) key = `n${(counter += 1)}`;
  const pattern = document.getElementById(`pattern-${kind}`).innerHTML;
  where.insertAdjacentHTML("beforeend", pattern.replaceAll("__row__", key).replaceAll("__of__", of));
  const row = where.lastElementChild;
  dress(row);
  return row;
}

form.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (add) {
    event.preventDefault();
    const party = add.dataset.add === "signatory" ? add.closest("[data-row=party]") : null;
    const of = party ? party.querySelector("input[name=party]").value : "";
    const row = addRow(add.dataset.add, of);
    row?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    changed();
  }
  const pick = event.target.closest("[data-pick]");
  if (pick) choose(pick.closest("[data-row=party]"), pick.dataset.pick, pick.dataset.name);
});

function dress(part) {
  for (const box of part.querySelectorAll("[data-city] input")) picker(box);
  for (const tick of part.querySelectorAll("[data-take]")) takeOrLeave(tick);
}

// The other person's words stand in the field while theirs is ticked; who writes there again unticks it.
function takeOrLeave(tick) {
  const field = form.elements[tick.value];
  if (!field?.tagName) return;
  let mine = field.value;
  tick.addEventListener("change", () => { field.value = tick.checked ? tick.dataset.take : mine; });
  field.addEventListener("input", () => { mine = field.value; tick.checked = false; });
}

// ---- Cities --------------------------------------------------------------------------------------

function choose(row, id, name) {
  const field = row.querySelector("[data-city] input");
  field.value = name;
  row.querySelector("input[type=hidden][name$='-city']").value = id;
  changed();
  askDuplicates();
}

function picker(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-list`;
  list.className = "picker";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  let pause = 0;
  let asked = null;
  const row = box.closest("[data-row=party]");

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    choose(row, option.dataset.id, option.dataset.name);
    close();
  };
  const mark = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  box.addEventListener("input", () => {
    row.querySelector("input[type=hidden][name$='-city']").value = "";
    clearTimeout(pause);
    if (asked) asked.abort();
    if (box.value.trim().length < 2) { close(); return; }
    pause = setTimeout(async () => {
      asked = new AbortController();
      const address = new URL(form.dataset.cities, location.href);
      address.searchParams.set("q", box.value);
      try {
        const answer = await fetch(address, { signal: asked.signal });
        if (!answer.ok) return;
        const { cities } = await answer.json();
        list.replaceChildren(...cities.map((city, place) => option(list, city, place)));
        if (!cities.length) list.append(nothing());
        list.hidden = false;
        box.setAttribute("aria-expanded", "true");
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }, 150);
  });
  box.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-id]")];
    if (list.hidden || !options.length) return;
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(options[(at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(options[at]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  box.addEventListener("blur", () => setTimeout(close, 200));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[data-id]");
    if (option) { event.preventDefault(); take(option); }
  });
}

function option(list, city, place) {
  const made = document.createElement("li");
  made.id = `${list.id}-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.id = city.id;
  made.dataset.name = city.name;
  const name = document.createElement("bdi");
  name.textContent = city.name;
  const about = document.createElement("small");
  about.textContent = city.about;
  made.append(name, " ", about);
  return made;
}

function nothing() {
  const made = document.createElement("li");
  made.className = "none";
  made.textContent = words.none;
  return made;
}

// ---- Likely duplicates ----------------------------------------------------------------------------

let doubt = 0;

function askDuplicates() {
  clearTimeout(doubt);
  doubt = setTimeout(async () => {
    const answer = await send(form.dataset.duplicates, typed()).catch(() => null);
    if (answer?.ok) document.getElementById("duplicates").innerHTML = await answer.text();
  }, 400);
}

form.addEventListener("change", (event) => {
  if (["signed_on", "designation_ar", "designation_en"].includes(event.target.name)) askDuplicates();
});

// ---- Domains ---------------------------------------------------------------------------------------

// Letters that are typed for one another are the same here: أ إ آ and ا, ة and ه, ى and ي; no vowel signs.
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u0655\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي");
}

const filter = document.querySelector("[data-filter]");
filter.hidden = false;
filter.querySelector("input").addEventListener("input", (event) => {
  event.stopPropagation();
  const wanted = folded(event.target.value.trim());
  for (const branch of document.querySelectorAll(".tree > details")) {
    let any = false;
    for (const domain of branch.querySelectorAll(".domain")) {
      // What is ticked stays in sight, with the words beside it.
      const ticked = domain.querySelector("input[name=domain]").checked;
      const fits = ticked || folded(domain.dataset.domain).includes(wanted);
      domain.hidden = !fits;
      any ||= fits;
    }
    branch.hidden = !any;
    if (wanted) branch.open = any;
  }
});
filter.querySelector("input").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

// ---- At the beginning ------------------------------------------------------------------------------

dress(form);
offerLost();
document.getElementById("faults")?.focus();
