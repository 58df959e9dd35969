"""The start screen: the circle of the rooms that exist, the questions people come with, what waits for them."""
