"""The Sora model family: an audio-visual representation of video and the tasks on it. Knows no window."""

__version__ = "0.1.0"
