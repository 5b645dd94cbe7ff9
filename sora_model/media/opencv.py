"""OpenCV without its traces: `from sora_model.media.opencv import cv2`.

Importing `cv2` rewrites variables of the process's environment (Qt's plug-in and font folders, the loader's
path), after which Qt looks for its platform plug-in inside OpenCV's package and the window does not start.
"""

from __future__ import annotations

import os

_before = dict(os.environ)

import cv2  # noqa: E402

for _name in set(os.environ) - set(_before):
    del os.environ[_name]
for _name, _value in _before.items():
    if os.environ.get(_name) != _value:
        os.environ[_name] = _value

__all__ = ["cv2"]
