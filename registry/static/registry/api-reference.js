// The contract of the API, to be read and tried. Without the page around it: that is ours.
const place = document.getElementById("api-reference");

// What the library draws, but for its own frame: the page has a main part, headings and a server already, and
// no link stands within a button.
function Within({ React, getComponent }) {
  const made = React.createElement;
  const part = (name, contained = true) => made(getComponent(name, contained));
  return {
    components: {
      PageLayout: ({ specSelectors }) => made("div", { className: "swagger-ui" },
        part("SvgAssets", false),
        specSelectors.loadingStatus() === "loading" && made("div", { className: "loading" }),
        part("errors"),
        specSelectors.securityDefinitions() && made("div", { className: "scheme-container" }, part("AuthorizeBtnContainer")),
        part("operations"),
        part("Models")),
      DeepLink: ({ text }) => made("span", null, text),
      CopyToClipboardBtn: () => null,
    },
  };
}

// Boxes and lists of choices are drawn without names: each is called by what it is for. A long answer is
// reached by keys.
function name() {
  for (const answer of place.querySelectorAll(".highlight-code > pre:not([tabindex])")) answer.tabIndex = 0;
  for (const box of place.querySelectorAll(":is(input, select, textarea):not([aria-label], [id])")) {
    const column = box.closest("[data-param-name]")?.dataset.paramName;
    box.setAttribute("aria-label", column || (box.matches(".examples-select-element") ? "Example" : "Body or media type"));
  }
}

new MutationObserver(name).observe(place, { childList: true, subtree: true });

window.SwaggerUIBundle({
  url: place.dataset.contract,
  domNode: place,
  plugins: [Within],
  layout: "PageLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  syntaxHighlight: false,
  supportedSubmitMethods: ["get", "post", "patch", "delete"],
});
