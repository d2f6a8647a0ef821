// Shows a question only while the answer it depends on asks for it. Without scripts a hint says the same.
const asked = document.querySelectorAll("[data-if]");

function given(name) {
  const fields = document.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  return [...fields].filter((f) => !["checkbox", "radio"].includes(f.type) || f.checked).map((f) => f.value);
}

function fits(question) {
  const keys = question.dataset.ifKeys.split(" ").filter(Boolean);
  const answers = given(question.dataset.if).filter(Boolean);
  return keys.length ? keys.some((key) => answers.includes(key)) : answers.length > 0;
}

function update() {
  for (const question of asked) question.hidden = !fits(question);
}

if (asked.length) {
  for (const hint of document.querySelectorAll("[data-if] > [id$='-if'], [data-if] fieldset > [id$='-if']")) hint.hidden = true;
  document.addEventListener("change", update);
  document.addEventListener("input", update);
  update();
}
