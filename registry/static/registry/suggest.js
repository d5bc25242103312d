// Names to choose from while somebody types in a search box. Without this script the box searches all the same.

const PAUSE = 150;

for (const box of document.querySelectorAll("input[data-suggestions]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);
  box.autocomplete = "off";
  let timer = 0;
  let asked = null;

  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (asked) asked.abort();
    if ([...list.options].some((option) => option.value === box.value)) return;
    timer = setTimeout(() => suggest(box, list, (asked = new AbortController()).signal), PAUSE);
  });
}

async function suggest(box, list, signal) {
  const address = new URL(box.dataset.suggestions, location.href);
  address.searchParams.set("q", box.value);
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map(({ text, about }) => {
      const option = document.createElement("option");
      option.value = text;
      option.label = about ? `${text} · ${about}` : text;
      return option;
    }));
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}
