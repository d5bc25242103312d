// The many choices of a facet that stand behind “more” are taken up by htmx once somebody opens them: each
// link costs a phone some of the time in which it could answer. Without this script they are plain links.

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.("details[hx-disable]") || !window.htmx) return;
    target.removeAttribute("hx-disable");
    window.htmx.process(target);
  },
  true,
);
