// Depositing a file: dropped onto the form or chosen in it, and sent while a bar shows how far it is.
// Without this script the form is sent as any other.

for (const form of document.querySelectorAll("form[data-deposit]")) {
  const file = form.elements.file;
  const bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]");

  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    file.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    const busy = (is) => {
      form.querySelector("button").disabled = is;
      bar.hidden = !is;
    };
    for (const old of form.querySelectorAll("p.error")) old.remove();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = total ? (100 * loaded) / total : 0;
      status.textContent = `${form.dataset.sending} ${Math.round(bar.value)}%`;
    });
    request.addEventListener("error", () => {
      busy(false);
      status.textContent = form.dataset.failed;
    });
    request.addEventListener("load", () => {
      busy(false);
      status.textContent = "";
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        status.textContent = form.dataset.failed;
        return;
      }
      if (request.status === 201) location.assign(form.querySelector(".actions a").href);
      else showErrors(form, answer.errors ?? {});
    });
    busy(true);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
}

function showErrors(form, errors) {
  let first = null;
  for (const [name, messages] of Object.entries(errors)) {
    const said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.textContent = messages.map((each) => each.message ?? each).join(" ");
    const field = form.elements[name];
    (field ?? form.querySelector("[role=status]")).after(said);
    first ??= field;
  }
  first?.focus();
}
