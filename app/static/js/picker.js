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

function pickedList(picker) {
  let list = picker.querySelector(".picked");
  if (!list) {
    list = document.createElement("ul");
    list.className = "cluster picked";
    list.setAttribute("role", "list");
    picker.prepend(list);
  }
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
  tell(picker);
}

function show(picker, found, told) {
  let list = picker.querySelector(".picker__list");
  if (!list) {
    list = document.createElement("div");
    list.className = "picker__list";
    list.setAttribute("role", "group");
    list.setAttribute("aria-live", "polite");
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
      add(picker, choice);
      label.remove();
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
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      clearTimeout(timer);
      look(picker, search);
    });
  }
  picker.addEventListener("click", (event) => {
    const button = event.target.closest(".picked button");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    search.focus();
    tell(picker);
  });
}
