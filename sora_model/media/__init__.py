"""The one decoder of window, training, export and grab: PyAV and numpy, free of torch.

`pts_index` knows when each frame is shown, `decoder` gives frame N exactly, `audio_reader` gives sound on the
film's time line, `hashing` names files by content.
"""
