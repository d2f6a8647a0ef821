// Warns before a page is left, for another language too, while words stand in a form that were not sent.
let unsent = false;

for (const form of document.querySelectorAll("form[data-written]")) {
  if (form.dataset.written) unsent = true; // it came back with what was typed
  form.addEventListener("input", () => { unsent = true; });
  form.addEventListener("submit", () => { unsent = false; });
  form.querySelector("[data-cancel]")?.addEventListener("click", () => { unsent = false; });
}
addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});
