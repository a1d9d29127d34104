"""A visitor: a cookie jar, ordinary requests, pages and live pictures."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

from benchmarks.abuse.live import Live
from benchmarks.abuse.page import Page

XSRF = "_streamlit_xsrf"
SECONDS = 10.0


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Visitor:
    """Somebody with a browser; each tab is a page, and what is in it lives in a picture."""

    def __init__(self, address: str) -> None:
        """Come to a server, and take the cookies that it sets."""
        self.address = address
        self.jar: dict[str, str] = {}
        self.tabs: list[Page | Live] = []
        self.get("/")
        self.get("/_stcore/health")

    @property
    def cookies(self) -> str:
        """The jar as a header."""
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch something."""
        return self.ask("GET", path, b"", headers)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request, with the cookies, and keep those that come back.

        Args:
            method: such as PUT.
            path: with its query.
            body: of the request, may be empty.
            headers: beside the cookies; a Host among them takes the place of the true one.

        """
        connection = http.client.HTTPConnection(self.address, timeout=SECONDS)
        try:
            all_headers = {"Cookie": self.cookies, **headers} if self.jar else dict(headers)
            connection.request(method, path, body, all_headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                self.jar |= {name: m.value for name, m in SimpleCookie(cookie).items()}
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def open(self, path: str = "", query: str = "", seconds: float = 40) -> Page:
        """Open a page in a new tab, and wait until its script has run."""
        page = Page(self.address, self.jar.get(XSRF, ""), self.cookies, path)
        self.tabs.append(page)
        page.visit(query, seconds)
        return page

    def watch(self, run: str) -> Live:
        """Look at a run."""
        live = Live(self.address, run, self.cookies)
        self.tabs.append(live)
        return live

    def put(self, url: str, name: str, content: bytes) -> int:
        """Send a file to where uploads go, with the visitor's token; return the status."""
        boundary = "9c1f3e5a7b"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "X-Xsrftoken": self.jar.get(XSRF, ""),
            "Origin": f"http://{self.address}",
        }
        return self.ask("PUT", url, body, headers).status

    def upload(self, page: Page, name: str, content: bytes) -> int:
        """Put a file into the uploader of a page and let its script run; return the status."""
        urls = page.place(name)
        status = self.put(urls.upload_url, name, content)
        if status == 204:
            page.uploaded(name, len(content), urls)
        return status

    def close(self) -> None:
        """Close all tabs."""
        for tab in self.tabs:
            tab.close()
        self.tabs.clear()
