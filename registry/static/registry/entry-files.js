// Documents in the entry form: each is sent by itself when it is dropped or chosen, with its progress, and
// waits there until the record is saved. Without this script they are sent with the form.

const form = document.getElementById("entry");
const zone = form.querySelector("[data-hold]");
const field = zone.querySelector("input[type=file]");
const list = zone.querySelector("ul");
const under = new Set();

zone.classList.add("scripted");
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
}
form.addEventListener("dragleave", () => zone.classList.remove("over"));
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  zone.classList.remove("over");
  for (const file of event.dataTransfer.files) take(file);
});
field.addEventListener("change", (event) => {
  event.stopPropagation();
  for (const file of field.files) take(file);
  field.value = "";
});
// Who saves while a file is under way waits for it.
form.addEventListener("leaving", (event) => event.detail.waits.push(...under));

function take(file) {
  const sending = hold(file).finally(() => under.delete(sending));
  under.add(sending);
}

async function hold(file) {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", file.name);
  progress.max = file.size || 1;
  progress.value = 0;
  line.append(name, " ", progress);
  list.append(line);
  const told = file.size > Number(zone.dataset.largest) * 1e6
    ? { message: zone.dataset.tooLarge }
    : await send(file, progress);
  progress.remove();
  if (told.row) {
    line.remove();
    form.querySelector("[data-rows=file]").insertAdjacentHTML("beforeend", told.row);
    form.dispatchEvent(new Event("change"));
    return;
  }
  const word = document.createElement("span");
  word.className = "error";
  word.textContent = told.message || zone.dataset.failed;
  line.append(word);
}

async function send(file, progress) {
  const data = new FormData();
  data.set("_draft", await draft());
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("file", file);
  return new Promise((tell) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => { progress.value = event.loaded; });
    request.addEventListener("load", () => {
      try { tell(JSON.parse(request.responseText)); } catch { tell({}); }
    });
    request.addEventListener("error", () => tell({}));
    request.open("POST", zone.dataset.hold);
    request.send(data);
  });
}

// The unfinished entry that the file waits with: what is typed is kept first, so that there is one.
async function draft() {
  if (!form.elements._draft.value) {
    const asked = { until: null };
    form.dispatchEvent(new CustomEvent("keep", { detail: asked }));
    await asked.until;
  }
  return form.elements._draft.value;
}
