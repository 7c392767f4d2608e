"""A real browser without a window, driven over a pipe by its own protocol (Chrome DevTools Protocol)."""

import base64
import itertools
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

KEYS = {
    "Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), "Space": (32, " "),
}  # fmt: skip


class BrowserError(Exception):
    """The browser refused a command, or a script on the page raised."""


class Browser:
    """One page of one browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._out = os.fdopen(to_browser, "wb", buffering=0)
        self._in = os.fdopen(from_browser, "rb")
        self._numbers = itertools.count(1)
        self._session: str | None = None
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Page.enable")

    def close(self) -> None:
        self._session = None
        self._call("Browser.close")
        self._out.close()
        self._in.close()

    def look(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """The window's size, and whether its owner likes it dark."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])

    def cookie(self, name: str, value: str, url: str) -> None:
        self._call("Network.setCookie", name=name, value=value, url=url, httpOnly=True, sameSite="Strict")

    def open(self, url: str) -> None:
        self.run("window.leaving = true")
        self._call("Page.navigate", url=url)
        self.wait_for("!window.leaving && document.readyState == 'complete'")

    def run(self, script: str) -> Any:
        """The value of an expression on the page; promises are waited for."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def wait_for(self, script: str, seconds: float = 60) -> None:
        """Until an expression is true; a page that is just being replaced is asked again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(script):
                    return
            except BrowserError:
                pass
            time.sleep(0.05)
        raise BrowserError(f"never true: {script}")

    def arrive(self, path: str) -> None:
        """Until the page of a path is there, whole."""
        self.wait_for(f"location.pathname == {path!r} && document.readyState == 'complete'")

    def press(self, key: str) -> None:
        code, text = KEYS[key]
        values = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **values)
        self._call("Input.dispatchKeyEvent", type="keyUp", **values)

    def type(self, text: str) -> None:
        self._call("Input.insertText", text=text)

    def choose_file(self, selector: str, path: Path) -> None:
        """Put a file into a form, as its window for choosing one would."""
        root = self._call("DOM.getDocument")["root"]["nodeId"]
        node = self._call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def tab_to(self, script: str, most: int = 400) -> int:
        """Press Tab until the focused element `e` fits; how often."""
        for count in range(1, most + 1):
            self.press("Tab")
            if self.run(f"(e => Boolean({script}))(document.activeElement)"):
                return count
        raise BrowserError(f"no Tab leads to: {script}")

    def picture(self, path: Path, *, most: int | None = 1800) -> None:
        """The page as a PNG of few colours, as long as it is (at most so many pixels); None: what the window shows."""
        from PIL import Image

        area: dict[str, Any] = {}
        if most is not None:
            height = min(int(self.run("document.documentElement.scrollHeight")), most)
            clip = {"x": 0, "y": 0, "width": int(self.run("innerWidth")), "height": height, "scale": 1}
            area = {"clip": clip, "captureBeyondViewport": True}
        shot = self._call("Page.captureScreenshot", format="png", **area)
        with Image.open(BytesIO(base64.b64decode(shot["data"]))) as picture:
            picture.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)

    def _call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._read())
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                return answer["result"]

    def _read(self) -> bytes:
        parts = bytearray()
        while (byte := self._in.read(1)) != b"\0":
            if not byte:
                raise BrowserError("the browser has ended")
            parts += byte
        return bytes(parts)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own."""
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()

    def place() -> None:
        # The browser reads commands at 3 and writes answers at 4.
        read, write = os.dup(theirs_in), os.dup(theirs_out)
        os.dup2(read, 3)
        os.dup2(write, 4)

    process = subprocess.Popen(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars",
            "--disable-background-networking", "--no-first-run", "--lang=th", f"--user-data-dir={folder / 'profile'}",
        ],
        preexec_fn=place, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,  # noqa: PLW1509
    )  # fmt: skip
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        one = Browser(ours_out, ours_in)
        yield one
        one.close()
    finally:
        process.terminate()
        process.wait(timeout=30)
