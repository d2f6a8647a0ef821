/* Pages of a package: answers are judged and shown again; what was done is given to the keeper. */
(function () {
  "use strict";

  var each = judge.each;
  var lesson = document.body.getAttribute("data-lesson");
  var forms = document.querySelectorAll("form.quiz");
  var state;

  function show(selector, whether) {
    each(document.querySelectorAll(selector), function (part) {
      part.hidden = !whether;
    });
  }

  function word(name) {
    return document.querySelector('[data-word="' + name + '"]').cloneNode(true);
  }

  function rights(answers) {
    return Object.keys(answers).filter(function (key) {
      return answers[key][0];
    }).length;
  }

  /* ---------------------------------------------------------------- the page of the course */

  function outline() {
    var right = 0;
    each(document.querySelectorAll("a[data-lesson]"), function (link) {
      var done = keeper.of(link.getAttribute("data-lesson"));
      right += rights(done.answers);
      link.querySelector("[data-open]").hidden = !!done.read;
      link.querySelector("[data-done]").hidden = !done.read;
    });
    each(document.querySelectorAll("[data-right]"), function (count) {
      count.textContent = right;
    });
    show("[data-kept]", keeper.keeps);
    show("[data-lost]", !keeper.keeps);
  }

  /* ---------------------------------------------------------------- a lesson */

  function begin() {
    var known = {};
    each(forms, function (form) {
      known[form.getAttribute("data-key")] = true;
    });
    state = keeper.open(lesson);
    each(Object.keys(state.answers), function (key) {
      if (!known[key]) delete state.answers[key]; /* of a question that has changed since */
    });
    each(forms, prepare);
    reading();
    var there = keeper.place && document.getElementById(keeper.place());
    if (there) there.scrollIntoView();
  }

  function tally() {
    var answers = state.answers;
    return { asked: forms.length, answered: Object.keys(answers).length, right: rights(answers) };
  }

  function save() {
    keeper.save(lesson, state, tally());
  }

  function prepare(form) {
    var kept = state.answers[form.getAttribute("data-key")];
    form.querySelector("[data-answer]").hidden = true;
    form.querySelector("[data-judging]").hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      answer(form);
    });
    if (kept && kept.length > 1) {
      fill(form, kept[1]);
      tell(form, kept[1], kept[0]);
    }
  }

  function answer(form) {
    var key = form.getAttribute("data-key"), given = judge.read(form), before = (state.answers[key] || [0])[0];
    if (given.wrong) return said(form, [word(given.wrong)], "");
    state.answers[key] = [before || is_right(form, given.is) ? 1 : 0, given.is];
    tell(form, given.is, before);
    save();
  }

  function is_right(form, given) {
    return judge.right(form.getAttribute("data-kind"), JSON.parse(form.getAttribute("data-is")), given);
  }

  function tell(form, given, before) {
    var right = is_right(form, given), keys = [].concat(given), parts = [word(right ? "right" : "again")];
    function add(selector) {
      each(form.querySelectorAll("[data-answer] " + selector), function (part) {
        parts.push(part.cloneNode(true));
      });
    }
    if (/^(one|many)$/.test(form.getAttribute("data-kind"))) {
      each(keys, function (key) {
        add('[data-because="' + key + '"]');
      });
    }
    add('[data-told="' + (right ? "right" : "wrong") + '"]');
    add("[data-passage]");
    if (before && !right) parts.push(word("before"));
    said(form, parts, right ? "quiz__result quiz__result--right" : "quiz__result quiz__result--again");
  }

  function said(form, parts, look) {
    var place = form.querySelector("[data-result]"), box = document.createElement("div");
    while (place.firstChild) place.removeChild(place.firstChild);
    box.className = look;
    each(parts, function (part) {
      box.appendChild(part);
    });
    place.appendChild(box);
  }

  function fill(form, given) {
    var kind = form.getAttribute("data-kind");
    each(form.querySelectorAll("input[type=radio], input[type=checkbox]"), function (input) {
      input.checked = [].concat(given).indexOf(input.value) >= 0;
    });
    each(form.querySelectorAll("select"), function (select) {
      var key = select.name.slice(6);
      select.value = kind === "order" ? given.indexOf(key) + 1 : given[key];
    });
    if (kind === "number" || kind === "words") form.querySelector("input[name=answer]").value = given;
  }

  function reading() {
    var button = document.querySelector("[data-read]");
    show("[data-reading]", true);
    show("[data-reading] [data-done]", state.read);
    button.addEventListener("click", function () {
      var next = button.getAttribute("data-next");
      state.read = 1;
      save();
      show("[data-reading] [data-done]", true);
      if (next) window.location.href = next;
    });
  }

  if (lesson) begin();
  else {
    outline();
    window.addEventListener("pageshow", outline); /* also when one comes back from a lesson */
  }
})();
