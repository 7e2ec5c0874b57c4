#!/usr/bin/env python3
"""samples/WebDemo under load: clients that ask all the time, a third of them going away in the middle; answers must be those given alone, memory flat.

Usage: tests/soak.py [--minutes 30] [--clients 64]    (builds and starts the app; Linux; Python's own library only)
Prints resident memory once a minute. Ends with 1 where an answer differs, or where the last ten minutes took more than the first ten by over 5 %.
"""
import argparse
import http.client
import json
import random
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = [("generate", {"text": "The night was", "tokens": 12, "temperature": 0.9, "seed": seed}) for seed in range(3)] + [
    ("translate", {"text": "Where is the station?", "temperature": 0}), ("summarize", {"text": "This program draws maps of the sky.", "tokens": 16, "temperature": 0})]


def ask(port, path, request, leave=False):
    """The text of an answer; None where we went away, or were told to come back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("POST", "/" + path, json.dumps(request))
        response = connection.getresponse()
        if response.status == 429:
            time.sleep(0.2 + random.random())
            return None
        if leave:
            response.read(40)
            return None
        body = response.read().decode()
        assert "event: done" in body, body[-200:]
        return "".join(json.loads(data) for data in re.findall(r"event: text\ndata: (.*)", body))
    finally:
        connection.close()


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--minutes", type=float, default=30)
    a.add_argument("--clients", type=int, default=64)
    a = a.parse_args()
    subprocess.run(["dotnet", "build", "-c", "Release", "samples/WebDemo", "-v", "q"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    app = subprocess.Popen(["dotnet", "samples/WebDemo/bin/Release/net10.0/WebDemo.dll", "--urls", f"http://127.0.0.1:{port}", "--queue", "40"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", port).request("GET", "/health")
                break
            except OSError:
                time.sleep(0.2)
        alone = [ask(port, *request) for request in REQUESTS]
        counts, wrong, end = {"answered": 0, "left or sent away": 0}, [], time.monotonic() + 60 * a.minutes

        def client(number):
            drawn = random.Random(number)
            while time.monotonic() < end and not wrong:
                which = drawn.randrange(len(REQUESTS))
                try:
                    text = ask(port, *REQUESTS[which], leave=number % 3 == 0)
                except (OSError, AssertionError, http.client.HTTPException) as fault:
                    wrong.append(repr(fault))
                    return
                counts["left or sent away" if text is None else "answered"] += 1
                if text is not None and text != alone[which]:
                    wrong.append(f"{REQUESTS[which]}: {text!r}, alone {alone[which]!r}")

        threads = [threading.Thread(target=client, args=(i,)) for i in range(a.clients)]
        for thread in threads:
            thread.start()
        memory, start = [], time.monotonic()
        while any(thread.is_alive() for thread in threads):
            time.sleep(min(60, max(1, end - time.monotonic())))
            memory.append(resident(app.pid))
            print(f"{(time.monotonic() - start) / 60:5.1f} min  {memory[-1]:7.1f} MiB  {counts}", flush=True)
        for thread in threads:
            thread.join()
        part = max(1, len(memory) // 3)
        first, last = sum(memory[:part]) / part, sum(memory[-part:]) / part
        print(f"first third {first:.1f} MiB, last third {last:.1f} MiB, {counts}, wrong: {wrong[:3]}")
        sys.exit(1 if wrong or last > 1.05 * first else 0)
    finally:
        app.terminate()
        app.wait(30)


if __name__ == "__main__":
    main()
