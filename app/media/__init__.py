"""What the program knows of a film: facts, pictures, sound, peaks and the clock; on top of
`sora_model.media`.
"""
