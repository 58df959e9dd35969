"""Pictures of the main screens, in Dutch, from a workbench with the fictional region. Needs Chromium.

python docs/make_screens.py [FOLDER of a demo workspace]
"""

import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent / "screens"
COMMAND = [sys.executable, "-c", "from schakel.command import main; main()"]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
SCREENS = {  # file: (person, address)
    "start": ("Noor", "/n/lindewaard/"),
    "data": ("Sem", "/n/lindewaard/data/"),
    "map": ("Noor", "/n/lindewaard/insight/map?activities=60&paths=40"),
    "findings": ("Noor", "/n/lindewaard/insight/findings"),
    "orchestration": ("Noor", "/n/lindewaard/orchestration/"),
    "simulation": ("Noor", "/n/lindewaard/simulation/"),
    "sharing": ("Noor", "/n/lindewaard/sharing/"),
    "own": ("Fatima", "/n/lindewaard/sharing/own"),
}
COLOURS = 160


def main() -> None:
    """Serve a demo, take the pictures, stop."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "workbench"
        if not root.exists():
            subprocess.run([*COMMAND, "workspace", "new", str(root), "--demo"], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*COMMAND, "serve", str(root), "--port", str(port)])
        try:
            _take(f"http://127.0.0.1:{port}", port)
        finally:
            server.terminate()
            server.wait(30)


def _take(base: str, port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (person, address) in SCREENS.items():
            page = browser.new_context(viewport={"width": 1200, "height": 900}, locale="nl-NL").new_page()
            page.goto(f"{base}/sign-in")
            page.locator(f"button:has-text('{person}')").first.click()
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            _keep(page.screenshot(clip={"x": 0, "y": 0, "width": 1200, "height": 1100}, full_page=True), name)
        browser.close()


def _keep(picture: bytes, name: str) -> None:
    """Few colours: the screens have few, and the file becomes a quarter."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
