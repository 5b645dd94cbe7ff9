"""The script that keeps the catalogues is found where it lies."""

from __future__ import annotations

import sys
from pathlib import Path

TRANSLATIONS = Path(__file__).resolve().parents[2] / "script" / "translations"
if str(TRANSLATIONS) not in sys.path:
    sys.path.append(str(TRANSLATIONS))
