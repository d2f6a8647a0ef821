// Counts the words of a field while it is written, as `words` in app/reports/questions/values.py counts them.
const WORD = /[\p{L}\p{N}_]+(?:['’.-][\p{L}\p{N}_]+)*/gu;
const ONE_BY_ONE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]/gu;

export function words(text) {
  const plain = text.replace(/\p{M}/gu, "").replace(ONE_BY_ONE, " $& ");
  return (plain.match(WORD) ?? []).length;
}

function tell(place, text) {
  const most = Number(place.dataset.most);
  const count = words(text);
  const over = count - most;
  const said = over > 0 ? place.dataset.over : place.dataset.within;
  const values = { count, most, over };
  place.textContent = said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  place.classList.toggle("counter--over", over > 0);
}

for (const place of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(place.dataset.counter);
  field.addEventListener("input", () => tell(place, field.value));
  tell(place, field.value);
}
