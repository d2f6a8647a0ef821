// Finds species or countries while a name is typed, and adds or removes them without leaving the page.
const WAIT = 250;
const pickers = document.querySelectorAll("[data-picker]");

function named(choice) {
  const whole = document.createElement("span");
  const name = document.createElement("bdi");
  name.lang = choice.lang;
  name.textContent = choice.label;
  whole.append(name);
  if (choice.note) {
    const latin = document.createElement("i");
    latin.lang = "la";
    latin.textContent = choice.note;
    whole.append(" ", latin);
  }
  return whole;
}

function keys(picker) {
  return [...picker.querySelectorAll(".picked input")].map((input) => input.value);
}

function tell(picker) {
  picker.dispatchEvent(new CustomEvent("picked", { bubbles: true }));
}

function say(picker, words, values) {
  picker.querySelector("[data-said]").textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function pickedList(picker) {
  const there = picker.querySelector(".picked");
  if (there.localName === "ul") return there;
  const list = document.createElement("ul"); // it says that nothing is chosen
  list.className = "cluster picked";
  list.setAttribute("role", "list");
  there.replaceWith(list);
  return list;
}

function add(picker, choice) {
  if (keys(picker).includes(choice.key)) return;
  const item = document.createElement("li");
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = picker.dataset.picker;
  input.value = choice.key;
  const button = document.createElement("button");
  button.className = "button button--small";
  button.type = "button";
  button.textContent = picker.dataset.remove;
  button.setAttribute("aria-label", `${picker.dataset.remove}: ${choice.label}`);
  item.append(input, named(choice), " ", button);
  pickedList(picker).append(item);
  say(picker, picker.dataset.chosen, { name: choice.label });
  tell(picker);
}

function show(picker, found, told) {
  let list = picker.querySelector(".picker__list");
  if (!list) {
    list = document.createElement("div");
    list.className = "picker__list";
    list.setAttribute("role", "group");
    picker.querySelector(".search").after(list);
  }
  list.replaceChildren();
  for (const choice of found) {
    if (keys(picker).includes(choice.key)) continue;
    const label = document.createElement("label");
    label.className = "choice";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => {
      const next = label.nextElementSibling?.querySelector("input") ?? picker.querySelector("input[type=search]");
      add(picker, choice);
      label.remove();
      next.focus();
    });
    label.append(box, " ", named(choice));
    list.append(label);
  }
  if (told) {
    const more = document.createElement("p");
    more.className = "quiet";
    more.textContent = told;
    list.append(more);
  }
  const count = boxes(picker).length;
  say(picker, count ? picker.dataset.count : (told ?? ""), { count });
}

function boxes(picker) {
  return [...picker.querySelectorAll(".picker__list input")];
}

async function look(picker, search) {
  const words = search.value;
  if (words.trim().length < 2) return show(picker, []);
  const address = new URL(picker.dataset.pickerUrl, location.href);
  address.searchParams.set("q", words);
  try {
    const response = await fetch(address);
    const { found, told } = response.ok ? await response.json() : {};
    if (found && search.value === words) show(picker, found, told); // not what was asked for before
  } catch {
    // Offline: the button still finds, once there is a connection.
  }
}

for (const picker of pickers) {
  let timer;
  const search = picker.querySelector("input[type=search]");
  if (picker.dataset.pickerUrl) {
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT, picker, search);
    });
  }
  picker.addEventListener("keydown", async (event) => {
    const found = boxes(picker);
    const here = found.indexOf(event.target); // the box to type in stands before the first
    if (event.isComposing || (here < 0 && event.target !== search)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      (here + step < 0 ? search : found[here + step])?.focus();
    } else if (event.key === "Escape" && here >= 0) search.focus();
    else if (event.key === "Enter" && here >= 0) {
      event.preventDefault();
      event.target.click();
    } else if (event.key === "Enter" && picker.dataset.pickerUrl) {
      event.preventDefault();
      clearTimeout(timer);
      await look(picker, search);
      boxes(picker)[0]?.focus();
    }
  });
  picker.addEventListener("click", (event) => {
    const button = event.target.closest(".picked button");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    say(picker, picker.dataset.removed, { name: item.querySelector("bdi").textContent });
    item.remove();
    search.focus();
    tell(picker);
  });
}
