"""Sora Studio, the desktop program: label video, with a model that learns from the labels."""

__version__ = "0.1.0"
