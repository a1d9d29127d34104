"""The Lab page in a real browser."""

import os
import re
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import psutil
import pytest
from playwright.sync_api import Browser, Position

from tests.e2e.conftest import GRACE, Visit
from tooling.lab import QUICK, ROOT, Lab, wait
from tooling.server import serving

pytestmark = pytest.mark.e2e


def test_the_first_visit_shows_a_picture_and_play_makes_it_move(visit: Visit) -> None:
    lab = Lab(visit())
    wait(lambda: lab.number("frame") >= 1, "a first picture")
    assert lab.get("state") == "finished" and lab.get("run") == ""
    lab.running()
    frame = lab.number("frame")
    wait(lambda: lab.number("frame") > frame + 5, "five more frames")
    wait(lambda: lab.number("loss") < lab.number("loss-first"), "a smaller loss")
    wait(lambda: re.search("run=", lab.url), "the run in the address")


def test_pause_holds_and_play_goes_on(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running().pause()
    step = lab.get("step")
    time.sleep(0.7)
    assert lab.get("step") == step and lab.get("state") == "paused"
    lab.acked(lambda: lab.click("Play"))
    wait(lambda: lab.number("step") > float(step), "a further step")


def moved_on(lab: Lab, step: float) -> bool:
    return lab.number("step") != step


def test_step_advances_exactly_one(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running().pause()
    for _ in range(3):
        step = lab.number("step")
        lab.acked(lambda: lab.click("Step"))
        wait(partial(moved_on, lab, step), "the step")
        lab.settled()
        assert lab.number("step") == step + 1


def test_step_pauses_a_running_run_first(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    lab.acked(lambda: lab.click("Step"))
    lab.until("paused")


def test_keys_play_pause_step_and_reset(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    lab.acked(lambda: lab.page.keyboard.press("Space"))
    lab.until("paused")
    step = lab.settled().number("step")
    lab.acked(lambda: lab.page.keyboard.press("ArrowRight"))
    wait(lambda: lab.number("step") == step + 1, "one step")
    lab.acked(lambda: lab.page.keyboard.press("r"))
    wait(lambda: lab.number("step") == 0, "step 0")


def test_reset_starts_over_with_the_same_weights(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    first = lab.get("loss-first")
    assert first
    lab.acked(lambda: lab.click("Reset"))
    wait(lambda: lab.number("step") == 0 and lab.get("state") == "paused", "step 0")
    lab.acked(lambda: lab.click("Step"))
    wait(lambda: lab.number("step") == 1, "the first step")
    assert lab.get("loss-first") == first


def test_a_new_seed_gives_another_first_loss(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    first, run = lab.get("loss-first"), lab.get("run")
    lab.click("New seed")
    wait(lambda: lab.get("run") not in ("", run) and lab.get("loss-first"), "another run")
    assert lab.get("loss-first") != first
    wait(lambda: "seed=" in lab.url, "the seed in the address")


def test_a_change_of_rate_does_not_reset(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    run, rate, step = lab.get("run"), lab.number("rate"), lab.number("step")
    slider = lab.page.get_by_role("slider", name=re.compile("learning rate"))
    lab.acked(lambda: slider.first.press("ArrowRight"))
    wait(lambda: lab.number("rate") > rate, "a larger rate")
    assert lab.get("run") == run and lab.number("step") >= step
    wait(lambda: lab.number("step") > step, "a further step")


def test_a_change_of_the_model_starts_over_and_says_so(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    run = lab.get("run")
    lab.page.locator(".st-key-models").get_by_text("PCA", exact=True).click()
    wait(lambda: lab.get("run") not in ("", run), "another run")
    lab.until("finished")
    assert parse_qs(urlparse(lab.url).query)["model"] == ["pca"]
    assert "started over" in lab.page.inner_text("body")


def test_zoom_is_kept_while_it_trains_and_nothing_is_mounted_anew(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running().laid_out()
    mount, before = lab.get("mount"), lab.get("view")
    box = lab.page.locator(f"{ROOT} canvas").first.bounding_box()
    assert box is not None
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.wheel(0, -300)
    view = wait(lambda: lab.get("view") != before and lab.get("view"), "another view")
    lab.page.mouse.move(5, 5)
    view = lab.get("view")
    frame = lab.number("frame")
    wait(lambda: lab.number("frame") > frame + 10, "ten more frames")
    assert lab.get("view") == view
    assert lab.get("mount") == mount


def test_a_reload_finds_the_run_again(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    wait(lambda: "run=" in lab.url, "the run in the address")
    run, step = lab.get("run"), lab.number("step")
    lab.page.reload()
    again = Lab(lab.page)
    wait(lambda: again.get("run") == run, "the same run")
    wait(lambda: again.number("step") >= step, "it goes on")


def test_a_second_session_does_not_see_the_run_of_the_first(visit: Visit) -> None:
    first = Lab(visit(QUICK)).running()
    second = Lab(visit())
    wait(lambda: second.number("frame") >= 1, "a picture")
    assert second.get("run") == "" and second.get("run") != first.get("run")


def test_the_shared_link_leaves_the_run_out_and_starts_the_same_numbers(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    first = lab.get("loss-first")
    wait(lambda: "run=" in lab.url, "the run in the address")
    query = urlparse(lab.url).query
    shared = "&".join(p for p in query.split("&") if not p.startswith("run="))
    other = Lab(visit(f"?{shared}")).running()
    assert other.get("run") != lab.get("run")
    assert other.get("loss-first") == first


def test_stop_ends_the_run(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    lab.click("Stop")
    lab.until("stopped", 5)


def test_a_diverged_run_is_named_and_the_fix_mends_it(visit: Visit) -> None:
    # A linear autoencoder with a huge step: Adam at rate 1 on many layers leaves all bounds.
    lab = Lab(
        visit(QUICK.replace("widths=32-32", "widths=256-256-256") + "&rate=1&activation=identity")
    )
    lab.until("diverged", 30)
    assert "nan" not in lab.page.inner_text("body").lower().split()
    run = lab.get("run")
    lab.click("Reset with rate")
    wait(lambda: lab.get("run") != run or lab.number("rate") < 1, "the fix")


HOSTILE = [
    "?dataset=../../etc/passwd&model=<script>alert(1)</script>",
    "?latent=999999999&rate=nan&epochs=-5&widths=1e9",
    "?dataset=MNIST&data.points=x&data.digits=11&beta=%00&seed=-1&run=../../../x",
    "?" + "&".join(f"p{i}=1" for i in range(300)) + "&model=" + "A" * 5000,
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_parameters_give_one_sentence(visit: Visit, query: str) -> None:
    page = visit(query)
    lab = Lab(page)
    wait(lambda: lab.get("state"), "a state")
    wait(lambda: page.locator("[data-testid=stAlert]").count(), "a sentence")
    assert page.locator("[data-testid=stAlert]").count() == 1
    assert "Traceback" not in page.inner_text("body")
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_and_nothing_is_cut_off(
    visit: Any, width: int, scheme: str
) -> None:
    page = visit(width=width, height=768, scheme=scheme)
    lab = Lab(page)
    wait(lambda: lab.number("frame") >= 1, "a picture")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll('[data-mount] button')]
            .filter(b => b.offsetParent && b.scrollWidth > b.clientWidth + 1)
            .map(b => b.textContent)"""
    )
    assert cut == []


def test_a_run_that_nobody_looks_at_stops_after_the_grace_time(
    visit: Visit, browser: Browser, lab: str
) -> None:
    watched = Lab(visit(QUICK)).running()
    wait(lambda: "run=" in watched.url, "the run in the address")
    url = watched.url
    watched.page.goto("about:blank")
    time.sleep(GRACE + 3)
    watched.page.goto(url)
    again = Lab(watched.page)
    wait(lambda: again.get("state") == "stopped", "a stopped run")


def test_the_run_survives_a_switch_of_pages(visit: Visit) -> None:
    lab = Lab(visit(QUICK)).running()
    run, step = lab.get("run"), lab.number("step")
    lab.page.get_by_role("link", name="Reference").first.click()
    lab.page.get_by_role("heading", name="Reference").wait_for()
    lab.page.get_by_text("code size").first.wait_for()
    lab.page.get_by_role("link", name="Lab", exact=True).first.click()
    back = Lab(lab.page)
    wait(lambda: back.get("run") == run and back.number("step") > step, "the same run, further on")
    assert "run=" in lab.url and "widths=32-32" in lab.url


def test_picking_a_point_puts_its_sample_first_in_the_strip(visit: Visit) -> None:
    lab = Lab(visit("?dataset=MNIST&model=PCA&latent=2"))
    lab.click("Play")
    wait(lambda: lab.get("run"), "a run in the place of the shipped one")
    lab.until("finished")
    canvas = lab.page.locator("[data-view-name=latent] canvas")
    box = canvas.bounding_box()
    assert box is not None
    strip = lab.page.locator("[data-view-name=reconstructions] canvas")
    before = strip.screenshot()
    middle: Position = {"x": box["width"] / 2, "y": box["height"] / 2}
    lab.acked(lambda: canvas.click(position=middle))
    wait(lambda: strip.screenshot() != before, "another strip")


def test_visitors_share_the_slots_first_in_first_out(visit: Visit) -> None:
    slots = os.cpu_count() or 1
    labs = [Lab(visit(QUICK)) for _ in range(slots + 2)]
    for lab in labs[:slots]:
        lab.until("running")
    wait(lambda: [lab.number("queue") for lab in labs[slots:]] == [1, 2], "places 1 and 2")
    assert [lab.get("state") for lab in labs[slots:]] == ["queued", "queued"]
    labs[0].click("Stop")
    labs[slots].until("running")
    wait(lambda: labs[-1].number("queue") == 1, "the last one moved up")


def test_a_stopped_server_leaves_nothing_behind(tmp_path: Path) -> None:
    with serving(AELAB_HOME=str(tmp_path)) as (_, process):
        server = psutil.Process(process.pid)
        wait(lambda: len(server.children(recursive=True)) >= 2, "its workers", 60)
        time.sleep(2)
        children = server.children(recursive=True)
        process.terminate()
        process.wait(10)
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_the_web_process_has_loaded_neither_torch_nor_scikit_learn(
    visit: Visit, server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    Lab(visit(QUICK)).running()
    mapped = {m.path for m in psutil.Process(server[1].pid).memory_maps()}
    assert any("numpy" in path for path in mapped)
    assert not [path for path in mapped if "libtorch" in path or "sklearn" in path]


def test_the_axes_that_are_looked_at_are_in_the_link_and_come_back(visit: Visit) -> None:
    lab = Lab(visit(f"{QUICK.replace('Two+moons', 'MNIST').replace('latent=2', 'latent=4')}"))
    lab.running()
    lab.acked(lambda: lab.page.get_by_label("Horizontal axis").select_option("0"))
    lab.acked(lambda: lab.page.get_by_label("Vertical axis").select_option("3"))
    wait(lambda: "axes=0.3" in lab.url, "the axes in the address")
    lab.page.reload()
    again = Lab(lab.page).running()
    wait(lambda: again.page.get_by_label("Vertical axis").input_value() == "3", "the same axes")
