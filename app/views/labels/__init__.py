"""The classes, and the labels of the film."""
