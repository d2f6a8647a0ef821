/* What was done is told to the platform that shows this page, by SCORM 1.2; without one it is not kept.

   A score is told once every question of the lesson has an answer: a platform makes "failed" of half of it. */
var keeper = (function () {
  "use strict";

  var MOST = 4096, began = new Date().getTime();
  var api = find(), live = false, over = false, best = "", place = "";

  function find() {
    return above(window) || (window.opener ? above(window.opener) : null);
  }

  function above(start) {
    var here = start;
    try {
      for (var n = 0; n < 50; n += 1) {
        if (here.API) return here.API;
        if (!here.parent || here.parent === here) return null;
        here = here.parent;
      }
    } catch (error) {
      /* a window of somebody else's: there is nothing for us */
    }
    return null;
  }

  function get(name) {
    return live && !over ? String(api.LMSGetValue(name)) : "";
  }

  function set(name, value) {
    if (live && !over) api.LMSSetValue(name, String(value));
  }

  function commit() {
    if (live && !over) api.LMSCommit("");
  }

  function counts() {
    var mode = get("cmi.core.lesson_mode");
    return mode !== "browse" && mode !== "review";
  }

  function open() {
    live = !!api && String(api.LMSInitialize("")) === "true";
    if (!live) return { read: 0, answers: {} };
    best = get("cmi.core.lesson_status");
    place = get("cmi.core.lesson_location");
    if ((best === "" || best === "not attempted") && counts()) {
      best = "incomplete";
      set("cmi.core.lesson_status", best);
      commit();
    }
    return unpacked(get("cmi.suspend_data"));
  }

  function unpacked(text) {
    try {
      var told = JSON.parse(text);
      return { read: told.read || 0, answers: told.answers || {} };
    } catch (error) {
      return { read: 0, answers: {} };
    }
  }

  /* Words that were typed may be too long to be kept; that they were right is not. */
  function packed(state) {
    var text = JSON.stringify(state), short = {};
    if (text.length <= MOST) return text;
    judge.each(Object.keys(state.answers), function (key) {
      short[key] = [state.answers[key][0]];
    });
    text = JSON.stringify({ read: state.read, answers: short });
    return text.length <= MOST ? text : "";
  }

  /* told: how many are asked, answered, and answered rightly once */
  function save(lesson, state, told) {
    set("cmi.suspend_data", packed(state));
    set("cmi.core.lesson_location", place);
    if (counts()) judged(state, told);
    commit();
  }

  function judged(state, told) {
    if (told.asked && told.answered === told.asked) {
      var score = Math.round((100 * told.right) / told.asked);
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", score);
      if (best !== "passed") best = score >= needed() ? "passed" : "failed";
    } else if (!told.asked && state.read) {
      best = "completed";
    }
    set("cmi.core.lesson_status", best);
  }

  function needed() {
    return parseFloat(get("cmi.student_data.mastery_score")) || Number(document.body.getAttribute("data-pass"));
  }

  /* Where the reader is: the last heading or question above the middle of the window. */
  function note_place() {
    judge.each(document.querySelectorAll("h2[id], h3[id], form.quiz"), function (mark) {
      if (mark.id && mark.getBoundingClientRect().top < window.innerHeight / 2) place = mark.id;
    });
    set("cmi.core.lesson_location", place);
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function session_time() {
    var hundredths = Math.floor((new Date().getTime() - began) / 10), hours = Math.floor(hundredths / 360000);
    return (
      (hours < 10 ? "000" : hours < 100 ? "00" : hours < 1000 ? "0" : "") + Math.min(hours, 9999) +
      ":" + two(Math.floor(hundredths / 6000) % 60) +
      ":" + two(Math.floor(hundredths / 100) % 60) +
      "." + two(hundredths % 100)
    );
  }

  function finish() {
    if (!live || over) return;
    note_place();
    set("cmi.core.session_time", session_time());
    set("cmi.core.exit", "suspend");
    commit();
    over = true;
    api.LMSFinish("");
  }

  window.addEventListener("pagehide", finish);
  window.addEventListener("beforeunload", finish);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && over) window.location.reload(); /* a session that has ended is not taken up again */
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden || !live || over) return;
    note_place();
    commit();
  });

  return {
    keeps: !!api,
    open: open,
    save: save,
    place: function () {
      return place;
    }
  };
})();
