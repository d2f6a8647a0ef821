// Saves each answer by itself while it is written, and says what is safe and what is not.
// A text that cannot be saved stays on the page, is tried again, and can be copied.
const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const WAIT = 1200; // after the last key
const AGAIN = 15000; // after a failure
const waiting = new Map(); // question → timer
const unsaved = new Set();
const busy = new Set();
const sent = new Map(); // question → what was sent last, so that leaving a field sends nothing twice
const tried = new Map(); // question → what was sent and may have arrived, though no answer came
let pressed = false; // a button or a box: nothing may move under it meanwhile, or the press is lost
const board = form.querySelector("[data-savestate]");

function say(place, text, tone) {
  if (!place) return;
  place.replaceChildren();
  const word = document.createElement("span");
  word.className = `status status--${tone}`;
  word.textContent = text;
  place.append(word);
  place.hidden = false;
}

// The list beside the page knew nothing of a first answer yet.
function begin() {
  const word = document.querySelector('.contents [aria-current="page"] .status--next');
  if (!word) return;
  word.classList.replace("status--next", "status--now");
  word.textContent = words.begun;
}

function tell() {
  if (unsaved.size === 0) say(board, words.safe, "done");
}

function nameOf(question) {
  return `${question.dataset.question}-${question.dataset.row}`;
}

function remember(question, fields) {
  const before = (tried.get(question) ?? []).filter((one) => one !== fields);
  tried.set(question, [...before.slice(0, 4), fields]);
}

// Whatever is sent, by this script or by a button, says what the page itself sent before.
form.addEventListener("formdata", ({ formData }) => {
  for (const [question, before] of tried) {
    for (const fields of before) formData.append(`sent-${nameOf(question)}`, fields);
  }
});

function fieldsOf(question) {
  const fields = new URLSearchParams();
  const whole = new FormData(form);
  const name = nameOf(question);
  for (const [key, value] of whole) {
    const mine = key === name || key.startsWith(`${name}-`) || key === `seen-${name}` || key === `sent-${name}`;
    if (typeof value === "string" && (mine || key === "section_lang")) fields.append(key, value);
  }
  fields.delete(`${name}-words`);
  return fields;
}

function wordsOf(question) {
  const fields = fieldsOf(question);
  for (const kind of ["seen", "sent"]) fields.delete(`${kind}-${nameOf(question)}`);
  return String(fields);
}

function offerCopy(place, question) {
  const text = question.querySelector("textarea, input[type=text]");
  if (!text || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = words.copied;
  });
  place.append(" ", button);
}

function failed(question, text, again) {
  const place = question.querySelector("[data-state]");
  say(place, text, "alert");
  say(board, words.leave, "alert");
  offerCopy(place, question);
  if (again) later(question, AGAIN);
}

async function answerOf(response) {
  const json = response.headers.get("Content-Type")?.includes("application/json");
  return json && !response.redirected ? response.json() : null;
}

// A new sign-in brings a new token: the page as it is now knows it.
async function renewed() {
  const response = await fetch(location.href);
  if (response.redirected || !response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("[data-autosave] [name=csrf_token]")?.value;
  if (token) form.elements.csrf_token.value = token;
  return Boolean(token);
}

function send(question) {
  const { question: key, row } = question.dataset;
  return fetch(`${words.autosave}${key}/${row}`, {
    method: "POST",
    body: fieldsOf(question),
    headers: { "X-Autosave": "1", "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
  });
}

async function save(question) {
  waiting.delete(question);
  if (pressed || busy.has(question)) return later(question, pressed ? 100 : WAIT);
  busy.add(question);
  const place = question.querySelector("[data-state]");
  say(place, words.saving, "now");
  unsaved.delete(question);
  sent.set(question, wordsOf(question));
  try {
    const going = send(question);
    remember(question, sent.get(question));
    let response = await going;
    if (response.status === 400 && (await renewed())) response = await send(question);
    const told = await answerOf(response);
    if (response.ok && told) {
      tried.delete(question);
      if (told.revision) form.elements[`seen-${nameOf(question)}`].value = told.revision;
      if (told.revision) begin();
      say(place, told.said, "done");
    } else {
      unsaved.add(question);
      if (response.status === 503 || response.status === 429) failed(question, words.busy, true);
      else if (told) failed(question, told.sentence, false);
      else failed(question, words.signedOut, false);
    }
  } catch {
    unsaved.add(question);
    failed(question, words.failed, true);
  }
  busy.delete(question);
  tell();
}

function later(question, wait) {
  clearTimeout(waiting.get(question));
  waiting.set(question, setTimeout(save, wait, question));
  unsaved.add(question);
}

function changed(event, wait) {
  const skipped = event.target.type === "file" || event.target.type === "search";
  const question = event.target.closest("[data-question]");
  const table = question?.querySelector("[data-question]");
  if (!question || table || skipped) return;
  // Else a press on “Copy” would take the button away: leaving the text is a change too.
  if (!wait && sent.get(question) === wordsOf(question)) return;
  later(question, wait);
}

form.addEventListener("input", (event) => changed(event, WAIT));
form.addEventListener("change", (event) => changed(event, 0));
form.addEventListener("picked", (event) => changed(event, 0));
form.addEventListener("keydown", (event) => {
  const line = event.target.matches("input:not([type=file], [type=search])");
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !line) return;
  event.preventDefault(); // it saves and stays
  changed(event, 0);
});
for (const back of ["online", "focus"]) addEventListener(back, () => unsaved.forEach((question) => later(question, 0)));

for (const [kind, is] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) {
  addEventListener(kind, () => { pressed = is; }, true);
}

let leaving = false;
form.addEventListener("submit", () => {
  leaving = true;
  waiting.forEach(clearTimeout);
});
addEventListener("beforeunload", (event) => {
  if (unsaved.size && !leaving) event.preventDefault();
});
addEventListener("pageshow", ({ persisted }) => {
  leaving = false; // who comes back with the browser's own button wrote here what they sent then
  if (persisted) unsaved.forEach((question) => remember(question, wordsOf(question)));
});
