// A question that hangs on an earlier one shows only where it is asked. Without script it stays and
// says when it is asked; what is written there otherwise is dropped by the server.
"use strict";

for (const form of document.querySelectorAll("form[data-conditions]")) {
  const hung = [...form.querySelectorAll("[data-when]")];
  const show = () => {
    const given = new FormData(form);
    for (const field of hung) {
      const asked = field.dataset.values.split(" ").includes(given.get(field.dataset.when));
      field.hidden = !asked;
    }
  };
  form.addEventListener("change", show);
  show();
}
