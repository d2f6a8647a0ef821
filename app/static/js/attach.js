// Refuses a file that is too large before it is sent, beside the place where it was chosen.
for (const input of document.querySelectorAll("[data-largest]")) {
  const told = document.getElementById(`${input.name}-size`);
  input.addEventListener("change", () => {
    const most = Number(input.dataset.largest) * 1024 * 1024;
    told.hidden = ![...input.files].some((file) => file.size > most);
    if (!told.hidden) input.value = "";
  });
}
