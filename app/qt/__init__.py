"""QtCore adapters: threads, processes and playback turned into signals. No widgets."""
