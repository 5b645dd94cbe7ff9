"""The picture with its boxes and the map of attention."""
