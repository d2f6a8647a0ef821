// Counts the words of a field while it is written, as app/reports/questions.py counts them.
const WORD = /[\p{L}\p{M}\p{N}\p{Pc}]+(?:['’.-][\p{L}\p{M}\p{N}\p{Pc}]+)*/gu;
const ONE_BY_ONE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export function words(text) {
  const apart = text.replace(ONE_BY_ONE, " $& ");
  return (apart.match(WORD) ?? []).length;
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
