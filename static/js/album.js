/* Many photographs: one request each, with its progress. Without this they go at once. */
(function () {
  var form = document.querySelector("[data-album]");
  if (!form || !window.FormData || !window.fetch) return;
  var list = form.querySelector("[data-album-list]");
  var button = form.querySelector("button");

  function line(file) {
    var item = document.createElement("li");
    var name = document.createElement("span");
    var bar = document.createElement("progress");
    var note = document.createElement("span");
    name.textContent = file.name + " ";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar, note);
    list.append(item);
    return { bar: bar, note: note };
  }

  function send(file, shown) {
    return new Promise(function (done) {
      var data = new FormData();
      ["csrfmiddlewaretoken", "credit"].forEach(function (name) {
        data.append(name, form.elements[name].value);
      });
      data.append("files", file);
      var request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = function (event) {
        if (event.lengthComputable) shown.bar.value = 100 * event.loaded / event.total;
      };
      request.onloadend = function () {
        var answer = {};
        try { answer = JSON.parse(request.responseText); } catch (error) { answer = {}; }
        var good = request.status === 201;
        shown.bar.value = good ? 100 : 0;
        var words = (answer.refused || []).join(" ") || form.dataset.failed;
        shown.note.textContent = " " + (good ? form.dataset.done : words);
        done(good);
      };
      request.send(data);
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var files = Array.prototype.slice.call(form.elements.files.files);
    var all = true;
    list.textContent = "";
    button.disabled = true;
    var shown = files.map(line);
    var turn = Promise.resolve();
    files.forEach(function (file, number) {
      turn = turn.then(function () { return send(file, shown[number]); })
        .then(function (good) { all = all && good; });
    });
    turn.then(function () {
      button.disabled = false;
      if (all) location.reload();
    });
  });
})();
