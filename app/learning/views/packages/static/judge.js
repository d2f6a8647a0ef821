/* Whether an answer is right, as the platform judges it. For old browsers too: no word newer than 2009. */
var judge = (function () {
  "use strict";

  var SHAPES = { "ة": "ه", "ى": "ي", "ٱ": "ا", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss" };
  var MARKS = new RegExp(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670" +
      "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0640]",
    "g"
  );
  var NO_LETTERS = /[\u060c\u061b\u061f\u066a-\u066d\u06d4\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f]/;

  function each(list, act) {
    for (var n = 0; n < list.length; n += 1) act(list[n], n);
  }

  function sorted(list) {
    return list.slice().sort();
  }

  /* ---------------------------------------------------------------- what was answered */

  function chosen(form) {
    var keys = [];
    each(form.querySelectorAll("input:checked"), function (input) {
      keys.push(input.value);
    });
    return keys;
  }

  function picks(form) {
    var told = {}, whole = true;
    each(form.querySelectorAll("select"), function (select) {
      told[select.name.slice(6)] = select.value; /* match-… and place-… are as long */
      whole = whole && select.value !== "";
    });
    return whole ? told : null;
  }

  function typed(form) {
    return form.querySelector("input[name=answer]").value.replace(/\s+/g, " ").replace(/^ | $/g, "").slice(0, 200);
  }

  /* {is: …}, or {wrong: the name of the sentence that says why it is no answer} */
  function read(form) {
    var kind = form.getAttribute("data-kind"), keys, told;
    if (kind === "one" || kind === "truth" || kind === "many") {
      keys = chosen(form);
      if (!keys.length) return { wrong: "answer_missing" };
      return { is: kind === "many" ? sorted(keys) : keys[0] };
    }
    if (kind === "match" || kind === "order") {
      told = picks(form);
      if (!told) return { wrong: "answer_incomplete" };
      return kind === "match" ? { is: told } : ordered(told);
    }
    told = typed(form);
    if (!told) return { wrong: "answer_missing" };
    return kind === "number" && number(told) === null ? { wrong: "answer_no_number" } : { is: told };
  }

  function ordered(places) {
    var steps = Object.keys(places), taken = {};
    for (var n = 0; n < steps.length; n += 1) {
      if (taken[places[steps[n]]]) return { wrong: "answer_place_twice" };
      taken[places[steps[n]]] = true;
    }
    return {
      is: steps.sort(function (one, other) {
        return places[one] - places[other];
      })
    };
  }

  /* ---------------------------------------------------------------- whether it is right */

  function right(kind, wanted, given) {
    if (kind === "many") return same(sorted(given), sorted(wanted.is));
    if (kind === "order") return same(given, wanted.is);
    if (kind === "match") return pairs(given, wanted.is);
    if (kind === "number") return near(number(given), wanted.is, wanted.tolerance || 0);
    if (kind === "words") return wanted.is.indexOf(fold(given)) >= 0;
    return given === wanted.is;
  }

  function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  function pairs(given, wanted) {
    var keys = Object.keys(wanted);
    for (var n = 0; n < keys.length; n += 1) if (given[keys[n]] !== wanted[keys[n]]) return false;
    return keys.length === Object.keys(given).length;
  }

  function near(one, wanted, tolerance) {
    return one !== null && Math.abs(one - wanted) <= tolerance + 1e-9;
  }

  /* 1,5 and 1.5, 5 600, ٤٤; null when it is no number */
  function number(words) {
    var text = String(words)
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (sign) {
        return String(sign.charCodeAt(0) & 15);
      })
      .replace(/^[\s%]+|[\s%]+$/g, "")
      .replace(/\u066b/g, ".")
      .replace(/\u066c/g, "")
      .replace(/\u2212/g, "-")
      .replace(/(\d)[\s\u00a0\u202f'\u2019](?=\d{3}(\D|$))/g, "$1");
    if (/^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(text)) text = text.replace(/,/g, "");
    else if (text.split(",").length === 2 && text.indexOf(".") < 0) text = text.replace(",", ".");
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : null;
  }

  /* Without case, marks and punctuation: "Inf.", "INF" and "inf" are one spelling. */
  function fold(words) {
    var text = String(words), folded = "";
    if (text.normalize) text = text.normalize("NFKD");
    text = text.toLowerCase().replace(MARKS, "").replace(/[ةىٱœæøłß]/g, function (sign) {
      return SHAPES[sign];
    });
    each(text.split(""), function (sign) {
      folded += is_of_word(sign) ? sign : " ";
    });
    return folded.replace(/ +/g, " ").replace(/^ | $/g, "");
  }

  function is_of_word(sign) {
    if (/[0-9]/.test(sign) || sign.toLowerCase() !== sign.toUpperCase()) return true;
    return sign >= "\u0370" && !NO_LETTERS.test(sign);
  }

  return { each: each, read: read, right: right, number: number, fold: fold };
})();
