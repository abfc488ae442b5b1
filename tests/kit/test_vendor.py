"""What was taken from elsewhere is what it says it is, and a page stays light."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
FIRST_VIEW = 80_000  # bytes: page, styles, script, icons, fonts
PAGE = 10_000


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_every_vendored_file_is_listed_with_its_hash() -> None:
    manifest = json.loads((VENDOR / "MANIFEST.json").read_text())
    listed = {name: digest for source in manifest for name, digest in source["files"].items()}

    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }

    assert present == listed
    assert all({"package", "version", "license"} <= set(source) for source in manifest)


def test_the_first_view_leaves_room_for_the_page() -> None:
    fonts = sum(path.stat().st_size for path in VENDOR.rglob("*.woff2"))
    rest = sum(packed(STATIC / name) for name in ("kit.css", "kit.js", "icons.svg"))

    assert fonts + rest + PAGE <= FIRST_VIEW
    assert packed(STATIC / "kit.js") < 3_000


def test_the_styles_name_only_files_that_are_here() -> None:
    css = (STATIC / "kit.css").read_text()
    named = re.findall(r'url\("?([^")]+)"?\)', css)

    assert all((STATIC / name).is_file() for name in named if not name.startswith("#"))
    assert "http" not in css
    assert "font-display: swap" in css


def test_the_styles_keep_to_the_oldest_browsers() -> None:
    css = (STATIC / "kit.css").read_text()

    for newer in (":has(", "color-mix(", "@container", "@layer", "@scope", "  &"):
        assert newer not in css.split("*/", 1)[1]
