#!/usr/bin/env python3
"""The page of samples/WebDemo in headless Chromium: each task is begun by its link, and the page must show text, shares and energy.

Usage: tests/browser.py    (needs chromium; builds and starts what it looks at; Python's own library only)
"""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds
SHOWN = "JSON.stringify(['answer', 'domains', 'energy', 'tokens'].map(id => document.getElementById(id)?.textContent ?? '').concat(document.body?.scrollWidth <= innerWidth))"


class Page:
    """A page of a browser, asked over DevTools' web socket (RFC 6455: one text frame a message)."""

    def __init__(self, address):
        host, path = address.removeprefix("ws://").split("/", 1)
        name, port = host.split(":")
        self.socket = socket.create_connection((name, int(port)), PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.exactly(1)
        self.asked = 0

    def ask(self, method, **parameters):
        self.asked += 1
        text = json.dumps({"id": self.asked, "method": method, "params": parameters}).encode()
        mask = os.urandom(4)
        length = bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(text))
        self.socket.sendall(b"\x81" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text)))
        while True:
            size = self.exactly(2)[1] & 127
            if size > 125:
                size = int.from_bytes(self.exactly(2 if size == 126 else 8), "big")
            message = json.loads(self.exactly(size))
            if message.get("id") == self.asked:
                return message["result"]

    def exactly(self, count):
        data = b""
        while len(data) < count:
            data += self.socket.recv(count - len(data))
        return data


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(what, wanted):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if (found := what()) and wanted(found):
                return found
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("nothing came within a minute")


def main():
    browser = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if browser is None:
        sys.exit("browser: no chromium found; install it")
    subprocess.run(["dotnet", "build", "-c", "Release", "samples/WebDemo", "-v", "q"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    app, debug, profile = f"http://127.0.0.1:{free_port()}", free_port(), tempfile.mkdtemp()
    started = [subprocess.Popen(["dotnet", "samples/WebDemo/bin/Release/net10.0/WebDemo.dll", "--urls", app, "--tokens", "40"], cwd=ROOT, stdout=subprocess.DEVNULL)]
    failed = 0
    try:
        until(lambda: urllib.request.urlopen(app + "/health").read(), lambda body: body == b"ok")
        started.append(subprocess.Popen([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", f"--remote-debugging-port={debug}", "about:blank"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        pages = until(lambda: json.load(urllib.request.urlopen(f"http://127.0.0.1:{debug}/json")), lambda all: any(p["type"] == "page" for p in all))
        page = Page(next(p for p in pages if p["type"] == "page")["webSocketDebuggerUrl"])
        for width in (390, 1200):
            page.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
            for task in ("generate", "translate", "summarize"):
                page.ask("Page.navigate", url=f"{app}/?task={task}&go")
                shown = lambda: json.loads(page.ask("Runtime.evaluate", expression=SHOWN)["result"]["value"])
                answer, domains, energy, tokens, fits = until(shown, lambda found: "written" in found[3])
                good = len(answer) > 3 and "spikes" in domains and energy.endswith("V / 50 MHz") and "J on the emulated chip" in energy and fits
                failed += not good
                print(f"{'ok  ' if good else 'FAIL'}  {task} at {width} pixels: {answer!r} | {domains} | {energy} | {tokens}")
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(PATIENCE)
        shutil.rmtree(profile, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
