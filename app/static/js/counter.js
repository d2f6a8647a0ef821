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

const counted = []; // [field, its words when the page was drawn]
const total = document.querySelector("[data-total]");

// What the page said of all texts together, and what was written on it since.
function add() {
  if (!total) return;
  const more = counted.map(([field, before]) => words(field.value) - before).reduce((a, b) => a + b, 0);
  total.textContent = total.dataset.total.replace("{count}", Number(total.dataset.count) + more);
}

for (const place of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(place.dataset.counter);
  counted.push([field, words(field.defaultValue)]);
  field.addEventListener("input", () => {
    tell(place, field.value);
    add();
  });
  tell(place, field.value);
}
add();
