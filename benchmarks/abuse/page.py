"""A page of the lab as Streamlit's own protocol gives it, without a browser."""

import time
from typing import Any
from urllib.parse import parse_qs

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

SECONDS = 40.0


class Page:
    """A tab: what its script has drawn, and what is done with its widgets."""

    def __init__(self, address: str, token: str, cookies: str, path: str = "") -> None:
        """Connect to the server.

        Args:
            address: host and port.
            token: the visitor's XSRF token.
            cookies: the visitor's cookies, as a header.
            path: which page it is, empty for the first.

        """
        self.path, self.query, self.session = path, "", ""
        self.elements: dict[tuple[int, ...], Element] = {}
        self.socket: ClientConnection = connect(
            f"ws://{address}/_stcore/stream",
            origin=Origin(f"http://{address}"),
            subprotocols=[Subprotocol(name) for name in ("streamlit", token) if name],
            additional_headers={"Cookie": cookies},
            compression=None,
            max_size=None,
            open_timeout=SECONDS,
            ping_interval=None,
        )

    def visit(self, query: str, seconds: float = SECONDS) -> None:
        """Go to the page with the query of a link."""
        self.query = query.removeprefix("?")
        self.rerun(seconds=seconds)

    def rerun(self, *widgets: WidgetState, seconds: float = SECONDS) -> None:
        """Let the script run, with what was done with widgets, and wait until it has."""
        self.elements.clear()
        self.ask(*widgets)
        self._read("script_finished", seconds)

    def ask(self, *widgets: WidgetState) -> None:
        """Ask for a run of the script, and do not wait for it."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.path
        message.rerun_script.widget_states.widgets.extend(widgets)
        self._send(message)

    @property
    def run(self) -> str:
        """The id of the run that the page shows, empty if there is none."""
        return self.parameter("run")

    def parameter(self, name: str) -> str:
        """Return a parameter of the link in the address bar, empty if it is not there."""
        return parse_qs(self.query).get(name, [""])[0]

    def drawn(self, kind: str) -> list[Any]:
        """Return all elements of a kind, such as alert."""
        drawn = (element for element in self.elements.values() if element.WhichOneof("type"))
        return [getattr(e, kind) for e in drawn if e.WhichOneof("type") == kind]

    @property
    def alerts(self) -> list[str]:
        """The sentences in coloured boxes."""
        return [alert.body for alert in self.drawn("alert")]

    @property
    def broken(self) -> str:
        """What the page says of an error that nobody caught, empty if there is none."""
        errors = [f"{error.type} {error.message}" for error in self.drawn("exception")]
        return "; ".join(errors)

    def press(self, label: str) -> None:
        """Press the first button whose label begins so, and wait until the script has run."""
        button = next(b for b in self.drawn("button") if b.label.startswith(label))
        self.rerun(WidgetState(id=button.id, trigger_value=True))

    def place(self, name: str) -> FileURLs:
        """Ask where a file is to be uploaded to."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        self._send(message)
        urls: FileURLs = self._read("file_urls_response", SECONDS).file_urls_response.file_urls[0]
        return urls

    def uploaded(self, name: str, size: int, urls: FileURLs) -> None:
        """Tell the page's uploader that a file has come, and wait until the script has run."""
        state = WidgetState(id=self.drawn("file_uploader")[0].id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, size, urls.file_id
        info.file_urls.CopyFrom(urls)
        self.rerun(state)

    def close(self) -> None:
        """Close the tab."""
        self.socket.close()

    def _send(self, message: BackMsg) -> None:
        try:
            self.socket.send(message.SerializeToString())
        except ConnectionClosed as closed:
            raise ConnectionError("the page was disconnected") from closed

    def _read(self, kind: str, seconds: float) -> ForwardMsg:
        """Read until a message of a kind has come."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                content = self.socket.recv(timeout=left)
            except TimeoutError:
                break
            except ConnectionClosed as closed:
                raise ConnectionError("the page was disconnected") from closed
            message: ForwardMsg = ForwardMsg.FromString(bytes(content))  # type: ignore[arg-type]
            self._take(message)
            early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if message.WhichOneof("type") == kind and not (kind == "script_finished" and early):
                return message
        raise TimeoutError(f"no {kind} within {seconds:g} s")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            place = tuple(message.metadata.delta_path)
            self.elements[place] = message.delta.new_element
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
