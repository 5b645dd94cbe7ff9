"""Sora Studio, the desktop program: label video, with a model that learns from the labels."""

import logging

__version__ = "0.1.0"

# Without a log file (the command line) the log is silent: people are told in words.
logging.getLogger("sora-studio").addHandler(logging.NullHandler())
