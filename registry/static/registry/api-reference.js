// The contract of the API, to be read and tried. Without the page around it: that is ours.
const place = document.getElementById("api-reference");

window.SwaggerUIBundle({
  url: place.dataset.contract,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  syntaxHighlight: false,
  supportedSubmitMethods: ["get", "post", "patch", "delete"],
});
