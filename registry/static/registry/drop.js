// Documents dropped onto a record: each is sent by itself, with its progress. Without this script the form
// deposits one at a time.

const zone = document.querySelector("[data-drop]");

if (zone) {
  const field = zone.querySelector("input[type=file]");
  const list = zone.querySelector("ul");
  zone.querySelector("button").hidden = true;
  zone.classList.add("scripted");
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    for (const file of event.dataTransfer.files) deposit(file, list);
  });
  field.addEventListener("change", () => {
    for (const file of field.files) deposit(file, list);
    field.value = "";
  });
}

function deposit(file, list) {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = file.size;
  progress.value = 0;
  const word = document.createElement("span");
  line.append(name, " ", progress, " ", word);
  list.append(line);
  const data = new FormData(zone);
  data.set("file", file);
  const sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (event) => { progress.value = event.loaded; });
  sending.addEventListener("load", () => {
    progress.remove();
    const told = read(sending.responseText);
    if (sending.status === 201) {
      word.textContent = zone.dataset.sent;
      const link = document.createElement("a");
      link.href = told.url;
      link.textContent = file.name;
      name.replaceChildren(link);
    } else {
      word.className = "error";
      word.textContent = faults(told) || zone.dataset.failed;
    }
  });
  sending.addEventListener("error", () => {
    progress.remove();
    word.className = "error";
    word.textContent = zone.dataset.failed;
  });
  sending.open("POST", zone.action);
  sending.setRequestHeader("Accept", "application/json");
  sending.send(data);
}

function read(text) {
  try { return JSON.parse(text); } catch { return {}; }
}

function faults(told) {
  return Object.values(told.errors ?? {}).flat().map((fault) => fault.message ?? fault).join(" ");
}
