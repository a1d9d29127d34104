"""The running lab and a real Chromium, for all end-to-end tests."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

from aelab import catalogue

GRACE = 10  # seconds: a page on a busy machine may take some to look at its run
STOP = "document.querySelector('[data-does=stop]:enabled')?.click()"
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Return the path of the system's Chromium; without one, skip or (in CI) fail."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        word = "The end-to-end tests need a Chromium: install it with your system's packages."
        if os.environ.get("AELAB_E2E") == "required":
            pytest.fail(word)
        pytest.skip(word)
    return found


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def serving(**environment):
    """Serve the lab on a free port, and end it with SIGTERM; yields its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answering(f"{address}/_stcore/health", process)
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answering(url, process):
    """Wait until the server that is ``process`` answers at ``url``."""
    for _ in range(600):
        assert process.poll() is None, "the server ended while starting"
        try:
            return urllib.request.urlopen(url, timeout=1).read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def server():
    """Address and process of a running lab whose catalogue and data are ready."""
    chromium()
    catalogue.make()
    with serving(AELAB_GRACE=str(GRACE)) as served:
        yield served


@pytest.fixture
def lab(server):
    """Address of the running lab."""
    return server[0]


PAGES = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Add to the report of a test that failed what its pages showed."""
    report = yield
    if call.when == "call" and report.failed:
        for page in item.stash.get(PAGES, ()):
            with suppress(Error):
                report.sections.append((page.url, page.locator("body").inner_text(timeout=2_000)))
    return report


@pytest.fixture
def visit(request, browser, lab):
    """Open the lab as a new visitor; each call is a session of its own, errors are collected."""
    contexts, errors = [], []
    pages = request.node.stash[PAGES] = []

    def open_page(path="", width=1280, height=800, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{lab}/{path}")
        return page

    yield open_page
    for page in pages:
        with suppress(Error):  # such as of a page that the test has closed
            page.evaluate(STOP)  # its slot is for the next test
    for context in contexts:
        context.close()
    assert errors == []
