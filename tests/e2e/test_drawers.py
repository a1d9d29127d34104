"""Pictures of scores and segmentations in a browser, fed with made-up frames, without a server."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute

from aelab import frames
from tests.e2e import fabricated
from tooling.lab import ROOT, Lab, wait

pytestmark = pytest.mark.e2e

PACKAGE = Path(__file__).parents[2] / "aelab"
SCRIPTS = PACKAGE / "web" / "js"
BUNDLE = PACKAGE / "bundled" / "lab.js"
PAGE = "<!doctype html><meta charset=utf-8><body style='margin:0'><div id=at></div>"
MOUNT = """async (data) => {
  const { mount } = await import("/lab-js/app/live.js");
  window.rerun = (data) =>
    mount({ parentElement: document.querySelector("#at"), data, setTriggerValue: () => {} });
  window.rerun(data);
}"""
NOTEBOOK = """async (bytes) => {
  const { mount } = await import("/lab-js/app/live.js");
  window.sent = [];
  const receivers = new Set();
  const channel = {
    on: (_, receive) => receivers.add(receive),
    off: (_, receive) => receivers.delete(receive),
    send: (message) => window.sent.push(message),
  };
  mount({ parentElement: document.querySelector("#at"), data: { channel },
          setTriggerValue: () => {} });
  const padded = Uint8Array.from([0, 0, ...bytes]); // a view may begin anywhere in its buffer
  for (const receive of receivers) {
    receive({ news: { state: "running" } });
    receive({}, [new DataView(padded.buffer, 2)]);
  }
}"""
SCORE_VIEWS = ("scores", "extremes", "roc", "mass")
OTHERS = ("lesions", "dice", "complexity", "reconstructions")


@pytest.fixture
def mount(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Show frames in the component; errors of the page fail the test."""
    pages, errors = [], []

    def show(frame: bytes, run: None = None, width: int = 960, **data: Any) -> Lab:
        page = browser.new_page(viewport={"width": width, "height": 760})
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/*", lambda route: _answer(route, frame))
        page.goto("http://lab.test/")
        page.evaluate(MOUNT, {"run": run} | ({} if run else {"frame_url": "/frame"}) | data)
        page.wait_for_selector(f"{ROOT}[data-step='800']")
        _draw(page)
        return Lab(page)

    yield show
    for page in pages:
        page.close()
    assert errors == []


def _answer(route: Route, frame: bytes) -> None:
    path = route.request.url.split("lab.test")[1]
    if path == "/":
        return route.fulfill(body=PAGE, content_type="text/html")
    if path == "/frame":
        return route.fulfill(body=frame)
    kind = "text/css" if path.endswith(".css") else "text/javascript"
    return route.fulfill(
        body=(SCRIPTS / path.removeprefix("/lab-js/")).read_text(), content_type=kind
    )


def _figures(lab: Lab) -> list[float]:
    """Return efficiency, mistag and rejection as they are written."""
    values = lab.page.locator(".figures .value").all_inner_texts()
    return [float(v) for v in values[1:]]


def _press(lab: Lab, kind: str, across: float, up: float = 0.5) -> None:
    """Press on a plot, so far across it."""
    box = lab.page.locator(f".card.{kind} canvas").bounding_box()
    assert box is not None
    lab.page.mouse.click(box["x"] + across * box["width"], box["y"] + up * box["height"])


def _draw(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def test_a_dragged_threshold_tells_what_it_keeps(mount: Callable[..., Any]) -> None:
    lab = mount(fabricated.frame(SCORE_VIEWS))
    assert (lab.number("cut"), lab.number("auc")) == (0.1, 0.9)
    assert lab.number("scores-age") == 240
    grip = lab.page.locator(".grip").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 70, y, steps=3)
    lab.page.mouse.up()
    _draw(lab.page)
    threshold = float(lab.page.locator(".grip").get_attribute("aria-valuenow"))
    normal, odd = fabricated.scores()
    efficiency, mistag, rejection = _figures(lab)
    assert efficiency == pytest.approx((odd >= threshold).mean(), abs=0.004)
    assert mistag == pytest.approx((normal >= threshold).mean(), abs=0.001)
    assert rejection == pytest.approx(1 / mistag, rel=0.05)
    assert lab.number("cut") == pytest.approx(mistag, abs=0.0006) and mistag < 0.1


def test_arrow_keys_move_the_threshold_that_has_the_focus(mount: Callable[..., Any]) -> None:
    lab = mount(fabricated.frame(SCORE_VIEWS))
    grip = lab.page.locator(".grip")
    grip.focus()
    before, at = lab.number("cut"), float(grip.get_attribute("aria-valuenow"))
    lab.page.keyboard.press("ArrowRight")
    _draw(lab.page)
    assert lab.number("cut") < before and float(grip.get_attribute("aria-valuenow")) > at
    lab.page.keyboard.press("ArrowLeft")
    _draw(lab.page)
    assert lab.number("cut") == pytest.approx(before)
    lab.page.keyboard.press("End")
    _draw(lab.page)
    assert lab.number("cut") == pytest.approx(1 / fabricated.EACH)


def test_a_press_on_the_roc_curve_moves_the_threshold_of_the_histogram(
    mount: Callable[..., Any],
) -> None:
    lab = mount(fabricated.frame(SCORE_VIEWS))
    _press(lab, "roc", 0.9)
    _draw(lab.page)
    loose = _figures(lab)
    _press(lab, "roc", 0.4)
    _draw(lab.page)
    tight = _figures(lab)
    assert tight[0] < loose[0] and tight[1] < loose[1] and tight[2] > loose[2]


def test_the_table_of_cuts_is_read_between_its_rows(mount: Callable[..., Any]) -> None:
    lab = mount(fabricated.frame(SCORE_VIEWS))
    table = fabricated.cuts(*fabricated.scores())
    wanted = [0.73, 0.1234, 0.0123, 0.0007]
    read = lab.page.evaluate(
        """async ([data, wanted]) => {
          const { table, read, MISTAG } = await import("/lab-js/kit/cuttable.js");
          const rows = table({ data: Float32Array.from(data.flat()), shape: [data.length, 3] });
          return wanted.map((kept) => read(rows, MISTAG, kept).efficiency);
        }""",
        [table.tolist(), wanted],
    )
    expected = np.interp(wanted, table[::-1, 1], table[::-1, 2])
    np.testing.assert_allclose(read, expected, atol=1e-5)


def test_the_spectrum_after_the_cut_is_that_of_the_nearest_level(
    mount: Callable[..., Any],
) -> None:
    lab = mount(fabricated.frame(SCORE_VIEWS))
    after = lab.page.locator(".card.sculpt footer .item").nth(1)
    assert after.inner_text().startswith("10 %")
    lab.page.locator(".grip").focus()
    lab.page.keyboard.press("End")
    _draw(lab.page)
    assert after.inner_text().startswith("1 %")


def test_the_auc_of_a_network_that_explains_nothing_is_warned_of(
    mount: Callable[..., Any],
) -> None:
    warning = ".card.cut .warning"
    fine = mount(fabricated.frame(SCORE_VIEWS, unexplained=0.4))
    assert not fine.page.locator(warning).is_visible()
    lab = mount(fabricated.frame(SCORE_VIEWS, unexplained=1.0))
    assert "collapsed" in lab.page.locator(warning).inner_text()
    young = mount(fabricated.frame(SCORE_VIEWS, unexplained=1.0, epoch=0.2))
    assert "nothing yet" in young.page.locator(warning).inner_text()


@pytest.mark.parametrize("views", [SCORE_VIEWS, OTHERS, ("sic", "scores")])
@pytest.mark.parametrize("width", [960, 420])
def test_each_picture_says_what_it_shows_and_never_a_number_that_is_none(
    mount: Callable[..., Any], views: tuple[str, ...], width: int
) -> None:
    for blank in (False, True):
        lab = mount(fabricated.frame(views, blank=blank), width=width)
        words = lab.page.locator(ROOT).all_inner_texts()
        labels = lab.page.locator(".card canvas")
        words += [label.get_attribute("aria-label") for label in labels.all()]
        assert len(labels.all()) == len(views)
        for word in words:
            assert not {"NaN", "undefined", "Infinity", "null"} & set(word.split()), word


def test_images_on_a_logarithmic_scale_have_a_colour_bar_with_its_decades(
    mount: Callable[..., Any],
) -> None:
    lab = mount(fabricated.frame((*SCORE_VIEWS[:3], "reconstructions")))
    bar = lab.page.locator(".card.gallery .decades")
    assert bar.inner_text().split() == ["10⁻⁴", "10⁻¹"]
    assert lab.page.locator(".card.gallery .decades b").count() == 2
    assert not lab.page.locator(".card.strip .decades").is_visible()


def test_a_score_chosen_beside_the_picture_is_told_to_the_run_once(browser: Browser) -> None:
    page, messages = browser.new_page(), []

    def serve(socket: WebSocketRoute) -> None:
        socket.on_message(lambda text: messages.append(json.loads(text)))
        socket.send(fabricated.frame(SCORE_VIEWS))

    page.route_web_socket("**/live*", serve)
    page.route("**/*", lambda route: _answer(route, b""))
    page.goto("http://lab.test/")
    data = {"run": "r", "score": "jet-mass", "flat": False}
    page.evaluate(MOUNT, data)

    def sent() -> list[tuple[str, bool | str]]:
        page.wait_for_timeout(20)
        return [(s["op"], s["value"]) for s in messages if s["op"] in ("score", "flat")]

    wait(lambda: sent() == [("score", "jet-mass")], "the score of the link")
    page.evaluate("rerun", data)
    page.evaluate("rerun", data | {"flat": True})
    wait(lambda: sent()[1:] == [("flat", True)], "the switch")
    page.close()


def test_the_bundle_needs_no_other_file(browser: Browser) -> None:
    files = {"/": PAGE, "/lab-js/app/live.js": BUNDLE.read_text()}
    page, asked, errors = browser.new_page(), [], []
    frame = fabricated.frame(SCORE_VIEWS)

    def answer(route: Route) -> None:
        path = route.request.url.split("lab.test")[1]
        asked.append(path)
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        route.fulfill(body=frame if path == "/frame" else files[path], content_type=kind)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://lab.test/")
    page.evaluate(MOUNT, {"frame_url": "/frame"})
    page.wait_for_selector(f"{ROOT}[data-step='800']")
    _draw(page)
    assert page.locator(".cards").evaluate("(node) => getComputedStyle(node).display") == "grid"
    assert _figures(Lab(page))
    page.close()
    assert set(asked) == {*files, "/frame"} and errors == []


def test_the_bundle_shows_the_run_of_a_notebook(browser: Browser) -> None:
    page, errors = browser.new_page(), []
    files = {"/": PAGE, "/lab-js/app/live.js": BUNDLE.read_text()}

    def answer(route: Any) -> None:
        path = route.request.url.split("lab.test")[1]
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        route.fulfill(body=files[path], content_type=kind)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://lab.test/")
    page.evaluate(NOTEBOOK, list(fabricated.frame(SCORE_VIEWS)))
    page.wait_for_selector(f"{ROOT}[data-step='800']")
    _draw(page)
    assert _figures(Lab(page))
    page.get_by_role("button", name="Pause").click()
    sent = page.evaluate("window.sent")
    assert [message["op"] for message in sent if message["op"] != "show"] == ["drawn", "pause"]
    page.close()
    assert errors == []


def _altered(change: Callable[..., Any]) -> bytes:
    """Return a frame whose header is changed."""
    header, parts = frames.unpack(fabricated.frame(SCORE_VIEWS))
    change(header)
    return frames.pack(header, parts)


def test_a_view_of_a_kind_without_a_drawer_has_a_card_that_says_so(
    mount: Callable[..., Any],
) -> None:
    lab = mount(_altered(lambda header: header["views"][1].update(kind="cloudlet")))
    label = lab.page.locator(".card.cloudlet canvas").get_attribute("aria-label")
    assert label == "no drawer for the kind “cloudlet”"
    assert _figures(lab)


def test_a_view_that_cannot_be_drawn_says_so_and_spoils_no_other(browser: Browser) -> None:
    page, errors = browser.new_page(), []
    frame = _altered(lambda header: header["views"][1].pop("shape"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/*", lambda route: _answer(route, frame))
    page.goto("http://lab.test/")
    page.evaluate(MOUNT, {"frame_url": "/frame"})
    page.wait_for_selector(f"{ROOT}[data-step='800']")
    gallery = page.locator(".card.gallery canvas")
    wait(lambda: gallery.get_attribute("aria-label"), "words on the card")
    label = "this view cannot be drawn: its layout has no shape"
    assert gallery.get_attribute("aria-label") == label
    assert _figures(Lab(page))
    page.close()
    assert len(errors) == 1
